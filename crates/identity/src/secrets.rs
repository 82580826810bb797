//! What is known to one browser or one mailbox only.

use std::fmt;

use access::Person;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Id;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::rows::Challenge;

/// A secret of 256 random bits, as links and cookies carry it. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// How long a token is in base64url.
const TOKEN: usize = 43;

impl Token {
    /// A token nobody has seen.
    pub fn random() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// What an address carried, if it can be a token at all; an empty one cannot.
    pub fn parse(raw: &str) -> Option<Self> {
        let is_token =
            raw.len() == TOKEN && raw.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        is_token.then(|| Self(raw.to_owned()))
    }

    /// What is stored of it.
    pub fn hash(&self) -> String {
        directory::token_hash(&self.0)
    }

    /// The token itself, for the one mail or cookie it is meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The code that goes with a link. Drawn from the token, so that the link's page can show it without its being
    /// stored anywhere.
    pub fn code(&self) -> Code {
        let digest = Sha256::digest(format!("portico sign-in code\0{}", self.0));
        Code::of(digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte)))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Six digits to be typed. Few enough to type, so they count only in the browser that asked, for ten minutes,
/// for [`Code::TRIES`] tries, and within the address's budget of wrong ones.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// How many digits.
    pub const DIGITS: usize = 6;
    /// How often one challenge may be tried.
    pub const TRIES: i64 = 5;

    /// Reads what was typed or pasted; spaces and hyphens do not count, anything else but digits is not a code.
    pub fn parse(raw: &str) -> Option<Self> {
        let typed: String = raw.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        let is_code = typed.len() == Self::DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then_some(Self(typed))
    }

    /// The last six digits of a number.
    pub(crate) fn of(number: u64) -> Self {
        Self(format!("{:06}", number % 1_000_000))
    }

    /// Its digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The code as people read it: `418 207`.
    pub fn shown(&self) -> String {
        let (left, right) = self.0.split_at(Self::DIGITS / 2);
        format!("{left} {right}")
    }

    /// What is stored of it. The browser's secret is not stored, so six digits cannot be guessed back from the row.
    pub fn hash(&self, of: Id<Challenge>, browser: &str) -> String {
        directory::token_hash(&format!("{of}\0{browser}\0{}", self.0))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// A code for when the second proof is lost: written down once, used once. A hundred and twenty random bits, so that its
/// hash tells nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Recovery(String);

impl Recovery {
    /// How many letters, of five bits each.
    pub const LETTERS: usize = 24;

    /// How many those had that were made by earlier releases. They count until they are used or replaced.
    const BEFORE: usize = 16;

    /// Letters nobody takes for one another.
    const ALPHABET: &str = "0123456789abcdefghjkmnpqrstvwxyz";

    /// A code nobody has seen.
    pub fn random() -> Self {
        let letter = |byte: u8| Self::ALPHABET.chars().nth(usize::from(byte & 31));
        Self(rand::random::<[u8; Self::LETTERS]>().into_iter().filter_map(letter).collect())
    }

    /// Reads what was typed or pasted; spaces, hyphens and capitals do not count, nor does an O for a nought.
    pub fn parse(raw: &str) -> Option<Self> {
        let typed = raw.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let typed: String = typed.map(|letter| Self::meant(letter.to_ascii_lowercase())).collect();
        let is_long = matches!(typed.len(), Self::LETTERS | Self::BEFORE);
        let is_code = is_long && typed.chars().all(|letter| Self::ALPHABET.contains(letter));
        is_code.then_some(Self(typed))
    }

    /// Whether it is as long as those that are made now.
    pub fn is_new(&self) -> bool {
        self.0.len() == Self::LETTERS
    }

    /// The code as people write it down: `3f7k-9qx0-2mzd-h5wr-8c1v-tt04`.
    pub fn shown(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join("-")
    }

    /// What is stored of it.
    pub fn hash(&self, person: Id<Person>) -> String {
        directory::token_hash(&format!("recovery\0{person}\0{}", self.0))
    }

    fn meant(letter: char) -> char {
        match letter {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        }
    }
}

impl fmt::Debug for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recovery(…)")
    }
}

