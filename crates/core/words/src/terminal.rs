use std::sync::LazyLock;

use jiff::tz::TimeZone;
use kernel::{Clock as _, Message, SystemClock};
use unic_langid::LanguageIdentifier;

use crate::{Catalogue, Formats};

/// What a part of the product says where nobody's language is known, such as at a terminal: in the language that
/// messages are written in first.
pub struct Terminal(LazyLock<Option<Catalogue>>);

impl Terminal {
    /// With these messages, which are read when something is first said; there are none where one of them is not right,
    /// which is a fault of the build.
    pub const fn of(messages: fn() -> Option<Catalogue>) -> Self {
        Self(LazyLock::new(messages))
    }

    /// The words for a message.
    pub fn say(&self, message: &Message) -> String {
        let Some(catalogue) = &*self.0 else { return message.id.to_string() };
        let locale = catalogue.nearest(&LanguageIdentifier::default());
        catalogue.put(locale, message, &Formats::new(locale, TimeZone::UTC, SystemClock.now()))
    }
}
