#![expect(clippy::disallowed_methods, reason = "an invitation is taken up before there is a principal")]

use access::Person;
use directory::{HoldingRow, Invitation, Membership};
use kernel::{Id, Ref, Timestamp};
use store::{Columns, Sql, StoreError, Unguarded, Work};

use super::{InvitationError, offers, open};
use crate::{
    Token,
    events::{self, InvitationAccepted, Note},
    passkeys::{self, NewPasskey},
    passwords::{self, Phc},
    people,
};

/// Somebody who has taken an invitation up.
pub(crate) struct Joined {
    /// Who.
    pub person: Id<Person>,
    /// The address it was for.
    pub email_fold: String,
    /// Where it leads.
    pub home: String,
}

/// What somebody brings who takes an invitation up.
pub(crate) struct Newcomer<'a> {
    /// Who is signed in, if anybody.
    pub signed_in: Option<Id<Person>>,
    /// What they typed as their name.
    pub name: &'a str,
    /// The password they chose, if they did.
    pub phc: Option<Phc>,
    /// The passkey they made, if they did.
    pub passkey: Option<NewPasskey>,
    /// The trace of the request.
    pub trace: &'a str,
}

/// Takes an invitation up: for whoever is signed in and has its address, or for a new person. Who has the address
/// and is not signed in has to sign in first: a link that was passed on must not open somebody's account.
///
/// # Errors
/// Any of [`InvitationError`].
pub(crate) async fn accept(
    work: &Work,
    token: &Token,
    newcomer: Newcomer<'_>,
    now: Timestamp,
) -> Result<Joined, InvitationError> {
    let raw = work.unguarded();
    let invitation = open(raw, token, now).await?;
    let owner = meant_for(raw, &invitation, newcomer.signed_in).await?;
    if !take(raw, &invitation, now).await? {
        return Err(InvitationError::Over);
    }
    if !offers(raw, &invitation.role, invitation.account_id.is_none()).await? {
        return Err(InvitationError::NoRole);
    }
    let trace = newcomer.trace;
    let person = match owner {
        Some(owner) => owner,
        None => join(work, &invitation, newcomer, now).await?,
    };
    give_role(raw, &invitation, person, now).await?;
    raw.update(&Invitation { accepted_at: Some(now), accepted_by: Some(person), ..invitation.clone() }).await?;
    let target = Ref::new("person", person);
    let note = Note {
        command: "identity.accept_invitation",
        by: Some(person),
        target,
        account: invitation.account_id,
        trace,
        cause: None,
    };
    let accepted = InvitationAccepted { invitation: invitation.id, role: invitation.role.clone() };
    events::record(work, note, &accepted, now).await?;
    let home = invitation.account_id.map_or_else(|| "/desk".to_owned(), |account| format!("/a/{account}"));
    Ok(Joined { person, email_fold: invitation.email_fold, home })
}

/// Whom the invitation is for: whoever has its address and is signed in, or nobody known yet.
///
/// # Errors
/// [`InvitationError::SomebodyElse`] when another is signed in, [`InvitationError::SignInFirst`] when nobody is and the
/// address is somebody's; the database's.
pub(crate) async fn meant_for(
    raw: Unguarded<'_>,
    invitation: &Invitation,
    signed_in: Option<Id<Person>>,
) -> Result<Option<Id<Person>>, InvitationError> {
    match (owner(raw, &invitation.email_fold).await?, signed_in) {
        (Some(owner), Some(person)) if owner == person => Ok(Some(owner)),
        (_, Some(_)) => Err(InvitationError::SomebodyElse),
        (Some(_), None) => Err(InvitationError::SignInFirst),
        (None, None) => Ok(None),
    }
}

/// Marks it as taken; of two at once only one is told yes.
async fn take(raw: Unguarded<'_>, invitation: &Invitation, now: Timestamp) -> Result<bool, StoreError> {
    // By its link too: one that was sent again meanwhile has another.
    let mut sql = Sql::new("UPDATE invitations SET accepted_at = ");
    sql.bind(now.micros()).push(" WHERE accepted_at IS NULL AND revoked_at IS NULL AND refused_at IS NULL AND id = ");
    sql.bind(invitation.id.uuid()).push(" AND token_hash = ").bind(invitation.token_hash.clone());
    Ok(raw.execute(sql).await? == 1)
}

/// Whose the address is, whether or not they may sign in.
///
/// # Errors
/// The database's.
pub(crate) async fn owner(raw: Unguarded<'_>, email_fold: &str) -> Result<Option<Id<Person>>, StoreError> {
    let mut sql = Sql::new("SELECT person_id FROM addresses WHERE verified_at IS NOT NULL AND email_fold = ");
    sql.bind(email_fold);
    let found = raw.query(sql).await?;
    found.first().map(|row| Columns::of(row).take()).transpose()
}

/// The mail with the link came to the address, so it counts as proved.
async fn join(
    work: &Work,
    invitation: &Invitation,
    newcomer: Newcomer<'_>,
    now: Timestamp,
) -> Result<Id<Person>, InvitationError> {
    let person = newcomer.passkey.as_ref().map_or_else(crate::fresh, |passkey| passkey.joining.person);
    match people::add(work.unguarded(), person, newcomer.name, &invitation.email, now).await {
        Ok(()) => {}
        // Somebody else proved the address while this was on its way.
        Err(StoreError::Taken(_)) => return Err(InvitationError::SignInFirst),
        Err(error) => return Err(error.into()),
    }
    if let Some(phc) = newcomer.phc {
        passwords::set(work, person, phc, now).await?;
    }
    if let Some(passkey) = newcomer.passkey {
        match passkeys::keep(work, passkey, newcomer.trace, now).await {
            Ok(()) => {}
            Err(StoreError::Taken(_)) => return Err(InvitationError::KnownPasskey),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(person)
}

/// What somebody is called, and how that is searched.
async fn called(raw: Unguarded<'_>, person: Id<Person>) -> Result<(String, String), StoreError> {
    let found = raw.first(directory::Person::ID.is(&person)).await?;
    found.map(|person| (person.name, person.name_fold)).ok_or(StoreError::Fault("somebody joined who is not there"))
}

async fn give_role(
    raw: Unguarded<'_>,
    invitation: &Invitation,
    person: Id<Person>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let membership = match invitation.account_id {
        Some(account) => {
            let current = Membership::ACCOUNT_ID.is(&account).and(Membership::PERSON_ID.is(&person));
            let current = raw.first(current.and(Membership::ENDED_AT.is_unknown())).await?;
            match current {
                Some(membership) => Some(membership.id),
                None => {
                    let id = crate::fresh();
                    let (name, name_fold) = called(raw, person).await?;
                    let row = Membership {
                        id,
                        account_id: account,
                        person_id: person,
                        name,
                        name_fold,
                        title: None,
                        created_at: now,
                        ended_at: None,
                    };
                    raw.insert(&row).await?;
                    Some(id)
                }
            }
        }
        None => None,
    };
    let held = HoldingRow::PERSON_ID.is(&person).and(HoldingRow::ROLE.is(&invitation.role));
    let held = match membership {
        Some(membership) => held.and(HoldingRow::MEMBERSHIP_ID.is(&Some(membership))),
        None => held.and(HoldingRow::MEMBERSHIP_ID.is_unknown()),
    };
    // What was held for a while only, is held anew from now on.
    raw.delete(held).await?;
    raw.insert(&HoldingRow {
        id: crate::fresh(),
        person_id: person,
        membership_id: membership,
        account_id: invitation.account_id,
        role: invitation.role.clone(),
        valid_from: None,
        valid_until: None,
    })
    .await
}
