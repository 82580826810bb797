//! Codes of authenticator apps: RFC 6238 with the settings every app has, six digits of HMAC-SHA-1 each half minute.
//! Small enough to stand here; ring has the HMAC, and the RFC's own examples are the tests.

use std::fmt;

use kernel::Timestamp;
use ring::hmac;

use crate::{Code, secrets::same};

/// How long a code is shown, in microseconds.
const STEP: i64 = 30_000_000;

/// How many steps a clock may be off, to either side.
const DRIFT: i64 = 1;

/// How long a secret is: as long as the hash, as RFC 4226 recommends.
const LENGTH: usize = 20;

/// What an app and the portal share. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; LENGTH]);

impl Secret {
    /// A secret nobody has seen.
    pub fn random() -> Self {
        Self(rand::random::<[u8; LENGTH]>())
    }

    /// A secret from its bytes, if they are one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        <[u8; LENGTH]>::try_from(bytes).ok().map(Self)
    }

    /// Its bytes, for the seal.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As people type it into an app: in base32 (RFC 4648), in groups of four.
    pub fn typed(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join(" ")
    }

    /// As apps read it from a picture. `issuer` and `owner` are what the app shows.
    pub fn uri(&self, issuer: &str, owner: &str) -> String {
        let (issuer, owner) = (encoded(issuer), encoded(owner));
        format!("otpauth://totp/{issuer}:{owner}?secret={}&issuer={issuer}", self.base32())
    }

    /// In which step the app showed this code, if it did so about now and after the step `after`: each code counts
    /// once, and none counts that is older than one that was taken.
    pub fn step_of(&self, code: &Code, now: Timestamp, after: i64) -> Option<i64> {
        let current = now.micros().div_euclid(STEP);
        let mut steps = current - DRIFT..=current + DRIFT;
        steps.rfind(|step| same(self.code(*step).digits(), code.digits()) & (*step > after))
    }

    /// What the app shows in this step: so many half minutes after 1970 began.
    pub fn code(&self, step: i64) -> Code {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let from = bytes.last().map_or(0, |last| usize::from(last & 0x0f));
        let number = bytes.iter().skip(from).take(4).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        Code::of(number & 0x7fff_ffff)
    }

    /// Five bytes are eight letters, so nothing is left over that would have to be filled up.
    fn base32(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut text = String::new();
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            let places = (0..8).rev().filter_map(|place| usize::try_from((bits >> (5 * place)) & 31).ok());
            text.extend(places.filter_map(|place| LETTERS.get(place).copied()).map(char::from));
        }
        text
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Words as they stand in an address; a blank is `%20`, which apps read where they do not read `+`.
fn encoded(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn rfc() -> Secret {
        Secret::read(b"12345678901234567890").expect("twenty bytes")
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    fn code(text: &str) -> Code {
        Code::parse(text).expect("six digits")
    }

    #[test]
    fn the_examples_of_the_standard_hold() {
        let examples = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, digits) in examples {
            assert_eq!(rfc().step_of(&code(digits), at(seconds), -1), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_once_and_for_a_minute_or_so() {
        let (shown, step) = (code("081804"), 1_111_111_109 / 30);
        assert_eq!(rfc().step_of(&shown, at(1_111_111_109), step), None);
        assert_eq!(rfc().step_of(&shown, at(1_111_111_109), step - 1), Some(step));
        assert_eq!(rfc().step_of(&shown, at(1_111_111_109 + 30), 0), Some(step));
        assert_eq!(rfc().step_of(&shown, at(1_111_111_109 - 30), 0), Some(step));
        assert_eq!(rfc().step_of(&shown, at(1_111_111_109 + 90), 0), None);
        assert_eq!(rfc().step_of(&code("081805"), at(1_111_111_109), 0), None);
    }

    #[test]
    fn a_secret_is_typed_and_read_from_a_picture() {
        assert_eq!(rfc().typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let uri = rfc().uri("Harrow & Sons", "ben@northgate.example");
        let (path, secret) = uri.split_once("?secret=").expect("a secret");
        assert_eq!(path, "otpauth://totp/Harrow%20%26%20Sons:ben%40northgate.example");
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harrow%20%26%20Sons");
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Secret::random()), "Secret(…)");
        assert_ne!(Secret::random(), Secret::random());
    }
}
