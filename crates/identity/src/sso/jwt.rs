use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey as _, JsonWebKeyUse as _,
    core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

/// What a token says, whoever made it.
pub fn claims(raw: &str) -> Option<Value> {
    let (_, claims, _) = parts(raw)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

/// Whether one of these keys signed the token, by RS256 or ES256.
pub fn is_signed(raw: &str, keys: &CoreJsonWebKeySet) -> bool {
    signer(raw, keys).unwrap_or(false)
}

fn signer(raw: &str, keys: &CoreJsonWebKeySet) -> Option<bool> {
    let (header, _, signature) = parts(raw)?;
    let (signed, _) = raw.rsplit_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let algorithm = match header.alg.as_str() {
        "RS256" => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        "ES256" => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        _ => return None,
    };
    if header.crit.is_some() {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    let mut meant = keys.keys().iter().filter(|key| {
        let is_named = header.kid.as_deref().is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid));
        is_named && key.key_use().is_none_or(|key_use| key_use.allows_signature())
    });
    Some(meant.any(|key| key.verify_signature(&algorithm, signed.as_bytes(), &signature).is_ok()))
}

fn parts(raw: &str) -> Option<(&str, &str, &str)> {
    let mut parts = raw.split('.');
    let found = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_three_parts() {
        assert_eq!(parts("a.b.c"), Some(("a", "b", "c")));
        assert_eq!(parts("a.b"), None);
        assert_eq!(parts("a.b.c.d"), None);
    }

    #[test]
    fn a_token_that_nobody_signed_is_not_signed() {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let keys = CoreJsonWebKeySet::new(Vec::new());
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#, r#"{"alg":"RS256"}"#] {
            assert!(!is_signed(&format!("{}.{}.{}", encode(header), encode("{}"), encode("x")), &keys), "{header}");
        }
        assert_eq!(claims(&format!("a.{}.c", encode("{\"sub\":1}"))), Some(serde_json::json!({ "sub": 1 })));
    }
}
