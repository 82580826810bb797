use front::{Fact, Visit};
use gateway::{Card, CardValue};
use kernel::{Message, Timestamp};
use words::Formats;

use super::views::Quoted;

/// A record as it stood at that time, in the visitor's words.
pub(super) fn quoted(visit: &Visit, card: &Card, at: Option<Timestamp>) -> Quoted {
    let facts = card.facts.iter().map(|fact| Fact {
        term: visit.say(&Message { id: fact.label.clone(), args: Vec::new() }),
        detail: detail(&visit.formats, &fact.value),
    });
    Quoted { name: name(visit, card), href: Some(visit.address(&card.path)), at, facts: facts.collect() }
}

/// What the record is called; that a part of it is meant is said with it.
pub(super) fn name(visit: &Visit, card: &Card) -> String {
    let said = |id| Message::new(id).with("name", card.name.as_str());
    match (card.part, card.line) {
        (Some(_), Some(line)) => visit.say(&said("cases-line-of").with("line", line)),
        (Some(_), None) => visit.say(&said("cases-a-line-of")),
        (None, _) => card.name.clone(),
    }
}

fn detail(formats: &Formats, value: &CardValue) -> String {
    match value {
        CardValue::Text(words) => words.clone(),
        CardValue::Money(amount) => formats.money(*amount),
        CardValue::Price(price) => formats.unit_price(*price),
        CardValue::Day(day) => formats.date(*day),
        CardValue::Thousandths(number) => thousandths(formats, *number),
    }
}

/// "12", "20.5".
fn thousandths(formats: &Formats, number: i64) -> String {
    let whole = formats.number(number / 1000);
    match number % 1000 {
        0 => whole,
        rest => {
            let sign = if number < 0 && number > -1000 { "\u{2212}" } else { "" };
            let fraction = format!("{:03}", rest.unsigned_abs());
            format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
        }
    }
}
