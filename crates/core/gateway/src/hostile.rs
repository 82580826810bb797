//! What strangers fill into fields, and into the headers that name a version or a request.

use fuzz::{Target, lines};

use crate::{Email, Key, Line, Prose, Quote, Version};

/// What a field takes is within its bounds, is nothing a database or a letter's head stumbles over, and is taken again as
/// the same. Red when `Line` no longer looks for control characters, or `Prose` for NUL.
fn what_is_taken_is_within_bounds(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(line) = Line::<80>::parse(&text) {
        assert!(line.as_str().chars().count() <= 80 && !line.as_str().chars().any(char::is_control));
        assert_eq!(Line::<80>::parse(line.as_str()), Ok(line));
    }
    if let Ok(prose) = Prose::<400>::parse(&text) {
        assert!(prose.as_str().chars().count() <= 400 && !prose.as_str().contains(['\0', '\r']));
        assert_eq!(Prose::<400>::parse(prose.as_str()), Ok(prose));
    }
    if let Ok(email) = Email::parse(&text) {
        let plain = |letter: char| !letter.is_whitespace() && !letter.is_control() && !"<>,;\"".contains(letter);
        assert!(email.as_str().matches('@').count() == 1 && email.as_str().chars().all(plain), "{email:?}");
        assert_eq!(Email::parse(email.as_str()), Ok(email));
    }
    if let Ok(quote) = text.parse::<Quote>() {
        assert_eq!(quote.to_string().parse::<Quote>(), Ok(quote));
    }
    if let Some(version) = Version::parse(&text) {
        assert_eq!(Version::parse(&version.to_string()), Some(version));
    }
    if Key::parse(&text).is_ok() {
        assert!((1..=200).contains(&text.len()) && text.is_ascii() && !text.contains(char::is_whitespace));
    }
}

fuzz::target!(
    fields,
    Target::of(
        [lines(include_str!("../fuzz/fields.txt")), lines("Seal\tkit\nIt\0leaks")].concat(),
        &["@", ":", "\u{2028}", "\u{85}", "\u{a0}", "\t", ".."]
    ),
    what_is_taken_is_within_bounds
);
