//! Invitations: bound to one address, one account and one role; they can be taken up once.
#![expect(clippy::disallowed_methods, reason = "an invitation is answered before there is a principal")]

mod acceptance;
mod asking;

use access::{Account, Person};
use directory::{INVITATION_LIFETIME, Invitation, RoleRow};
use gateway::Email;
use kernel::{Clock, Id, Message, Problem, Ref, Timestamp};
use store::{Db, Sql, StoreError, Unguarded, Work};

pub(crate) use acceptance::{Newcomer, accept, meant_for, owner};
pub(crate) use asking::{ask_again, may_ask, ran_out};

use crate::{
    Token,
    events::{self, Invited, Note},
};

/// What is offered to whom.
pub struct Offer<'a> {
    /// Into which account; none means the desk.
    pub account: Option<Id<Account>>,
    /// To which address.
    pub email: &'a Email,
    /// Which role.
    pub role: &'a str,
    /// Who invites; nobody when the program does.
    pub by: Option<Id<Person>>,
    /// A line from them.
    pub note: Option<String>,
}

/// Why nobody was invited, or nobody let in by an invitation.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    /// The portal has no such role on that side of the counter.
    #[error("there is no role of this name to be offered here")]
    NoRole,
    /// It was used, taken back, refused, is too old, or never was.
    #[error("the invitation does not count any more")]
    Over,
    /// Somebody else is signed in than it is for.
    #[error("the invitation is for somebody else than who is signed in")]
    SomebodyElse,
    /// Somebody has this address already, and has to sign in first.
    #[error("whoever has this address has to sign in first")]
    SignInFirst,
    /// The passkey somebody made to join with is kept already, of another.
    #[error("the passkey is kept already")]
    KnownPasskey,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<InvitationError> for Problem {
    fn from(error: InvitationError) -> Self {
        match error {
            InvitationError::NoRole => Self::conflict(Message::new("identity-invitation-no-role")),
            InvitationError::Over => Self::of(&Self::GONE, Message::new("identity-invitation-over")),
            InvitationError::SomebodyElse => Self::conflict(Message::new("identity-invitation-somebody-else")),
            InvitationError::SignInFirst => Self::conflict(Message::new("identity-invitation-sign-in-first")),
            InvitationError::KnownPasskey => Self::conflict(Message::new("identity-error-passkey-known")),
            InvitationError::Store(error) => error.into(),
        }
    }
}

/// Offers a role. An earlier offer to the same address for the same place ends with it, and so does its link.
///
/// Whether whoever invites may do so is for the caller to have asked; see `RoleBook::may_offer`.
///
/// # Errors
/// [`InvitationError::NoRole`]; the database's.
pub async fn issue(work: &Work, offer: Offer<'_>, now: Timestamp) -> Result<(Invitation, Token), InvitationError> {
    let raw = work.unguarded();
    if !offers(raw, offer.role, offer.account.is_none()).await? {
        return Err(InvitationError::NoRole);
    }
    let (email_fold, token) = (directory::fold(offer.email.as_str()), Token::random());
    let mut sql = Sql::new("UPDATE invitations SET revoked_at = ");
    sql.bind(now.micros()).push(" WHERE accepted_at IS NULL AND revoked_at IS NULL AND email_fold = ");
    sql.bind(email_fold.clone()).push(" AND account_id");
    match offer.account {
        Some(account) => sql.push(" = ").bind(account.uuid()),
        None => sql.push(" IS NULL"),
    };
    raw.execute(sql).await?;
    let invitation = Invitation {
        id: crate::fresh(),
        account_id: offer.account,
        email: offer.email.as_str().to_owned(),
        email_fold,
        role: offer.role.to_owned(),
        note: offer.note,
        invited_by: offer.by,
        token_hash: Some(token.hash()),
        created_at: now,
        sent_at: Some(now),
        expires_at: now.plus(INVITATION_LIFETIME),
        accepted_at: None,
        accepted_by: None,
        revoked_at: None,
        refused_at: None,
        asked_again_at: None,
        wave: None,
        wave_at: None,
        wave_by: None,
    };
    raw.insert(&invitation).await?;
    Ok((invitation, token))
}

/// Invites somebody, for the command line: into an account, or to the desk when there is none. Gives the path of the
/// invitation's page, to be opened by whoever has the address.
///
/// # Errors
/// [`InvitationError::NoRole`] when there is no role of that name on that side of the counter; the database's.
pub async fn invite(
    db: &Db,
    account: Option<Id<Account>>,
    email: &Email,
    role: &str,
    clock: &dyn Clock,
) -> Result<String, InvitationError> {
    let now = clock.now();
    let work = db.begin().await?;
    let offer = Offer { account, email, role, by: None, note: None };
    let (invitation, token) = issue(&work, offer, now).await?;
    let target = Ref::new("invitation", invitation.id);
    let note = Note { command: "identity.invite", by: None, target, account, trace: "", cause: None };
    events::record(&work, note, &Invited { invitation: invitation.id, role: role.to_owned() }, now).await?;
    work.commit().await?;
    Ok(format!("/invitations/{}", token.expose()))
}

/// The invitation a link leads to, if it can be taken up. That of somebody who may no longer sign in themselves cannot.
///
/// # Errors
/// [`InvitationError::Over`], alike for what was used, ended or never was; the database's.
pub async fn open(raw: Unguarded<'_>, token: &Token, now: Timestamp) -> Result<Invitation, InvitationError> {
    let found = raw.first(Invitation::TOKEN_HASH.is(&Some(token.hash()))).await?;
    let invitation = found.filter(|invitation| invitation.is_open(now)).ok_or(InvitationError::Over)?;
    if let Some(inviter) = invitation.invited_by {
        let inviter = raw.first(directory::Person::ID.is(&inviter)).await?;
        if inviter.is_none_or(|inviter| inviter.disabled_at.is_some()) {
            return Err(InvitationError::Over);
        }
    }
    Ok(invitation)
}

/// Who invites to what, in words: the inviter's name and the account's.
///
/// # Errors
/// The database's.
pub(crate) async fn names(
    raw: Unguarded<'_>,
    invitation: &Invitation,
) -> Result<(Option<String>, Option<String>), StoreError> {
    let inviter = match invitation.invited_by {
        Some(inviter) => raw.first(directory::Person::ID.is(&inviter)).await?,
        None => None,
    };
    let account = match invitation.account_id {
        Some(account) => raw.first(directory::Account::ID.is(&account)).await?,
        None => None,
    };
    Ok((inviter.map(|inviter| inviter.name), account.map(|account| account.name)))
}

/// Ends an invitation, because whoever got it said that it is not for them.
///
/// # Errors
/// [`InvitationError::Over`]; the database's.
pub async fn refuse(work: &Work, token: &Token, now: Timestamp) -> Result<Invitation, InvitationError> {
    let invitation = open(work.unguarded(), token, now).await?;
    let ended = Invitation { refused_at: Some(now), revoked_at: Some(now), ..invitation };
    work.unguarded().update(&ended).await?;
    Ok(ended)
}

/// Whether the portal has this role for this side of the counter.
///
/// # Errors
/// The database's.
pub(crate) async fn offers(raw: Unguarded<'_>, role: &str, staff: bool) -> Result<bool, StoreError> {
    let found = raw.first(RoleRow::NAME.is(&role.to_owned())).await?;
    Ok(role != directory::ONESELF && found.is_some_and(|found| found.staff == staff))
}
