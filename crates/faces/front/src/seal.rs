use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
};

/// How long a key is, in bytes.
const KEY: usize = 32;

/// What the key that vouches is made for.
const VOUCHING: &[u8] = b"what is vouched for";

/// Keeps what the program must read again and a copy of the database must not tell: secrets of authenticator apps. Its
/// key lies in the data folder, never in the database. `ChaCha20-Poly1305` (RFC 8439), as ring has it.
#[derive(Clone)]
pub struct Seal {
    key: LessSafeKey,
    /// Made of the same key; it vouches, and seals nothing.
    vouching: hmac::Key,
}

impl Seal {
    /// The seal with this key.
    pub fn of(key: &[u8; KEY]) -> Self {
        let vouching = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), VOUCHING);
        let vouching = hmac::Key::new(hmac::HMAC_SHA256, vouching.as_ref());
        let key = UnboundKey::new(&CHACHA20_POLY1305, key).expect("the key is as long as this cipher's keys are");
        Self { key: LessSafeKey::new(key), vouching }
    }

    /// A key nobody has seen, to be kept secret.
    pub fn new_key() -> [u8; KEY] {
        rand::random()
    }

    /// Seals `open` for what `about` names, such as its owner: it opens for nothing else.
    pub fn close(&self, open: &[u8], about: &str) -> String {
        let nonce = rand::random::<[u8; NONCE_LEN]>();
        let mut closed = open.to_vec();
        let about = Aad::from(about.as_bytes());
        let sealed = self.key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), about, &mut closed);
        sealed.expect("what is sealed is shorter than the cipher's limit of 256 GiB");
        URL_SAFE_NO_PAD.encode([nonce.as_slice(), closed.as_slice()].concat())
    }

    /// What was sealed for `about`; nothing if it was sealed for something else, by another key, or altered since.
    pub fn open(&self, sealed: &str, about: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, closed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut closed = closed.to_vec();
        let open = self.key.open_in_place(nonce, Aad::from(about.as_bytes()), &mut closed).ok()?;
        Some(open.to_vec())
    }

    /// Vouches for words, as only this key can (HMAC with SHA-256, RFC 2104). Nothing about it is random, so that it may
    /// be asked for as often as anybody likes.
    pub fn vouch(&self, words: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.vouching, words.as_bytes()))
    }

    /// Whether it was this key that vouched for the words.
    pub fn has_vouched(&self, words: &str, shown: &str) -> bool {
        let shown = URL_SAFE_NO_PAD.decode(shown);
        shown.is_ok_and(|shown| hmac::verify(&self.vouching, words.as_bytes(), &shown).is_ok())
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

#[cfg(test)]
mod tests {
    use super::Seal;

    #[test]
    fn what_is_sealed_opens_for_its_owner_only() {
        let seal = Seal::of(&[7; 32]);
        let sealed = seal.close(b"otter", "ben");
        assert_eq!(seal.open(&sealed, "ben").as_deref(), Some(b"otter".as_slice()));
        assert_eq!(seal.open(&sealed, "eve"), None);
        assert_eq!(Seal::of(&[8; 32]).open(&sealed, "ben"), None);
        assert_ne!(seal.close(b"otter", "ben"), sealed);
    }

    #[test]
    fn only_the_key_vouches_and_for_these_words_alone() {
        let seal = Seal::of(&[7; 32]);
        let shown = seal.vouch("otter");
        assert!(seal.has_vouched("otter", &shown) && !seal.has_vouched("eve", &shown));
        assert!(!Seal::of(&[8; 32]).has_vouched("otter", &shown) && !seal.has_vouched("otter", ""));
    }

    #[test]
    fn what_was_altered_does_not_open() {
        let seal = Seal::of(&Seal::new_key());
        let sealed = seal.close(b"otter", "ben");
        let altered = format!("{}{}", if sealed.starts_with('A') { "B" } else { "A" }, &sealed[1..]);
        for wrong in ["", "x", "not base64!", &sealed[..sealed.len() - 2], &altered] {
            assert_eq!(seal.open(wrong, "ben"), None, "{wrong}");
        }
    }
}
