//! What a company's provider answers by SAML, and somebody who comes in by it.
//!
//! The provider's page sends the browser back with a form, from another site; so the browser's own cookies, which are
//! `SameSite=Lax`, stay behind, and nobody knows yet whose answer it is. It is not looked at there either. It is put
//! by, sealed, and the browser is sent on to read a page of ours: that brings the cookies along. Only there, only
//! in the browser that left with the request the answer names, and only by the mark that the browser which brought it was
//! given, it is opened, proven and used; all as with OpenID Connect, where the code takes the answer's place. Without the
//! mark, whoever began could send somebody else to the provider and come for their answer.
#![expect(clippy::disallowed_methods, reason = "this is what happens before there is a principal")]

use std::time::Duration;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use front::{ClientAddress, Shared};
use kernel::{Id, Timestamp};
use saml::{Refusal, Said};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use store::StoreError;
use uuid::Uuid;

use super::{
    attempt::CALLBACK,
    begun::{Begun, SEALED, portal, request_id},
    keys::keys,
    provider::{Claimed, NAMING, SHOWN_AT},
    rows::{HeldAnswer, SsoConnection, UsedAssertion},
    sign_on::{self, SignOnError},
};
use crate::{SignInError, asker::Asker, limits, network::network, sign_in::Entered, throttles};

/// The longest answer that is put by, in characters.
const LONGEST: usize = 128 * 1024;

/// How long it waits for its browser.
const WAITS: Duration = Duration::from_mins(2);

/// Where a provider reads of the portal, and where browsers bring its answers.
pub(super) fn router(site: &Shared) -> Router {
    Router::new()
        .route("/sign-in/saml/{account}", get(metadata))
        .route("/sign-in/saml/{account}/acs", post(answered))
        .with_state(Shared::clone(site))
}

