use front::{Chip, Choice, Visit};
use kernel::{Date, Message};

use super::address::Asked;

/// A stretch of days with a name, from and up to a day.
type Span = (&'static str, Option<Date>, Option<Date>);

/// When orders were placed: any time, or one of a few stretches, or what the address says.
pub(super) fn chip(visit: &Visit, asked: &Asked) -> Chip {
    let say = |id: &'static str| visit.say(&Message::new(id));
    let here = (day(asked, "since"), day(asked, "until"));
    let spans = spans(visit.formats.today());
    let named = spans.iter().find(|(_, since, until)| (*since, *until) == here);
    let value = match named {
        Some((name, ..)) => say(name),
        None => between(visit, here),
    };
    let choices = spans.iter().map(|(name, since, until)| {
        let (since, until) = (since.map(|day| day.to_string()), until.map(|day| day.to_string()));
        let href = asked.with(&[("since", since.as_deref()), ("until", until.as_deref())]);
        Choice { label: say(name), href, current: named.is_some_and(|(current, ..)| current == name) }
    });
    Chip { field: say("orders-placed"), value, choices: choices.collect(), on: here != (None, None) }
}

fn spans(today: Date) -> [Span; 5] {
    let first = |year| Date::new(year, 1, 1);
    let last_year = today.year() - 1;
    [
        ("orders-placed-any", None, None),
        ("orders-placed-month", Some(today.plus_days(-30)), None),
        ("orders-placed-quarter", Some(today.plus_days(-90)), None),
        ("orders-placed-year", first(today.year()), None),
        ("orders-placed-last-year", first(last_year), Date::new(last_year, 12, 31)),
    ]
}

fn day(asked: &Asked, name: &str) -> Option<Date> {
    asked.get(name).and_then(|day| day.parse().ok())
}

fn between(visit: &Visit, days: (Option<Date>, Option<Date>)) -> String {
    visit.say(&match days {
        (Some(since), Some(until)) => Message::new("orders-placed-between").with("since", since).with("until", until),
        (Some(since), None) => Message::new("orders-placed-since").with("since", since),
        (None, Some(until)) => Message::new("orders-placed-until").with("until", until),
        (None, None) => Message::new("orders-placed-any"),
    })
}
