//! What a company's directory shows when it tells who its people are, and what its commands must know and change of people
//! beyond the rows they hold.

#![expect(
    clippy::disallowed_methods,
    reason = "this is where a directory's token becomes a principal; the rest is asked by the gate for its commands"
)]

use std::{borrow::Cow, collections::BTreeSet, time::Duration};

use access::{Account, Acting, Actor, Connection, Mandate, Principal};
use kernel::{Id, Timestamp};
use macros::Row;
use store::{Db, Json, Lock, Row as _, Sql, StoreError, Work};

use crate::{Address, Person, fold, members};

/// What a company's directory shows (RFC 7644, section 2: a bearer token). The directory holds a random token; we hold its
/// hash.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "scim_tokens", parent(crate::Account, "account_id"))]
pub struct ScimToken {
    /// Its id.
    pub id: Id<access::ScimToken>,
    /// Whose directory.
    pub account_id: Id<Account>,
    /// Through which connection of the account.
    pub connection_id: Id<Connection>,
    /// What people call it.
    pub name: String,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// The last four characters of the token, by which people know which one it is.
    pub ending: String,
    /// The roles that a group may give by its name alone: those that whoever made the token might give then.
    pub gives: Json<Vec<String>>,
    /// Since when.
    pub created_at: Timestamp,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// Last use, within a minute or so.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl ScimToken {
    /// Whether it counts.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    /// The directory that showed it: with these actions, in its account alone, and with no role at all.
    pub fn principal(&self, actions: BTreeSet<Cow<'static, str>>) -> Principal {
        let actor = Actor::Connection { connection: self.connection_id, token: self.id };
        let mut principal = Principal::vouch(actor, Acting::Account(self.account_id), Vec::new());
        principal.mandate = Mandate::Account(actions);
        principal
    }
}

/// How exactly it is known when a token was last used.
const ABOUT: Duration = Duration::from_mins(1);

/// The token a directory shows, if it counts.
///
/// # Errors
/// The database's.
pub async fn admit_scim(db: &Db, token_hash: &str, now: Timestamp) -> Result<Option<ScimToken>, StoreError> {
    let found = db.unguarded().first(ScimToken::TOKEN_HASH.is(&token_hash.to_owned())).await?;
    Ok(found.filter(|token| token.is_open(now)))
}

