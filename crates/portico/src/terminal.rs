//! What the program says where nobody's language is known: at a terminal.

use std::path::Path;

use kernel::Message;
use words::Terminal;

use crate::{compose, settings::Words};

static TERMINAL: Terminal = Terminal::of(|| compose::catalogue(Words::default()).ok());

/// The words for a message, in the language that messages are written in first.
pub(crate) fn say(message: &Message) -> String {
    TERMINAL.say(message)
}

/// A message about a file or folder.
pub(crate) fn of_file(id: &'static str, file: &Path) -> Message {
    Message::new(id).with("file", file.display().to_string())
}

/// A number as messages take it.
pub(crate) fn number(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use kernel::Message;

    use super::say;
    use crate::compose;

    #[test]
    fn what_is_said_stands_in_messages_and_names_what_it_is_about() {
        let waits = Message::new("doctor-letters-wait").with("count", 1_200_i64);
        assert_eq!(say(&waits), "1,200 wait for more than a quarter of an hour.");
        assert!(say(&Message::new("health-nobody").with("place", "127.0.0.1:1")).contains("127.0.0.1:1"));
    }

    #[test]
    fn commands_and_names_stand_bare_as_they_are_typed() {
        let texts = compose::texts();
        let said = texts.iter().flat_map(|texts| texts.messages).flat_map(|(_, origin, text)| {
            text.lines().filter(|line| !line.starts_with('#')).map(move |line| (origin, line))
        });
        for (origin, line) in said {
            assert!(!line.contains('`'), "{origin} has marks that nobody takes away at a terminal: {line}");
        }
    }

    #[test]
    fn what_the_doctor_says_are_sentences() {
        let words = include_str!("../messages/terminal.en-GB.ftl");
        let said = words.lines().filter(|line| line.starts_with("doctor-")).filter_map(|line| line.split_once(" = "));
        let said: Vec<_> = said.filter(|(name, _)| !name.starts_with("doctor-test")).collect();
        assert!(said.len() > 100, "the messages were not read");
        for (name, text) in said {
            assert!(!text.starts_with(char::is_lowercase), "{name} begins as no sentence does: {text}");
            // What somebody else said comes last, as they said it; a choice of words ends in lines of its own.
            let ends = [".", "{ $says }", "{ $policy }", "->"];
            assert!(ends.iter().any(|end| text.ends_with(end)), "{name} ends as no sentence does: {text}");
        }
    }
}
