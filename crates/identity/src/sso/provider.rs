//! What is asked of a provider, and what its answers must be like (OpenID Connect Core and Discovery 1.0, RFC 7636; of
//! one that speaks SAML, its metadata).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Timestamp;
use openidconnect::{
    ClientId, IssuerUrl, Nonce,
    core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use saml::{Naming, Provider};
use serde::Deserialize;
use serde_json::Value;

use super::{
    jwt,
    outside::{Outside, OutsideError},
    rows::{Endpoints, SsoConnection},
};

/// How far a provider's clock may be ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(2);

/// The claim that says when somebody last showed the provider who they are, in seconds (OpenID Connect Core, 2).
pub const SHOWN_AT: &str = "auth_time";

/// Under what it is kept how a provider that speaks SAML named somebody.
pub const NAMING: &str = "saml_naming";

/// Why a provider's answer is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It gave none.
    #[error(transparent)]
    Outside(#[from] OutsideError),
    /// It is not what such an answer is.
    #[error("the answer is not what was asked for")]
    Unreadable,
    /// It speaks for somebody else.
    #[error("it names another issuer")]
    OtherIssuer,
    /// The token proves nothing. The cause names no value of the token but who made it and for whom.
    #[error("the token proves nothing: {0}")]
    Token(String),
}

/// A provider's discovery document, as far as it is read.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// Asks a provider where it is asked what, and whether its keys are there.
///
/// # Errors
/// [`ProviderError`].
pub async fn discover(outside: &Outside, issuer: &str) -> Result<Endpoints, ProviderError> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let answer = outside.get(&address).await?;
    let document: Document = serde_json::from_slice(&answer).map_err(|_| ProviderError::Unreadable)?;
    if document.issuer != issuer {
        return Err(ProviderError::OtherIssuer);
    }
    let methods = document.token_endpoint_auth_methods_supported;
    let endpoints = Endpoints {
        authorization: document.authorization_endpoint,
        token: document.token_endpoint,
        keys: document.jwks_uri,
        end_session: document.end_session_endpoint.filter(|address| outside.allows(address)),
        names_itself: document.authorization_response_iss_parameter_supported,
        // Where it says nothing, it takes the secret in the header.
        secret_in_body: methods.is_some_and(|methods| !methods.iter().any(|method| method == "client_secret_basic")),
    };
    if [&endpoints.authorization, &endpoints.token].iter().any(|address| !outside.allows(address)) {
        return Err(OutsideError::NotAllowed.into());
    }
    keys(outside, &endpoints).await?;
    Ok(endpoints)
}

/// What is known of a provider that speaks SAML: of its metadata as they stand now, where their address is known. It
/// may not become another by them, and people are sent only where an address may lead.
///
/// # Errors
/// [`ProviderError`].
pub async fn read(outside: &Outside, connection: &SsoConnection) -> Result<Provider, ProviderError> {
    let known = match &connection.metadata_address {
        Some(address) => {
            let metadata = outside.get(address).await?;
            let metadata = std::str::from_utf8(&metadata).map_err(|_| ProviderError::Unreadable)?;
            Provider::read(metadata).map_err(|_| ProviderError::Unreadable)?
        }
        None => connection.saml.0.clone().ok_or(ProviderError::Unreadable)?,
    };
    if !connection.issuer.is_empty() && known.entity_id != connection.issuer {
        return Err(ProviderError::OtherIssuer);
    }
    let is_allowed = known.addresses().all(|address| outside.allows(address));
    if is_allowed { Ok(known) } else { Err(OutsideError::NotAllowed.into()) }
}

/// The keys a provider signs with now.
///
/// # Errors
/// [`ProviderError`].
pub async fn keys(outside: &Outside, endpoints: &Endpoints) -> Result<CoreJsonWebKeySet, ProviderError> {
    let answer = outside.get(&endpoints.keys).await?;
    serde_json::from_slice(&answer).map_err(|_| ProviderError::Unreadable)
}

/// What a code is exchanged with.
pub struct Exchange<'a> {
    /// The code.
    pub code: &'a str,
    /// What the challenge was made of.
    pub verifier: &'a str,
    /// Where the provider sent the browser back to.
    pub redirect: &'a str,
    /// The portal's secret.
    pub secret: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    id_token: String,
}

/// Exchanges a code; gives the ID token as it came.
///
/// # Errors
/// [`ProviderError`].
pub async fn exchange(
    outside: &Outside,
    connection: &SsoConnection,
    endpoints: &Endpoints,
    told: &Exchange<'_>,
) -> Result<String, ProviderError> {
    let mut told_there = vec![
        ("grant_type", "authorization_code"),
        ("code", told.code),
        ("redirect_uri", told.redirect),
        ("code_verifier", told.verifier),
    ];
    let mut authorization = None;
    if endpoints.secret_in_body {
        told_there.extend([("client_id", connection.client_id.as_str()), ("client_secret", told.secret)]);
    } else {
        authorization = Some(basic(&connection.client_id, told.secret));
    }
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(told_there).finish();
    let answer = outside.post(&endpoints.token, form, authorization).await?;
    let answer: Answer = serde_json::from_slice(&answer).map_err(|_| ProviderError::Unreadable)?;
    Ok(answer.id_token)
}

