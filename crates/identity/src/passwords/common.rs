//! Passwords that are tried first.
//!
//! Lists of stolen passwords hardly go beyond twelve characters, and what they hold there is built in a few ways: a
//! common word with a tail, a run of the keyboard, a piece said over and over. So the ways are refused here, and what
//! was stolen as it stands in `breached`.

/// Words around which common passwords are built.
const STEMS: [&str; 24] = [
    "password",
    "passwort",
    "letmein",
    "welcome",
    "iloveyou",
    "administrator",
    "admin",
    "changeme",
    "secret",
    "portico",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "zxcvbnm",
    "football",
    "baseball",
    "liverpool",
    "arsenal",
    "sunshine",
    "princess",
    "dragon",
    "monkey",
    "superman",
    "trustno1",
];

/// Runs that a finger or a child would make.
const RUNS: [&str; 5] = [
    "01234567890123456789012345678901234567890",
    "09876543210987654321098765432109876543210",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];

/// How few letters beside a common word leave it common.
const TAIL: usize = 6;

/// Whether this is among what anybody would try first.
pub(super) fn is_common(password: &str) -> bool {
    let plain = plain(password);
    is_run(&password.to_lowercase()) || is_repetition(&plain) || is_dressed_word(&plain)
}

/// Without case, and with the usual substitutions undone.
fn plain(password: &str) -> String {
    let undo = |letter: char| match letter {
        '@' => 'a',
        '$' => 's',
        '!' => 'i',
        '0' => 'o',
        '3' => 'e',
        other => other,
    };
    let lower = password.to_lowercase();
    // Digits stand for letters only between letters; a password of digits stays what it is.
    if lower.chars().any(char::is_alphabetic) { lower.chars().map(undo).collect() } else { lower }
}

fn is_run(lower: &str) -> bool {
    RUNS.iter().any(|run| run.contains(lower))
}

/// A piece of at most four letters, said until it is long enough.
fn is_repetition(plain: &str) -> bool {
    let letters: Vec<char> = plain.chars().collect();
    (1..=4).any(|piece| letters.iter().enumerate().all(|(at, letter)| *letter == letters[at % piece]))
}

fn is_dressed_word(plain: &str) -> bool {
    let length = plain.chars().count();
    STEMS.iter().any(|stem| {
        let times = plain.matches(stem).count();
        times > 0 && length - times * stem.chars().count() <= TAIL
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_a_tail_are_common_and_sentences_are_not() {
        assert!(is_common("P@ssw0rd2026!"));
        assert!(is_common("passwordpassword"));
        assert!(is_common("Welcome123456"));
        assert!(!is_common("the password is a small otter"));
        assert!(!is_common("pump gasket tide nine"));
    }

    #[test]
    fn runs_and_repetitions_are_common() {
        assert!(is_common("345678901234"));
        assert!(is_common("1qaz2wsx3edc"));
        assert!(is_common("ABCDEFGHIJKL"));
        assert!(is_common("xyxyxyxyxyxyxy"));
        assert!(!is_common("xyxyxyxyxyxyxz"));
    }
}
