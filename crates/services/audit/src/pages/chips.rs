//! The filters of the lists. Each choice is an address.

use std::collections::BTreeSet;

use front::{Chip, Choice, Visit};
use journal::Outcome;
use kernel::{Date, Message, Ref};

use super::{
    names::Names,
    tab::{Tab, outcome},
    way::Way,
    words::{did, kind, part, say},
};

/// The filters of one list.
pub(super) fn all<R: Tab>(visit: &Visit, way: &Way, names: &Names) -> Vec<Chip> {
    let mut chips =
        vec![customer(visit, way, names), who(visit, way, names), what(visit, way), about(visit, way, names)];
    if R::WORD == "attempts" {
        chips.push(result(visit, way));
    }
    chips.push(when(visit, way));
    chips
}

/// Customers: those on the page, and the one that is chosen. The search finds the others.
fn customer(visit: &Visit, way: &Way, names: &Names) -> Chip {
    let mut choices: Vec<_> = names.accounts().map(|(id, name)| (name.to_owned(), id)).collect();
    choices.sort();
    way.chip("account", say(visit, "journal-customer"), say(visit, "journal-all-customers"), choices)
}

fn who(visit: &Visit, way: &Way, names: &Names) -> Chip {
    let mut people: Vec<_> = names.people().map(|(key, name)| (name.to_owned(), key)).collect();
    people.sort();
    let mut choices = vec![
        (say(visit, "journal-who-people"), "people".to_owned()),
        (say(visit, "journal-who-systems"), "systems".to_owned()),
    ];
    choices.extend(people);
    if let Some(here) = way.get("who").filter(|here| choices.iter().all(|(_, value)| value != here)) {
        choices.push((names.actor(visit, here), here.to_owned()));
    }
    way.chip("who", say(visit, "journal-who"), say(visit, "journal-who-all"), choices)
}

/// Every part of the portal that does anything, and whatever else an address names.
fn what(visit: &Visit, way: &Way) -> Chip {
    let registry = visit.site().gateway.registry();
    let names = registry.operations().filter_map(|operation| operation.spec().name.split_once('.'));
    let parts: BTreeSet<&str> = names.map(|(part, _)| part).collect();
    let mut choices: Vec<_> = parts.into_iter().map(|name| (part(visit, name), format!("{name}."))).collect();
    choices.sort();
    if let Some(here) = way.get("what").filter(|here| choices.iter().all(|(_, value)| value != here)) {
        choices.push((did(visit, here).unwrap_or_else(|| here.to_owned()), here.to_owned()));
    }
    way.chip("what", say(visit, "journal-what"), say(visit, "journal-all"), choices)
}

/// One record, where one is chosen; else the kinds of records.
fn about(visit: &Visit, way: &Way, names: &Names) -> Chip {
    if let Some(object) = way.get("object") {
        let label = object.parse::<Ref>().map_or_else(|_| object.to_owned(), |object| names.record(visit, &object));
        let only = vec![(label, object.to_owned())];
        return way.chip("object", say(visit, "journal-record"), say(visit, "journal-all"), only);
    }
    let objects = visit.site().gateway.registry().objects().iter();
    let mut choices: Vec<_> = objects.map(|object| (kind(visit, object.kind), object.kind.to_owned())).collect();
    choices.sort();
    if let Some(here) = way.get("kind").filter(|here| choices.iter().all(|(_, value)| value != here)) {
        choices.push((kind(visit, here), here.to_owned()));
    }
    way.chip("kind", say(visit, "journal-record"), say(visit, "journal-all"), choices)
}

fn result(visit: &Visit, way: &Way) -> Chip {
    let choices = Outcome::ALL.iter().map(|ended| (outcome(visit, *ended), ended.word().to_owned()));
    way.chip("outcome", say(visit, "journal-result"), say(visit, "journal-all"), choices)
}

/// A stretch of days with a name, from and up to a day.
type Span = (&'static str, Option<Date>, Option<Date>);

fn spans(today: Date) -> [Span; 4] {
    [
        ("journal-any-time", None, None),
        ("journal-this-day", Some(today), None),
        ("journal-week", Some(today.plus_days(-6)), None),
        ("journal-month", Some(today.plus_days(-29)), None),
    ]
}

/// Whether the list is of days that none of the choices names.
pub(super) fn has_own_days(visit: &Visit, way: &Way) -> bool {
    let here = (way.day("since"), way.day("until"));
    spans(visit.formats.today()).iter().all(|(_, since, until)| (*since, *until) != here)
}

fn when(visit: &Visit, way: &Way) -> Chip {
    let here = (way.day("since"), way.day("until"));
    let choices = spans(visit.formats.today()).map(|(label, since, until)| {
        let texts = (since.map(|day| day.to_string()), until.map(|day| day.to_string()));
        let href = way.with(&[("since", texts.0.as_deref()), ("until", texts.1.as_deref())]);
        Choice { label: say(visit, label), href, current: (since, until) == here }
    });
    let named = choices.iter().find(|choice| choice.current).map(|choice| choice.label.clone());
    let value = named.unwrap_or_else(|| {
        visit.say(&match here {
            (Some(since), Some(until)) => Message::new("journal-between").with("since", since).with("until", until),
            (Some(since), None) => Message::new("journal-since").with("since", since),
            (None, Some(until)) => Message::new("journal-until").with("until", until),
            (None, None) => Message::new("journal-any-time"),
        })
    });
    Chip { field: say(visit, "journal-when"), value, on: here != (None, None), choices: choices.into() }
}
