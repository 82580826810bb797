//! Proof of whoever began (RFC 7636): S256 alone, since `plain` proves nothing to whoever reads along.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The only way to make a challenge.
pub(crate) const METHOD: &str = "S256";

/// Whether the text could be a SHA-256 in base64url.
pub(crate) fn is_challenge(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether the verifier is that of the challenge.
pub(crate) fn answers(verifier: &str, challenge: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let made = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let fits = (43..=128).contains(&verifier.len()) && verifier.bytes().all(is_plain);
    fits && bool::from(made.as_bytes().ct_eq(challenge.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{answers, is_challenge};

    #[test]
    fn the_standard_s_own_example_fits_and_nothing_else_does() {
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_challenge(challenge) && answers(verifier, challenge));
        assert!(!answers(challenge, challenge), "that would be plain");
        assert!(!answers("", challenge) && !answers(&verifier.to_lowercase(), challenge));
        assert!(!is_challenge("E9Mel") && !is_challenge(&"=".repeat(43)));
    }
}
