//! Codes of authenticator apps, by totp-rs: RFC 6238 with the settings every app has, six digits of HMAC-SHA-1 each half
//! minute, a clock that may be off by one step to either side.

use std::fmt;

use kernel::Timestamp;
use totp_rs::{Builder, Totp};

use crate::Code;

/// How long a secret is, in bytes: as long as the hash, as RFC 4226 recommends.
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
        let letters: Vec<char> = totp_rs::Secret::new_stack(self.0).to_base32().chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join(" ")
    }

    /// As apps read it from a picture. `issuer` and `owner` are what the app shows; it allows no colon in them. Nothing
    /// where `owner` says nothing.
    pub fn uri(&self, issuer: &str, owner: &str) -> Option<String> {
        let plain = |words: &str| words.replace(':', " ");
        self.app().with_issuer(Some(plain(issuer))).with_account_name(plain(owner)).build().ok()?.to_url().ok()
    }

    /// In which step the app showed this code, if it did so about now and after the step `after`: each code counts
    /// once, and none counts that is older than one that was taken.
    pub fn step_of(&self, code: &Code, now: Timestamp, after: i64) -> Option<i64> {
        let app: Totp = self.app().build().ok()?;
        let step = app.check(code.digits(), u64::try_from(now.micros()).ok()? / 1_000_000)?;
        i64::try_from(step).ok().filter(|step| *step > after)
    }

    fn app(&self) -> Builder {
        Builder::new().with_secret(totp_rs::Secret::new_stack(self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
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
        let uri = rfc().uri("Harrow & Sons: shop", "ben@northgate.example").expect("an address");
        let (path, secret) = uri.split_once("?secret=").expect("a secret");
        assert_eq!(path, "otpauth://totp/Harrow%20%26%20Sons%20%20shop:ben%40northgate.example");
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harrow%20%26%20Sons%20%20shop");
        assert_eq!(rfc().uri("Harrow", ""), None);
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Secret::random()), "Secret(…)");
        assert_ne!(Secret::random(), Secret::random());
    }
}
