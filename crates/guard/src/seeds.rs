//! People, memberships and sessions, put into the database as they are after everything that leads to them.

use access::Principal;
use directory::{HoldingRow, Membership, Person, Session, fold, token_hash};
use gateway::Asked;
use journal::Face;
use kernel::{Id, Timestamp};
use store::{StoreError, Unguarded};
use uuid::Uuid;
use words::Formats;

/// Thursday 12 March 2026, 09:00 in London.
pub const START: Timestamp = Timestamp::from_micros(1_773_306_000_000_000);

/// Somebody in an account.
#[derive(Clone, Copy)]
pub struct Member {
    /// Who they are.
    pub person: Id<access::Person>,
    /// Where they are.
    pub account: Id<access::Account>,
    /// What makes them one of it.
    pub membership: Id<Membership>,
}

/// A request of this principal's, from a page.
pub fn asked(principal: Principal) -> Asked {
    let locale = "en-GB".parse().expect("a language");
    let formats = Formats::new(&locale, jiff::tz::TimeZone::UTC, START);
    Asked::by(principal, Face::Page, std::sync::Arc::new(formats))
}

/// A new id.
pub fn fresh<T>() -> Id<T> {
    Id::from_uuid(Uuid::now_v7())
}

/// A person.
///
/// # Errors
/// The database's.
pub async fn person(raw: Unguarded<'_>, name: &str) -> Result<Id<access::Person>, StoreError> {
    let id = fresh();
    raw.insert(&Person { id, name: name.to_owned(), name_fold: fold(name), created_at: START, disabled_at: None })
        .await?;
    Ok(id)
}

/// A person in an account, with a role.
///
/// # Errors
/// The database's.
pub async fn member(
    raw: Unguarded<'_>,
    name: &str,
    account: Id<access::Account>,
    role: &str,
) -> Result<Member, StoreError> {
    let person = person(raw, name).await?;
    let membership = Membership {
        id: fresh(),
        account_id: account,
        person_id: person,
        name: name.to_owned(),
        name_fold: fold(name),
        title: None,
        created_at: START,
        ended_at: None,
    };
    raw.insert(&membership).await?;
    raw.insert(&holding(person, Some(&membership), role)).await?;
    Ok(Member { person, account, membership: membership.id })
}

/// Somebody at the desk, with a role.
///
/// # Errors
/// The database's.
pub async fn staff(raw: Unguarded<'_>, name: &str, role: &str) -> Result<Id<access::Person>, StoreError> {
    let person = person(raw, name).await?;
    raw.insert(&holding(person, None, role)).await?;
    Ok(person)
}

/// A role that somebody holds, in an account or at the desk.
pub fn holding(person: Id<access::Person>, membership: Option<&Membership>, role: &str) -> HoldingRow {
    HoldingRow {
        id: fresh(),
        person_id: person,
        membership_id: membership.map(|membership| membership.id),
        account_id: membership.map(|membership| membership.account_id),
        role: role.to_owned(),
        valid_from: None,
        valid_until: None,
    }
}

/// A session of somebody's that does not end by itself, and the token their browser keeps.
pub fn session(person: Id<access::Person>) -> (Session, String) {
    let token = front::new_token();
    let session = Session {
        id: fresh(),
        person_id: person,
        token_hash: token_hash(&token),
        device: String::new(),
        created_at: START,
        seen_at: START,
        expires_at: Timestamp::from_micros(i64::MAX),
        fresh_until: None,
        ended_at: None,
        second_at: None,
    };
    (session, token)
}

/// Signs somebody in; gives the token their browser keeps.
pub async fn signed_in(raw: Unguarded<'_>, person: Id<access::Person>) -> String {
    let (session, token) = session(person);
    raw.insert(&session).await.expect("a session");
    token
}

/// The same of somebody who has shown a proof just now.
pub async fn signed_in_now(raw: Unguarded<'_>, person: Id<access::Person>) -> String {
    let (session, token) = session(person);
    let session = Session { fresh_until: Some(session.expires_at), ..session };
    raw.insert(&session).await.expect("a session");
    token
}