/// As OAuth has it (RFC 6749, 2.3.1): each part is encoded as in a form first.
fn basic(id: &str, secret: &str) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret))))
}

/// What a provider says of somebody.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// What it calls them.
    pub subject: String,
    /// Everything it says.
    claims: Value,
}

impl Claimed {
    /// What was said of somebody, proven in another way.
    pub fn of(subject: String, claims: Value) -> Self {
        Self { subject, claims }
    }

    /// Their address; nothing where the provider itself says that it is not proven.
    pub fn email(&self) -> Option<&str> {
        let refused = matches!(self.claims.get("email_verified"), Some(Value::Bool(false)));
        self.text("email").filter(|_| !refused)
    }

    /// When they last showed the provider who they are, if it says so; never later than now, and nothing where its
    /// clock cannot be trusted.
    pub fn shown_at(&self, now: Timestamp) -> Option<Timestamp> {
        let seconds = self.claims.get(SHOWN_AT).and_then(Value::as_i64)?;
        let at = Timestamp::from_micros(seconds.checked_mul(1_000_000)?);
        let ahead = AHEAD.to_std().unwrap_or_default();
        (at <= now.plus(ahead)).then(|| at.min(now))
    }

    /// How a provider that speaks SAML named them.
    pub fn naming(&self) -> Option<Naming> {
        serde_json::from_value(self.claims.get(NAMING)?.clone()).ok()
    }

    /// A claim that is words.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// The values of a claim, however many there are.
    pub fn values(&self, claim: &str) -> Vec<&str> {
        match self.claims.get(claim) {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// Checks an ID token: who made it, for whom, when, for which request, and with which key. Taken are RS256 and ES256.
///
/// # Errors
/// [`ProviderError`].
pub fn proven(
    raw: &str,
    keys: CoreJsonWebKeySet,
    connection: &SsoConnection,
    nonce: &str,
    now: Timestamp,
) -> Result<Claimed, ProviderError> {
    let token: CoreIdToken = raw.parse().map_err(|_| ProviderError::Unreadable)?;
    let issuer = IssuerUrl::new(connection.issuer.clone()).map_err(|_| ProviderError::OtherIssuer)?;
    let at = instant(now)?;
    let verifier =
        CoreIdTokenVerifier::new_public_client(ClientId::new(connection.client_id.clone()), issuer, keys)
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::EcdsaP256Sha256])
            .set_time_fn(move || at)
            .set_issue_time_verifier_fn(move |issued| {
                if issued > at + AHEAD { Err("issued in the future".to_owned()) } else { Ok(()) }
            });
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned()));
    let claims = claims.map_err(|error| ProviderError::Token(error.to_string()))?;
    let subject = claims.subject().as_str().to_owned();
    // Read as they came: a company calls its groups what it likes.
    let claims = jwt::claims(raw).ok_or(ProviderError::Unreadable)?;
    Ok(Claimed::of(subject, claims))
}

fn instant(now: Timestamp) -> Result<DateTime<Utc>, ProviderError> {
    DateTime::from_timestamp_micros(now.micros()).ok_or(ProviderError::Unreadable)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_the_provider_doubts_is_none() {
        let of = |claims: Value| Claimed { subject: "1".to_owned(), claims };
        assert_eq!(of(json!({ "email": "a@b.example" })).email(), Some("a@b.example"));
        assert_eq!(of(json!({ "email": "a@b.example", "email_verified": false })).email(), None);
        assert_eq!(of(json!({})).email(), None);
    }

    #[test]
    fn when_they_showed_who_they_are_is_what_the_provider_says_and_never_later_than_now() {
        let now = Timestamp::from_micros(1_000_000_000);
        let of = |claims: Value| Claimed { subject: "1".to_owned(), claims }.shown_at(now).map(Timestamp::micros);
        assert_eq!(of(json!({ "auth_time": 400 })), Some(400_000_000));
        assert_eq!(of(json!({ "auth_time": 1_060 })), Some(1_000_000_000));
        for nothing in [json!({}), json!({ "auth_time": 1_200 }), json!({ "auth_time": "400" })] {
            assert_eq!(of(nothing), None);
        }
    }

    #[test]
    fn groups_may_be_one_or_several() {
        let claimed = Claimed { subject: "1".to_owned(), claims: json!({ "one": "a", "two": ["a", "b", 3], "no": 4 }) };
        assert_eq!(claimed.values("one"), ["a"]);
        assert_eq!(claimed.values("two"), ["a", "b"]);
        assert!(claimed.values("no").is_empty() && claimed.values("none").is_empty());
    }

    #[test]
    fn a_secret_is_encoded_before_it_is_sent() {
        assert_eq!(basic("a", "b:c"), format!("Basic {}", STANDARD.encode("a:b%3Ac")));
    }
}
