mod amounts;
mod days;
mod read;

use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};
use unic_langid::LanguageIdentifier;

use crate::conventions::Conventions;

/// Numbers, amounts and dates as one person reads and types them: in their language and
/// zone, and as of one instant, which decides what "today" and "this year" mean.
///
/// Cheap to make and to clone: what a language looks like is looked up once. Negative
/// numbers carry a true minus (U+2212), and a number keeps to its unit by a no-break space.
#[derive(Clone, Debug)]
pub struct Formats {
    locale: LanguageIdentifier,
    zone: TimeZone,
    now: Timestamp,
    conventions: Arc<Conventions>,
}

impl Formats {
    /// Formats for a language, a zone and the present instant.
    pub fn new(locale: &LanguageIdentifier, zone: TimeZone, now: Timestamp) -> Self {
        let conventions = Conventions::of(locale);
        Self { locale: locale.clone(), zone, now, conventions }
    }

    /// The person's language.
    pub fn locale(&self) -> &LanguageIdentifier {
        &self.locale
    }

    /// The person's zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The instant that counts as the present.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The day it is for the person.
    pub fn today(&self) -> Date {
        Date::from(self.local(self.now).date())
    }

    fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        self.zone.to_datetime(at.to_jiff())
    }
}
