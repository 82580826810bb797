#![expect(clippy::disallowed_methods, reason = "this is where a link to one record becomes a principal")]

use std::{borrow::Cow, collections::BTreeSet, time::Duration};

use access::{Account, Acting, Actor, Mandate, Person, Principal};
use kernel::{Id, Ref, Timestamp};
use macros::Row;
use store::{Columns, Db, Sql, StoreError, Unguarded, Work};

use crate::fold;

/// How long a link to one record counts.
pub const RECORD_LINK_LIFETIME: Duration = Duration::from_hours(30 * 24);

/// A link by which whoever reads the mail of an address opens one record, without an account. Whoever opens it has a
/// random token; we hold its hash.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "record_links", kind = "record_link", read = "links.read", account = "account_id")]
pub struct RecordLink {
    /// Its id.
    pub id: Id<access::RecordLink>,
    /// Whose record it opens. A record that becomes somebody else's is not opened any more.
    pub account_id: Id<Account>,
    /// The record.
    pub target: Ref,
    /// What people called the record then: `INV-20418`.
    pub name: String,
    /// The address it was sent to, as it was typed.
    pub email: String,
    /// A line from whoever sent it.
    pub note: Option<String>,
    /// Who sent it.
    pub sent_by: Id<Person>,
    /// SHA-256 of the link's token, in hexadecimal; none until its letter is written.
    pub token_hash: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// When its letter was written.
    pub sent_at: Option<Timestamp>,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// Last use, within a minute or so.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl RecordLink {
    /// Whether it opens its record, as far as the link itself says.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    /// Whoever opened it: with these actions, for this record, in its account, and with no role at all.
    pub fn principal(&self, actions: BTreeSet<Cow<'static, str>>) -> Principal {
        let mut principal = Principal::vouch(Actor::Link(self.id), Acting::Account(self.account_id), Vec::new());
        principal.mandate = Mandate::Record { target: self.target.clone(), actions };
        principal
    }
}

/// How exactly it is known when a link was last used.
const ABOUT: Duration = Duration::from_mins(1);

/// Whether somebody is locked out without whom a link counts no more. It counts again once they are let in.
async fn is_suspended(raw: Unguarded<'_>, link: &RecordLink) -> Result<bool, StoreError> {
    Ok(!suspended(raw, std::slice::from_ref(link)).await?.is_empty())
}

/// Those of these links that count no more, as somebody is locked out: whoever sent them, or whose address they were
/// sent to.
async fn suspended<'l>(raw: Unguarded<'_>, links: &'l [RecordLink]) -> Result<Vec<&'l RecordLink>, StoreError> {
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let senders = crate::Person::ID.is_in(links.iter().map(|link| &link.sent_by));
    let senders = raw.find(senders.and(crate::Person::DISABLED_AT.is_known())).await?;
    let mut sql = Sql::new("SELECT a.email_fold FROM addresses AS a JOIN persons AS p ON p.id = a.person_id ");
    sql.push("WHERE p.disabled_at IS NOT NULL AND a.verified_at IS NOT NULL AND a.email_fold IN (");
    sql.join(", ", links, |sql, link| {
        sql.bind(fold(&link.email));
    });
    sql.push(")");
    let found = raw.query(sql).await?;
    let addresses = found.iter().map(|row| Columns::of(row).take()).collect::<Result<Vec<String>, StoreError>>()?;
    let is_out = |link: &&RecordLink| {
        senders.iter().any(|sender| sender.id == link.sent_by) || addresses.contains(&fold(&link.email))
    };
    Ok(links.iter().filter(is_out).collect())
}

/// Those of these links that open nothing while somebody is locked out: whoever sent them, or whose address they were
/// sent to.
///
/// # Errors
/// The database's.
pub async fn suspended_links(
    db: &Db,
    links: &[Id<access::RecordLink>],
) -> Result<Vec<Id<access::RecordLink>>, StoreError> {
    let found = db.unguarded().find(RecordLink::ID.is_in(links)).await?;
    Ok(suspended(db.unguarded(), &found).await?.into_iter().map(|link| link.id).collect())
}

/// The link, if it opens its record now.
async fn counting(
    raw: Unguarded<'_>,
    found: Option<RecordLink>,
    now: Timestamp,
) -> Result<Option<RecordLink>, StoreError> {
    let Some(link) = found.filter(|link| link.is_open(now)) else { return Ok(None) };
    Ok(if is_suspended(raw, &link).await? { None } else { Some(link) })
}

/// The link with this token, if it counts.
///
/// # Errors
/// The database's.
pub async fn link_by_token(db: &Db, token_hash: &str, now: Timestamp) -> Result<Option<RecordLink>, StoreError> {
    let found = db.unguarded().first(RecordLink::TOKEN_HASH.is(&Some(token_hash.to_owned()))).await?;
    counting(db.unguarded(), found, now).await
}

/// The link a browser opened before, if it still counts.
///
/// # Errors
/// The database's.
pub async fn admit_link(
    db: &Db,
    link: Id<access::RecordLink>,
    now: Timestamp,
) -> Result<Option<RecordLink>, StoreError> {
    let found = db.unguarded().first(RecordLink::ID.is(&link)).await?;
    counting(db.unguarded(), found, now).await
}

/// Notes, once a minute at the most, that a link is in use.
///
/// # Errors
/// The database's.
pub async fn note_link_use(db: &Db, link: &RecordLink, now: Timestamp) -> Result<(), StoreError> {
    if link.used_at.is_some_and(|used| now.since(used) < ABOUT) {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE record_links SET used_at = ");
    sql.bind(now.micros()).push(" WHERE id = ").bind(link.id.uuid());
    sql.push(" AND (used_at IS NULL OR used_at < ").bind(now.micros()).push(")");
    db.unguarded().execute(sql).await?;
    Ok(())
}

/// Whether a link still counts, asked inside the transaction that uses it.
pub(crate) async fn is_in_force(work: &Work, link: Id<access::RecordLink>) -> Result<bool, StoreError> {
    let found = work.unguarded().first(RecordLink::ID.is(&link)).await?;
    let Some(link) = found.filter(|link| link.revoked_at.is_none()) else { return Ok(false) };
    Ok(!is_suspended(work.unguarded(), &link).await?)
}

/// The address a link was sent to: what whoever opened it is called where they have no other name.
///
/// # Errors
/// The database's.
pub async fn addressee_in(work: &Work, link: Id<access::RecordLink>) -> Result<Option<String>, StoreError> {
    let found = work.unguarded().first(RecordLink::ID.is(&link)).await?;
    Ok(found.map(|link| link.email))
}
