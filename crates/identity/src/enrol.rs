#![expect(
    clippy::disallowed_methods,
    reason = "a demo's people are let in by the program, before there is a principal"
)]

use access::{Account, Person};
use directory::HoldingRow;
use gateway::Email;
use kernel::{Clock, Id};
use store::{Db, Unguarded};

use crate::{
    invitations::{InvitationError, Newcomer, Offer, accept, issue, owner},
    passwords::{self, Busy},
};

/// Somebody who is let in without a mail, and the password they get if they are new.
pub struct Enrolment<'e> {
    /// What they are called.
    pub name: &'e str,
    /// Their address, which counts as proved.
    pub email: &'e Email,
    /// Their password, if they have no way in yet.
    pub password: &'e str,
    /// Into which account; none means the desk.
    pub account: Option<Id<Account>>,
    /// With which role.
    pub role: &'e str,
}

/// Why somebody could not be let in.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// As for invitations.
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// Lets somebody in as an invitation would, at once and without a mail: for a portal that shows itself off. Who holds the
/// role there already is left as they are. Gives the person.
///
/// # Errors
/// [`EnrolError`]: no such role on that side of the counter; the database's.
pub async fn enrol(db: &Db, wanted: &Enrolment<'_>, clock: &dyn Clock) -> Result<Id<Person>, EnrolError> {
    let known = person_at(db, wanted.email).await?;
    if let Some(person) = known
        && holds(db.unguarded(), person, wanted).await?
    {
        return Ok(person);
    }
    let phc = match known {
        Some(_) => None,
        None => Some(passwords::hash(wanted.password).await?),
    };
    let (now, work) = (clock.now(), db.begin().await?);
    let offer = Offer { account: wanted.account, email: wanted.email, role: wanted.role, by: None, note: None };
    let (_, token) = issue(&work, offer, now).await?;
    let newcomer = Newcomer { signed_in: known, name: wanted.name, phc, passkey: None, trace: "" };
    let joined = accept(&work, &token, newcomer, now).await?;
    work.commit().await?;
    Ok(joined.person)
}

/// Whose an address is, for the command line and the demo.
///
/// # Errors
/// The database's.
pub async fn person_at(db: &Db, email: &Email) -> Result<Option<Id<Person>>, store::StoreError> {
    owner(db.unguarded(), &directory::fold(email.as_str())).await
}

async fn holds(raw: Unguarded<'_>, person: Id<Person>, wanted: &Enrolment<'_>) -> Result<bool, store::StoreError> {
    let held = HoldingRow::PERSON_ID.is(&person).and(HoldingRow::ROLE.is(&wanted.role.to_owned()));
    let held = match wanted.account {
        Some(account) => held.and(HoldingRow::ACCOUNT_ID.is(&Some(account))),
        None => held.and(HoldingRow::ACCOUNT_ID.is_unknown()),
    };
    Ok(raw.first(held).await?.is_some())
}
