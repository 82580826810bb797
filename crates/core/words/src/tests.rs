//! Stories of what people read and type.

mod amounts;
mod dates;
mod languages;
mod messages;
mod parsing;
mod templates;

use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};

use crate::{Formats, LanguageIdentifier};

fn language(tag: &str) -> LanguageIdentifier {
    tag.parse().expect("the test names a language")
}

fn instant(text: &str) -> Timestamp {
    let instant: jiff::Timestamp = text.parse().expect("the test names an instant");
    Timestamp::from_micros(instant.as_microsecond())
}

fn date(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).expect("the test names a day of the calendar")
}

fn formats(tag: &str, zone: &str, now: &str) -> Formats {
    let zone = TimeZone::get(zone).expect("the test names a zone");
    Formats::new(&language(tag), zone, instant(now))
}

/// Amelia in London, on Tuesday 17 March 2026 at 09:16.
fn amelia() -> Formats {
    formats("en-GB", "Europe/London", "2026-03-17T09:16:00Z")
}

/// Someone in London at noon that day who reads another language.
fn reader_of(tag: &str) -> Formats {
    formats(tag, "Europe/London", "2026-03-17T12:00:00Z")
}
