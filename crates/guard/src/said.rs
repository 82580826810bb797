//! What a report says: it is read at a terminal or from a file, where nobody's language is known.

use kernel::Message;
use words::{Catalogue, Terminal};

/// The words for it: language, origin and text of each catalogue.
pub const MESSAGES: &[(&str, &str, &str)] =
    &[("en-GB", "guard/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))];

static TERMINAL: Terminal = Terminal::of(|| {
    let all = MESSAGES.iter();
    all.fold(Catalogue::builder(), |to, &(locale, origin, text)| to.add(locale, origin, text)).build().ok()
});

/// The words for a message.
pub(crate) fn say(message: &Message) -> String {
    TERMINAL.say(message)
}