async fn metadata(State(site): State<Shared>, Path(account): Path<String>) -> Response {
    let Ok(account) = Uuid::parse_str(&account) else { return StatusCode::NOT_FOUND.into_response() };
    match keys(&site).await {
        Ok(keys) => {
            let metadata = portal(&site.settings.base_url, account).metadata(&keys.certificates);
            kept_nowhere(StatusCode::OK, header::CONTENT_TYPE, "application/samlmetadata+xml", metadata)
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "The portal's metadata could not be told");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// An answer comes, whoever brings it.
async fn answered(
    State(site): State<Shared>,
    client: Option<Extension<ClientAddress>>,
    Path(account): Path<String>,
    body: Bytes,
) -> Response {
    let field = |wanted: &str| {
        let found = form_urlencoded::parse(&body).find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let (state, answer) = (field("RelayState"), field("SAMLResponse"));
    let network = client.map_or_else(|| "unknown".to_owned(), |Extension(client)| network(client.0));
    let to = if is_state(&state) {
        put_by(&site, &network, &state, &answer).await.map(|mark| match mark {
            Some(mark) => format!("{CALLBACK}?saml={state}&mark={mark}"),
            None => "/sign-in?said=company".to_owned(),
        })
    } else {
        door(&site, &account).await
    };
    match to {
        Ok(to) => kept_nowhere(StatusCode::SEE_OTHER, header::LOCATION, &to, String::new()),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "A company's answer could not be put by");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// An answer that nobody keeps, with one header, where that is not empty.
pub(super) fn kept_nowhere(status: StatusCode, name: HeaderName, value: &str, body: String) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if !value.is_empty()
        && let Ok(value) = HeaderValue::try_from(value)
    {
        headers.insert(name, value);
    }
    response
}

/// Whether it could be what a browser left with.
fn is_state(state: &str) -> bool {
    state.len() == SEALED && state.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Who begins at their company's own page brings an answer that nobody asked for. It proves nothing; they are led to
/// their door, where they begin anew.
async fn door(site: &Shared, account: &str) -> Result<String, StoreError> {
    let Ok(account) = Uuid::parse_str(account) else { return Ok("/sign-in".to_owned()) };
    let open = SsoConnection::ACCOUNT_ID.is(&Id::from_uuid(account)).and(SsoConnection::ENABLED_AT.is_known());
    let found = site.gateway.db().unguarded().first(open).await?;
    Ok(found.map_or_else(|| "/sign-in".to_owned(), |found| format!("/sign-in/company/{}", found.slug)))
}

/// Keeps an answer for the browser that brings it, and gives the mark by which only that browser finds it: whoever began
/// knows the state, and may have sent somebody else to the provider.
async fn put_by(site: &Shared, network: &str, state: &str, answer: &str) -> Result<Option<String>, StoreError> {
    if answer.is_empty() || answer.len() > LONGEST {
        return Ok(None);
    }
    let (db, now) = (site.gateway.db(), site.gateway.clock().now());
    match throttles::take(db, &limits::answers(network), now).await {
        Ok(()) => {}
        Err(throttles::Throttled::Empty { .. }) => return Ok(None),
        Err(throttles::Throttled::Store(error)) => return Err(error),
    }
    let raw = db.unguarded();
    raw.delete(HeldAnswer::EXPIRES_AT.below(&now)).await?;
    let mark = front::new_token();
    let name = named(state, &mark);
    let answer = site.settings.seal.close(answer.as_bytes(), &about(&name));
    raw.insert_if_new(&HeldAnswer { id: drawn(&name), answer, expires_at: now.plus(WAITS) }).await?;
    Ok(Some(mark))
}

/// Takes the answer that was put by under this name, once.
async fn taken(asker: &Asker<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let raw = asker.db().unguarded();
    let id: Id<HeldAnswer> = drawn(name);
    let Some(held) = raw.first(HeldAnswer::ID.is(&id)).await? else { return Ok(None) };
    let is_first = raw.delete(HeldAnswer::ID.is(&id)).await? == 1;
    if !is_first || held.expires_at < asker.now() {
        return Ok(None);
    }
    let opened = asker.site().settings.seal.open(&held.answer, &about(name));
    Ok(opened.and_then(|opened| String::from_utf8(opened).ok()))
}

/// What an answer is put by under: what it answers, and who brought it.
fn named(state: &str, mark: &str) -> String {
    format!("{state}\0{mark}")
}

fn about(name: &str) -> String {
    format!("answer of a company to {name}")
}

/// Lets somebody in whose provider answered. What the browser left with counts once, and so does the assertion,
/// whatever comes of them.
///
/// # Errors
/// [`SignOnError`].
pub(crate) async fn finish(asker: &Asker<'_>, state: &str, mark: &str) -> Result<Entered, SignOnError> {
    let begun = Begun::opened(asker, state).ok_or(SignOnError::Over)?;
    throttles::take(asker.db(), &limits::company(asker), asker.now()).await.map_err(SignInError::from)?;
    let answer = taken(asker, &named(state, mark)).await?.ok_or(SignOnError::Over)?;
    let open = SsoConnection::ID.is(&begun.connection).and(SsoConnection::ENABLED_AT.is_known());
    let connection = asker.db().unguarded().first(open).await?.ok_or(SignOnError::Over)?;
    let provider = connection.saml.0.clone().ok_or(SignOnError::Over)?;
    if !sign_on::used_first(asker, state).await? {
        return Err(SignOnError::Over);
    }
    let (slug, account) = (connection.slug.clone(), connection.account_id);
    let portal = portal(&asker.site().settings.base_url, account.uuid());
    let said = match portal.said(&provider, &request_id(state), &answer, asker.now()) {
        Ok(said) => said,
        Err(Refusal::Company) => {
            return Err(sign_on::refuse(asker, &connection, "company", SignOnError::Company { slug }).await);
        }
        Err(error) => {
            tracing::warn!(%account, %error, "The provider of account {account} let nobody in");
            return Err(sign_on::refuse(asker, &connection, "unproven", SignOnError::Unproven { slug }).await);
        }
    };
    if !is_new(asker, &connection, &said, begun.ends).await? {
        return Err(sign_on::refuse(asker, &connection, "replayed", SignOnError::Unproven { slug }).await);
    }
    sign_on::arrive(asker, &connection, &claimed(said)).await
}

/// Writes down that an assertion was used; tells whether it was the first time. After `ends` its request counts no
/// more, so it needs not be remembered.
async fn is_new(
    asker: &Asker<'_>,
    connection: &SsoConnection,
    said: &Said,
    ends: Timestamp,
) -> Result<bool, StoreError> {
    let id = drawn(&format!("{}\0{}\0{}", connection.id, connection.issuer, said.assertion));
    asker.db().unguarded().insert_if_new(&UsedAssertion { id, expires_at: ends }).await
}

/// What a provider says, as people are found by it: by the names that OpenID Connect has for them.
fn claimed(said: Said) -> Claimed {
    let told = said.attributes.into_iter().map(|(name, values)| (name, Value::from(values)));
    let mut claims: Map<String, Value> = told.collect();
    claims.remove("email_verified");
    claims.insert(NAMING.to_owned(), serde_json::json!(said.naming));
    match said.shown_at {
        Some(at) => claims.insert(SHOWN_AT.to_owned(), Value::from(at.micros() / 1_000_000)),
        None => claims.remove(SHOWN_AT),
    };
    for (name, value) in [("email", said.email), ("name", said.name), ("sid", said.session)] {
        match value {
            Some(value) => claims.insert(name.to_owned(), Value::String(value)),
            None => claims.remove(name),
        };
    }
    Claimed::of(said.subject, Value::Object(claims))
}

/// Under what something is remembered that is called so.
pub(super) fn drawn<T>(called: &str) -> Id<T> {
    let digest = Sha256::digest(called);
    let mut head = [0; 16];
    head.iter_mut().zip(digest).for_each(|(to, byte)| *to = byte);
    Id::from_uuid(Uuid::from_bytes(head))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn only_what_could_be_ours_is_a_state() {
        assert!(is_state(&"a-_9".repeat(18)[..SEALED]));
        for wrong in [String::new(), "a".repeat(69), "é".repeat(35), format!("{}\r\n", "a".repeat(68))] {
            assert!(!is_state(&wrong), "{wrong}");
        }
    }

    #[test]
    fn no_attribute_takes_the_place_of_what_was_read() {
        let attributes = [("sid", "x"), ("email", "other@x.example"), ("groups", "buyers")];
        let attributes =
            attributes.into_iter().chain([("email_verified", "no"), ("auth_time", "9"), ("saml_naming", "x")]);
        let attributes: BTreeMap<String, Vec<String>> =
            attributes.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).collect();
        let said = Said {
            subject: "1".to_owned(),
            naming: saml::Naming::default(),
            email: Some("a@x.example".to_owned()),
            name: None,
            session: None,
            shown_at: None,
            assertion: "2".to_owned(),
            attributes,
        };
        let claimed = claimed(said);
        assert_eq!((claimed.email(), claimed.text("sid")), (Some("a@x.example"), None));
        assert_eq!(claimed.values("groups"), ["buyers"]);
        assert!(claimed.values(SHOWN_AT).is_empty());
        assert_eq!(claimed.naming(), Some(saml::Naming::default()));
    }
}
