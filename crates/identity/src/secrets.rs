//! What is known to one browser or one mailbox only.

use std::fmt;

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
        let head = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        Code(format!("{:06}", head % 1_000_000))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Six digits to be typed. Few enough to type, so they count only in the browser that asked, for a quarter of an hour,
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
    fn hashes_are_compared_whole() {
        assert!(same("abcd", "abcd"));
        assert!(!same("abcd", "abce"));
        assert!(!same("abcd", "abc"));
        assert!(!same("", "a"));
    }
}
