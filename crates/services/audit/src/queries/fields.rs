//! What the lists are narrowed to, as it is told.

use access::Person;
use gateway::{Field, FieldKind, Line, RawField};
use kernel::{Date, Id, Message, Timestamp};
use words::Formats;

/// Whose hand it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// This person's, or an actor's on their behalf.
    Person(Id<Person>),
    /// Any person's.
    People,
    /// Any part of Portico's.
    Systems,
    /// That of the actor who is called so.
    Actor(String),
}

/// The most characters that name an actor.
const LONGEST: usize = 120;

impl Who {
    fn parse(words: &str) -> Self {
        match (words, words.strip_prefix("person:").map(str::parse)) {
            ("people", _) => Self::People,
            ("systems", _) => Self::Systems,
            (_, Some(Ok(person))) => Self::Person(person),
            (other, _) => Self::Actor(other.to_owned()),
        }
    }
}

impl Field for Who {
    fn kind() -> FieldKind {
        FieldKind::Text { max: LONGEST, lines: false }
    }

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        Line::<LONGEST>::read(raw, formats).map(|line| Self::parse(line.as_str()))
    }
}

/// From the first instant of a day on, where the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since(pub Timestamp);

/// Up to the last instant of a day, where the reader is: below the first one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until(pub Timestamp);

impl Field for Since {
    fn kind() -> FieldKind {
        FieldKind::Day
    }

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        Date::read(raw, formats).map(|day| Self(start(day, formats)))
    }
}

impl Field for Until {
    fn kind() -> FieldKind {
        FieldKind::Day
    }

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        Date::read(raw, formats).map(|day| Self(start(day.plus_days(1), formats)))
    }
}

fn start(day: Date, formats: &Formats) -> Timestamp {
    let start = day.to_jiff().to_zoned(formats.zone().clone()).map(|start| start.timestamp().as_microsecond());
    Timestamp::from_micros(start.unwrap_or(i64::MIN))
}

#[cfg(test)]
mod tests {
    use gateway::{Field as _, RawField};
    use kernel::Timestamp;
    use words::Formats;

    use super::{Since, Until, Who};

    #[test]
    fn a_day_begins_and_ends_where_the_reader_is() {
        let locale = "en-GB".parse().expect("a language");
        let zone = jiff::tz::TimeZone::get("Europe/London").expect("a zone");
        let formats = Formats::new(&locale, zone, Timestamp::from_micros(0));
        let day = RawField::Text("2026-07-01".to_owned());
        assert_eq!(Since::read(&day, &formats).expect("a day").0.to_string(), "2026-06-30T23:00:00Z");
        assert_eq!(Until::read(&day, &formats).expect("a day").0.to_string(), "2026-07-01T23:00:00Z");
    }

    #[test]
    fn an_actor_is_a_person_a_kind_or_a_name() {
        let person = "0199a1b2c3d47e5f8a9b0c1d2e3f4a5b";
        assert_eq!(Who::parse(&format!("person:{person}")), Who::Person(person.parse().expect("an id")));
        assert_eq!(Who::parse("people"), Who::People);
        assert_eq!(Who::parse("systems"), Who::Systems);
        assert_eq!(Who::parse("person:priya"), Who::Actor("person:priya".to_owned()));
        assert_eq!(Who::parse("system:import"), Who::Actor("system:import".to_owned()));
    }
}
