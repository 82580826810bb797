//! Tokens that somebody says a company's provider has signed.

use std::sync::LazyLock;

use fuzz::Target;
use openidconnect::core::CoreJsonWebKeySet;

use super::jwt;

const TOKEN: &str = include_str!("../../fuzz/token.jwt");

static KEYS: LazyLock<CoreJsonWebKeySet> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../fuzz/keys.json")).expect("keys"));

/// A token counts as it was signed, to the last letter, and says what it said. Red when the header may name another way to
/// sign, or the signature is looked at without what it is over.
fn an_altered_token_is_signed_by_nobody(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let claims = jwt::claims(&text);
    if jwt::is_signed(&text, &KEYS) {
        assert_eq!(text, TOKEN);
        assert_eq!(claims.as_ref().and_then(|claims| claims["sub"].as_str()), Some("s-1"));
    }
}

/// The token under a header that says there is nothing to be looked at.
fn unsigned() -> Vec<u8> {
    let (_, rest) = TOKEN.split_once('.').expect("a header");
    format!("eyJhbGciOiJub25lIn0.{rest}").into_bytes()
}

#[test]
fn the_token_itself_is_signed() {
    assert!(jwt::is_signed(TOKEN, &KEYS), "nothing would be tried");
}

fuzz::target!(
    tokens,
    Target::of(
        vec![TOKEN.as_bytes().to_vec(), unsigned()],
        &[".", "=", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJSUzI1NiIsImNyaXQiOlsieCJdfQ", "AA"]
    ),
    an_altered_token_is_signed_by_nobody
);
