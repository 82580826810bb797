#![expect(clippy::disallowed_methods, reason = "this is where an app becomes a principal")]

use std::{borrow::Cow, collections::BTreeSet};

use access::{Acting, Actor, Holding, Mandate, Principal};
use kernel::{Id, Timestamp};
use macros::Row;
use store::{Columns, Db, Json, Sql, StoreError, Work};

use crate::{ApiKey, ONESELF};

/// A program of somebody else's that the desk has registered, or that said itself who it is when somebody let it in. What
/// it may do for people, their keys say that name it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "apps", kind = "app", read = "apps.read")]
pub struct App {
    /// Its id.
    pub id: Id<App>,
    /// What it calls itself when it asks.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// Where people may be sent back to, exactly so.
    pub redirects: Json<Vec<String>>,
    /// SHA-256 of its secret, in hexadecimal; none of a program that could keep none.
    pub secret_hash: Option<String>,
    /// By which key it acts in nobody's presence, at the desk; by none unless that was chosen for it.
    pub key_id: Option<Id<access::ApiKey>>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was taken off; its keys have ended then.
    pub removed_at: Option<Timestamp>,
    /// When it last said who it is, at the address that it calls itself; never, of apps that are registered.
    pub heard_at: Option<Timestamp>,
}

/// What an app shows to be known by: a part of the key it stands for.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "app_tokens", parent(ApiKey, "key_id"))]
pub struct AppToken {
    /// Its id.
    pub id: Id<AppToken>,
    /// Of which key.
    pub key_id: Id<access::ApiKey>,
    /// What it is good for.
    pub kind: TokenKind,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// Where it counts, as an address.
    pub audience: String,
    /// Where a code was sent to.
    pub redirect_uri: Option<String>,
    /// What a code's verifier comes to (RFC 7636, S256).
    pub challenge: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// When it was exchanged. Shown again, somebody has stolen it.
    pub used_at: Option<Timestamp>,
}

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// To be exchanged, once, by whoever began what it answers.
    Code,
    /// To be exchanged, once, for the next ones.
    Refresh,
    /// To ask and do.
    Access,
}

store::text_column!(TokenKind { Code = "code", Refresh = "refresh", Access = "access" });

/// The app that calls itself so, if it is registered.
///
/// # Errors
/// The database's.
pub async fn app_called(db: &Db, client_id: &str) -> Result<Option<App>, StoreError> {
    let found = db.unguarded().first(App::CLIENT_ID.is(&client_id.to_owned())).await?;
    Ok(found.filter(|app| app.removed_at.is_none()))
}

/// Whether the app that calls itself so was taken off.
///
/// # Errors
/// The database's.
pub async fn is_taken_off(db: &Db, client_id: &str) -> Result<bool, StoreError> {
    let removed = App::CLIENT_ID.is(&client_id.to_owned()).and(App::REMOVED_AT.is_known());
    Ok(db.unguarded().first(removed).await?.is_some())
}

/// Writes down that an app has said itself who it is, as somebody lets it in. Tells whether it may come in; until the
/// transaction ends nobody can take it off.
///
/// # Errors
/// The database's.
pub async fn hear_app(
    work: &Work,
    new: Id<App>,
    client_id: &str,
    name: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("INSERT INTO apps (id, client_id, name, redirects, created_at, heard_at) VALUES (");
    sql.bind(new.uuid()).push(", ").bind(client_id).push(", ").bind(name).push(", '[]', ");
    sql.bind(now.micros()).push(", ").bind(now.micros()).push(
        ") ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, heard_at = excluded.heard_at \
         RETURNING removed_at",
    );
    let found = work.unguarded().query(sql).await?;
    let removed: Option<Timestamp> = match found.first() {
        Some(row) => Columns::of(row).take()?,
        None => None,
    };
    Ok(removed.is_none())
}

/// Ends the other keys by which the app of a key acts for the same person and account.
///
/// # Errors
/// The database's.
pub async fn end_other_keys(work: &Work, key: &ApiKey, now: Timestamp) -> Result<u64, StoreError> {
    let Some(client_id) = &key.client_id else { return Ok(0) };
    let mut sql = ending(client_id, now);
    sql.push(" AND id <> ").bind(key.id.uuid()).push(" AND person_id = ").bind(key.person_id.uuid());
    match key.account_id {
        Some(account) => sql.push(" AND account_id = ").bind(account.uuid()),
        None => sql.push(" AND account_id IS NULL"),
    };
    work.unguarded().execute(sql).await
}

/// Ends every key that an app has, whosever it is.
///
/// # Errors
/// The database's.
pub async fn end_keys_of(work: &Work, app: &App, now: Timestamp) -> Result<u64, StoreError> {
    work.unguarded().execute(ending(&app.client_id, now)).await
}

fn ending(client_id: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new("UPDATE api_keys SET revoked_at = ");
    sql.bind(now.micros()).push(" WHERE revoked_at IS NULL AND client_id = ").bind(client_id);
    sql
}

/// The key that a token stands for, whether or not either still counts.
///
/// # Errors
/// The database's.
pub async fn key_of_token(db: &Db, token_hash: &str) -> Result<Option<ApiKey>, StoreError> {
    let raw = db.unguarded();
    let Some(token) = raw.first(AppToken::TOKEN_HASH.is(&token_hash.to_owned())).await? else { return Ok(None) };
    raw.first(ApiKey::ID.is(&token.key_id)).await
}

/// The key by which an app acts in nobody's presence.
///
/// # Errors
/// The database's.
pub async fn own_key(db: &Db, app: &App) -> Result<Option<ApiKey>, StoreError> {
    let Some(key) = app.key_id else { return Ok(None) };
    db.unguarded().first(ApiKey::ID.is(&key)).await
}

/// An app about its own key: in the person's name, and with these actions only. Whether the key still counts, the gate
/// finds out behind its locks.
pub fn keeper(key: &ApiKey, actions: BTreeSet<Cow<'static, str>>) -> Principal {
    let mut principal = Principal::vouch(Actor::Key(key.id), Acting::Oneself, vec![Holding::of(ONESELF, None)]);
    principal.person = Some(key.person_id);
    principal.mandate = Mandate::Only(actions);
    principal
}

/// Whether a key's app was taken off, asked inside the transaction that uses the key.
pub(crate) async fn is_removed(work: &Work, client_id: &str) -> Result<bool, StoreError> {
    let removed = App::CLIENT_ID.is(&client_id.to_owned()).and(App::REMOVED_AT.is_known());
    Ok(work.unguarded().first(removed).await?.is_some())
}