/// Whether two hashes are the same, in a time that does not tell where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_no_other_text_does() {
        let token = Token::random();
        assert_eq!(Token::parse(token.expose()), Some(token.clone()));
        assert_eq!(Token::parse(""), None);
        assert_eq!(Token::parse(&"a".repeat(42)), None);
        assert_eq!(Token::parse(&"a".repeat(44)), None);
        assert_eq!(Token::parse(&format!("{}/", "a".repeat(42))), None);
        assert_eq!(Token::parse(&format!("{} ", "a".repeat(42))), None);
        assert_ne!(Token::random(), token);
    }

    #[test]
    fn a_token_is_never_printed() {
        let token = Token::random();
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(format!("{:?}", token.code()), "Code(…)");
    }

    #[test]
    fn a_code_is_six_digits_and_follows_from_its_token() {
        for _ in 0..500 {
            let token = Token::random();
            let code = token.code();
            assert_eq!(code, token.code());
            let shown = code.shown();
            assert_eq!(shown.len(), 7);
            assert_eq!(Code::parse(&shown), Some(code));
        }
    }

    #[test]
    fn a_code_reads_however_it_is_spaced() {
        let code = Code::parse("418207");
        assert!(code.is_some());
        for raw in ["418 207", " 4 1 8 2 0 7 ", "418-207", "418\u{a0}207"] {
            assert_eq!(Code::parse(raw), code);
        }
        for raw in ["", "41820", "4182077", "41820a", "٤١٨٢٠٧", "４１８２０７"] {
            assert_eq!(Code::parse(raw), None);
        }
    }

    #[test]
    fn the_same_code_is_kept_differently_for_each_browser_and_challenge() {
        let code = Token::random().code();
        let one: Id<Challenge> = Id::from_uuid(uuid::Uuid::from_u128(1));
        let two: Id<Challenge> = Id::from_uuid(uuid::Uuid::from_u128(2));
        assert_eq!(code.hash(one, "browser"), code.hash(one, "browser"));
        assert_ne!(code.hash(one, "browser"), code.hash(one, "another"));
        assert_ne!(code.hash(one, "browser"), code.hash(two, "browser"));
    }

    #[test]
    fn a_recovery_code_reads_however_it_is_written_down() {
        for _ in 0..200 {
            let code = Recovery::random();
            assert_eq!(code.shown().len(), Recovery::LETTERS + 5);
            assert!(code.is_new() && code.0.len() * 5 >= 112, "its hash could be tried through");
            assert_eq!(Recovery::parse(&code.shown()), Some(code.clone()));
            assert_eq!(Recovery::parse(&code.shown().to_uppercase().replace('-', " ")), Some(code));
        }
        // As earlier releases made them.
        let code = Recovery::parse("0011-2222-3333-4444");
        assert!(code.as_ref().is_some_and(|code| !code.is_new()));
        assert_eq!(Recovery::parse("OoIl-2222-3333-4444"), code);
        for wrong in ["", "0011-2222-3333-444", "0011-2222-3333-44445", "u011-2222-3333-4444"] {
            assert_eq!(Recovery::parse(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{:?}", Recovery::random()), "Recovery(…)");
    }

    #[test]
    fn the_same_recovery_code_is_kept_differently_for_each_person() {
        let (ben, eve): (Id<Person>, Id<Person>) = (crate::fresh(), crate::fresh());
        let code = Recovery::random();
        assert_eq!(code.hash(ben), code.hash(ben));
        assert_ne!(code.hash(ben), code.hash(eve));
    }

    #[test]
    fn hashes_are_compared_whole() {
        assert!(same("abcd", "abcd"));
        assert!(!same("abcd", "abce"));
        assert!(!same("abcd", "abc"));
        assert!(!same("", "a"));
    }
}