/// Notes, once a minute at the most, that a token is in use.
///
/// # Errors
/// The database's.
pub async fn note_scim_use(db: &Db, token: &ScimToken, now: Timestamp) -> Result<(), StoreError> {
    if token.used_at.is_some_and(|used| now.since(used) < ABOUT) {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE scim_tokens SET used_at = ");
    sql.bind(now.micros()).push(" WHERE id = ").bind(token.id.uuid());
    sql.push(" AND (used_at IS NULL OR used_at < ").bind(now.micros()).push(")");
    db.unguarded().execute(sql).await?;
    Ok(())
}

/// Whether a token still counts, asked inside the transaction that uses it.
pub(crate) async fn is_in_force(work: &Work, token: Id<access::ScimToken>) -> Result<bool, StoreError> {
    let found = work.unguarded().first(ScimToken::ID.is(&token)).await?;
    Ok(found.is_some_and(|token| token.revoked_at.is_none()))
}

/// Whose an address is, if anybody has proved it.
///
/// # Errors
/// The database's.
pub async fn owner_of(work: &Work, email: &str) -> Result<Option<Address>, StoreError> {
    let proved = Address::EMAIL_FOLD.is(&fold(email)).and(Address::VERIFIED_AT.is_known());
    work.unguarded().first(proved).await
}

/// Writes down that an address is a person's. Their mail goes where it went before.
///
/// # Errors
/// [`StoreError::Taken`] when somebody has proved it meanwhile; the database's.
pub async fn prove_address(
    work: &Work,
    person: Id<access::Person>,
    email: &str,
    now: Timestamp,
) -> Result<Id<Address>, StoreError> {
    let id = Id::from_uuid(uuid::Uuid::now_v7());
    let row = Address {
        id,
        person_id: person,
        email: email.to_owned(),
        email_fold: fold(email),
        verified_at: Some(now),
        primary_since: None,
    };
    work.unguarded().insert(&row).await?;
    Ok(id)
}

/// Whether somebody has a place beside this account: at the desk, or in another account.
///
/// # Errors
/// The database's.
pub async fn has_other_place(
    work: &Work,
    account: Id<Account>,
    person: Id<access::Person>,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT h.id FROM holdings AS h WHERE h.person_id = ");
    sql.bind(person.uuid()).push(" AND h.account_id IS NULL UNION SELECT m.id FROM memberships AS m ");
    sql.push("WHERE m.person_id = ").bind(person.uuid()).push(" AND m.ended_at IS NULL AND m.account_id <> ");
    sql.bind(account.uuid());
    Ok(!work.unguarded().query(sql).await?.is_empty())
}

/// Whether somebody has proved an address of another domain than these: then there is more of them than their company
/// knows, and whoever reads its mail is to read no letter that lets them in. It stays so until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn has_address_beyond(
    work: &Work,
    person: Id<access::Person>,
    domains: &[String],
) -> Result<bool, StoreError> {
    work.lock([Lock { table: Person::TABLE, id: person.uuid(), shared: true }]).await?;
    let proved = Address::PERSON_ID.is(&person).and(Address::VERIFIED_AT.is_known());
    let proved = work.unguarded().find(proved).await?;
    let is_within = |address: &Address| {
        let domain = address.email_fold.rsplit_once('@').map(|(_, domain)| domain);
        domains.iter().any(|known| Some(known.as_str()) == domain)
    };
    Ok(!proved.iter().all(is_within))
}

/// Calls a person otherwise whose only accounts are this one; of others, and of whoever works at the desk, the name is
/// their own. Says whether it did.
///
/// # Errors
/// The database's.
pub async fn rename_here(
    work: &Work,
    account: Id<Account>,
    person: Id<access::Person>,
    name: &str,
) -> Result<bool, StoreError> {
    if has_other_place(work, account, person).await? {
        return Ok(false);
    }
    let Some(found) = work.unguarded().first(Person::ID.is(&person)).await? else { return Ok(false) };
    let renamed = Person { name: name.to_owned(), name_fold: fold(name), ..found };
    // Only these: what others change of the person meanwhile, such as locking them out, stands.
    let mut sql = Sql::new("UPDATE persons SET name = ");
    sql.bind(renamed.name.clone()).push(", name_fold = ").bind(renamed.name_fold.clone());
    sql.push(" WHERE id = ").bind(person.uuid());
    work.unguarded().execute(sql).await?;
    members::rename(work, &renamed).await?;
    Ok(true)
}

/// Ends the sessions of somebody who has no place left anywhere; gives how many. Who has another place stays signed in
/// there.
///
/// # Errors
/// The database's.
pub async fn sign_out(work: &Work, person: Id<access::Person>, now: Timestamp) -> Result<u64, StoreError> {
    let mut sql = Sql::new("SELECT h.id FROM holdings AS h LEFT JOIN memberships AS m ON m.id = h.membership_id ");
    sql.push("WHERE (h.membership_id IS NULL OR m.ended_at IS NULL) AND h.person_id = ").bind(person.uuid());
    sql.push(" AND (h.valid_until IS NULL OR h.valid_until > ").bind(now.micros()).push(") LIMIT 1");
    if !work.unguarded().query(sql).await?.is_empty() {
        return Ok(0);
    }
    let mut sql = Sql::new("UPDATE sessions SET ended_at = ");
    sql.bind(now.micros()).push(" WHERE ended_at IS NULL AND person_id = ").bind(person.uuid());
    work.unguarded().execute(sql).await
}
