//! A company signs its people out (OpenID Connect Back-Channel Logout 1.0). No browser asks this, so it is no page: who
//! asks is shown by the token alone.
#![expect(clippy::disallowed_methods, reason = "what a company says is done in nobody's name")]

use std::time::Duration;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use front::Shared;
use kernel::{Id, Ref, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use store::{Sql, StoreError, Work};
use uuid::Uuid;

use super::{
    doors::{self, Door},
    jwt,
    outside::Outside,
    provider,
    rows::{LogoutToken, SsoConnection, SsoIdentity},
};
use crate::{
    events::{self, Note, SignedOutByCompany},
    limits, throttles,
};

/// The event that a logout token tells of.
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// How old a logout token may be, and how far ahead a provider's clock.
const FRESH: Duration = Duration::from_mins(5);

/// How long a token that was taken is remembered: longer than it could be taken.
const REMEMBERED: Duration = Duration::from_hours(1);

/// Where companies sign their people out.
pub fn router(site: &Shared, outside: &Outside) -> Router {
    Router::new()
        .route("/sign-in/company/{slug}/logout", post(logout))
        .with_state((Shared::clone(site), outside.clone()))
}

/// What a logout token says.
#[derive(Deserialize)]
struct Told {
    iss: String,
    aud: Value,
    iat: i64,
    exp: Option<i64>,
    jti: String,
    sub: Option<String>,
    sid: Option<String>,
    events: Map<String, Value>,
    nonce: Option<Value>,
}

/// Why nobody is signed out.
enum Refused {
    /// The token says nothing that counts.
    Token,
    /// Something of ours.
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn logout(State((site, outside)): State<(Shared, Outside)>, Path(slug): Path<String>, body: Bytes) -> Response {
    let token = form_urlencoded::parse(&body).find(|(name, _)| name == "logout_token");
    let token = token.map(|(_, token)| token.into_owned()).unwrap_or_default();
    let status = match ended(&site, &outside, &slug, &token).await {
        Ok(()) => StatusCode::OK,
        Err(Refused::Token | Refused::Store(StoreError::Unkept(_))) => StatusCode::BAD_REQUEST,
        Err(Refused::Store(error)) => {
            tracing::error!(error = &error as &dyn std::error::Error, "A company could not sign its people out");
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    (status, [(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"))]).into_response()
}

/// Ends the sessions a token means. What the token itself says is looked at before anybody is asked.
async fn ended(site: &Shared, outside: &Outside, slug: &str, token: &str) -> Result<(), Refused> {
    let (db, now) = (site.gateway.db(), site.gateway.clock().now());
    let door = doors::by_slug(db, slug).await?.ok_or(Refused::Token)?;
    let endpoints = door.connection.endpoints.0.as_ref().ok_or(Refused::Token)?;
    let told: Told = jwt::claims(token).and_then(|claims| serde_json::from_value(claims).ok()).ok_or(Refused::Token)?;
    if !told.is_for(&door, now) {
        return Err(Refused::Token);
    }
    match throttles::take(db, &limits::back_channel(slug), now).await {
        Ok(()) => {}
        Err(throttles::Throttled::Empty { .. }) => return Err(Refused::Token),
        Err(throttles::Throttled::Store(error)) => return Err(error.into()),
    }
    let keys = provider::keys(outside, endpoints).await.map_err(|_| Refused::Token)?;
    if !jwt::is_signed(token, &keys) {
        return Err(Refused::Token);
    }
    let work = db.begin().await?;
    let raw = work.unguarded();
    let taken = LogoutToken { id: named(&told), expires_at: now.plus(REMEMBERED) };
    if !raw.insert_if_new(&taken).await? {
        return Err(Refused::Token);
    }
    let meant = Meant { subject: told.sub.as_ref(), sessions: told.sid.as_slice() };
    let sessions = end(&work, &door.connection, meant, now).await?;
    work.commit().await?;
    if sessions > 0 {
        site.gateway.wake().notify_one();
    }
    Ok(())
}

/// Whose sessions a provider means.
#[derive(Clone, Copy)]
pub(super) struct Meant<'a> {
    /// Of whom; where nothing is said of it, of everybody.
    pub subject: Option<&'a String>,
    /// Which, as the provider calls them; where none is named, all.
    pub sessions: &'a [String],
}

/// Ends the sessions that a connection's provider means, and writes it down; tells how many. Who came from there and
/// still owes a second proof has to come anew.
pub(super) async fn end(
    work: &Work,
    connection: &SsoConnection,
    meant: Meant<'_>,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let raw = work.unguarded();
    let mut came = Sql::new("connection_id = ");
    came.bind(connection.id.uuid());
    if let Some(subject) = meant.subject {
        let known = SsoIdentity::CONNECTION_ID.is(&connection.id).and(SsoIdentity::ISSUER.is(&connection.issuer));
        let known = raw.first(known.and(SsoIdentity::SUBJECT.is(subject))).await?;
        came.push(" AND identity_id = ").bind(known.map(|known| known.id.uuid()));
    }
    if !meant.sessions.is_empty() {
        came.push(" AND provider_session IN (");
        came.join(", ", meant.sessions, |sql, session| {
            sql.bind(session.clone());
        });
        came.push(")");
    }
    let mut owing = Sql::new("DELETE FROM sso_sign_ons WHERE session_id IS NULL AND ");
    owing.append(came.clone());
    raw.execute(owing).await?;
    let mut sql = Sql::new("UPDATE sessions SET ended_at = ");
    sql.bind(now.micros()).push(" WHERE ended_at IS NULL AND id IN (SELECT session_id FROM sso_sign_ons WHERE ");
    sql.append(came).push(")");
    let sessions = raw.execute(sql).await?;
    if sessions > 0 {
        let account = connection.account_id;
        let target = Ref::new("account", account);
        let note =
            Note { command: "sso.back_channel", by: None, target, account: Some(account), trace: "", cause: None };
        let event = SignedOutByCompany { connection: connection.id, sessions };
        events::record(work, note, &event, now).await?;
    }
    Ok(sessions)
}

impl Told {
    /// Whether it is a logout token of this connection, and of now. An ID token is none: it has a nonce and no event.
    fn is_for(&self, door: &Door, now: Timestamp) -> bool {
        let client = &door.connection.client_id;
        let is_for_us = match &self.aud {
            Value::String(one) => one == client,
            Value::Array(several) => several.iter().any(|one| one.as_str() == Some(client)),
            _ => false,
        };
        let seconds = now.micros() / 1_000_000;
        let is_now = self.iat.abs_diff(seconds) <= FRESH.as_secs() && self.exp.is_none_or(|exp| seconds < exp);
        let is_logout = self.events.get(LOGOUT).is_some_and(Value::is_object) && self.nonce.is_none();
        let names_somebody = self.sub.is_some() || self.sid.is_some();
        self.iss == door.connection.issuer && is_for_us && is_now && is_logout && names_somebody && !self.jti.is_empty()
    }
}

/// Under what a token is remembered.
fn named(told: &Told) -> Id<LogoutToken> {
    let digest = Sha256::digest(format!("{}\0{}", told.iss, told.jti));
    let mut head = [0; 16];
    head.iter_mut().zip(digest).for_each(|(to, byte)| *to = byte);
    Id::from_uuid(Uuid::from_bytes(head))
}
