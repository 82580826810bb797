//! What the program says where nobody's language is known: at a terminal, and in what the doctor finds.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use kernel::{Clock as _, Message, SystemClock};
use words::{Catalogue, Formats, LanguageIdentifier};

use crate::{compose, settings::Words};

/// Read when something is first said; nothing where a message is not right, which is a fault of the build.
static CATALOGUE: LazyLock<Option<Catalogue>> = LazyLock::new(|| compose::catalogue(Words::default()).ok());

/// The words for a message, in the language that messages are written in first.
pub(crate) fn say(message: &Message) -> String {
    let Some(catalogue) = &*CATALOGUE else { return message.id.to_string() };
    let locale = catalogue.nearest(&LanguageIdentifier::default());
    catalogue.put(locale, message, &Formats::new(locale, TimeZone::UTC, SystemClock.now()))
}

#[cfg(test)]
mod tests {
    use kernel::Message;

    use super::say;

    #[test]
    fn what_is_said_stands_in_messages_and_names_what_it_is_about() {
        let waits = Message::new("doctor-letters-wait").with("count", 1_200_i64);
        assert_eq!(say(&waits), "1,200 wait for more than a quarter of an hour");
        assert!(say(&Message::new("health-nobody").with("place", "127.0.0.1:1")).contains("127.0.0.1:1"));
    }
}
