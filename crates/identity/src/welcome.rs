//! The pages of an invitation, as far as they touch the database.
#![expect(clippy::disallowed_methods, reason = "an invitation is answered before there is a principal")]

use access::Person;
use directory::Invitation;
use kernel::{Id, Ref};
use store::StoreError;

use crate::{
    SignInError, Token,
    asker::Asker,
    error::Refusal,
    events::{self, InvitationAskedAgain, InvitationRefused, Note},
    invitations::{self, Newcomer},
    limits,
    passkeys::NewPasskey,
    passwords,
    rows::{Second, Way},
    sign_in::{self, Beside, Entered},
    throttles,
};

/// An invitation as its page shows it.
pub(crate) struct Shown {
    /// The invitation.
    pub invitation: Invitation,
    /// Who invites, if a person does.
    pub inviter: Option<String>,
    /// Into which account; none means the desk.
    pub account: Option<String>,
    /// Whether it is for somebody the portal does not know yet.
    pub is_new: bool,
}

/// An invitation that has run out, as its page shows it.
pub(crate) struct RanOut {
    /// The invitation.
    pub invitation: Invitation,
    /// Into which account.
    pub account: Option<String>,
    /// Whether a new link may be asked for.
    pub may_ask: bool,
}

/// What came of taking it up.
pub(crate) enum Welcome {
    /// A new person, who is now signed in; and where the invitation leads.
    New(Entered, String),
    /// Somebody who was signed in already; and where the invitation leads.
    Known(String),
}

/// Shows an invitation to whoever may take it up.
///
/// # Errors
/// [`Refusal::Invitation`]; the database's.
pub(crate) async fn show(asker: &Asker<'_>, token: &Token) -> Result<Shown, Refusal> {
    let raw = asker.db().unguarded();
    let invitation = invitations::open(raw, token, asker.now()).await?;
    let is_new = invitations::meant_for(raw, &invitation, signed_in(asker)).await?.is_none();
    let (inviter, account) = invitations::names(raw, &invitation).await?;
    Ok(Shown { invitation, inviter, account, is_new })
}

/// Shows an invitation that has run out to whoever holds its link.
///
/// # Errors
/// The database's.
pub(crate) async fn ran_out(asker: &Asker<'_>, token: &Token) -> Result<Option<RanOut>, StoreError> {
    let raw = asker.db().unguarded();
    let Some(invitation) = invitations::ran_out(raw, token, asker.now()).await? else { return Ok(None) };
    let (_, account) = invitations::names(raw, &invitation).await?;
    let may_ask = invitations::may_ask(&invitation, asker.now());
    Ok(Some(RanOut { invitation, account, may_ask }))
}

/// Asks for a new link with one that has run out. What comes of it does not tell whether there was anything to ask for.
///
/// # Errors
/// [`SignInError::Wait`]; the database's.
pub(crate) async fn ask_again(asker: &Asker<'_>, token: &Token) -> Result<(), SignInError> {
    throttles::take(asker.db(), &limits::asking(asker), asker.now()).await?;
    let work = asker.db().begin().await?;
    let Some(asked) = invitations::ask_again(&work, token, asker.now()).await? else { return Ok(()) };
    let target = Ref::new("invitation", asked.id);
    let trace = &asker.visit().request_id;
    let note = Note { command: "identity.ask_again", by: None, target, account: asked.account_id, trace, cause: None };
    events::record(&work, note, &InvitationAskedAgain { invitation: asked.id }, asker.now()).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(())
}

/// Takes an invitation up, and signs a new person in, for whom a passkey they made for it is both proofs.
///
/// # Errors
/// [`Refusal`]; then nothing has happened.
pub(crate) async fn accept(
    asker: &Asker<'_>,
    token: &Token,
    name: &str,
    password: Option<&str>,
    passkey: Option<NewPasskey>,
) -> Result<Welcome, Refusal> {
    // Shown first, so that nobody has a password hashed who could not use it.
    let shown = show(asker, token).await?;
    let phc = match password.filter(|_| shown.is_new) {
        Some(password) => Some(passwords::hash(password).await.map_err(SignInError::from)?),
        None => None,
    };
    let work = asker.db().begin().await?;
    let trace = &asker.visit().request_id;
    let alone = if passkey.is_some() { Beside::Shown(Second::Passkey) } else { Beside::Nothing };
    let newcomer = Newcomer { signed_in: signed_in(asker), name, phc, passkey, trace };
    let joined = invitations::accept(&work, token, newcomer, asker.now()).await?;
    if !shown.is_new {
        work.commit().await?;
        asker.site().gateway.wake().notify_one();
        return Ok(Welcome::Known(joined.home));
    }
    let (person, email_fold) = (joined.person, joined.email_fold.as_str());
    let entered = sign_in::enter_with(asker, work, person, email_fold, Way::Invitation, alone).await?;
    Ok(Welcome::New(entered, joined.home))
}

/// Ends an invitation, because it is not for whoever got it.
///
/// # Errors
/// The database's. What is over already stays so.
pub(crate) async fn refuse(asker: &Asker<'_>, token: &Token) -> Result<(), Refusal> {
    let work = asker.db().begin().await?;
    let ended = match invitations::refuse(&work, token, asker.now()).await {
        Ok(ended) => ended,
        Err(invitations::InvitationError::Over) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let target = Ref::new("invitation", ended.id);
    let trace = &asker.visit().request_id;
    let note =
        Note { command: "identity.refuse_invitation", by: None, target, account: ended.account_id, trace, cause: None };
    events::record(&work, note, &InvitationRefused { invitation: ended.id }, asker.now()).await?;
    Ok(work.commit().await?)
}

fn signed_in(asker: &Asker<'_>) -> Option<Id<Person>> {
    asker.visit().admission.as_ref().map(|admission| admission.person)
}
