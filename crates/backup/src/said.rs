//! What is said here of what went wrong. Copies are made and put back at a terminal, where nobody's language is known.

use std::path::Path;

use kernel::Message;
use words::{Catalogue, Terminal};

/// The words for it: language, origin and text of each catalogue.
pub const MESSAGES: &[(&str, &str, &str)] =
    &[("en-GB", "backup/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))];

static TERMINAL: Terminal = Terminal::of(|| {
    let all = MESSAGES.iter().chain(journal::MESSAGES);
    all.fold(Catalogue::builder(), |to, &(locale, origin, text)| to.add(locale, origin, text)).build().ok()
});

/// The words for a message.
pub(crate) fn say(message: &Message) -> String {
    TERMINAL.say(message)
}

/// The words for a message about a file or folder.
pub(crate) fn of_file(id: &'static str, file: &Path) -> String {
    say(&Message::new(id).with("file", file.display().to_string()))
}

#[cfg(test)]
mod tests {
    use kernel::Message;

    use super::say;

    #[test]
    fn what_went_wrong_stands_in_messages_also_where_one_takes_up_another_s() {
        let broken = Message::new("backup-journal-broken").with("entry", 7_i64).with("fault", "missing");
        let told = "the journal is broken at entry 7: it is missing, or the chain was cut there";
        assert_eq!(say(&broken), told);
    }
}
