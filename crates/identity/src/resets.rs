//! Making a new password from a link in a mail.
#![expect(clippy::disallowed_methods, reason = "a forgotten password is replaced before there is a principal")]

use crate::{
    SignInError, Token,
    asker::Asker,
    challenges,
    events::{self, Note, PasswordChanged},
    notices, passwords, remembered,
    rows::{Challenge, ChallengeKind, Way},
    sessions,
    sign_in::{self, Entered},
};

/// The challenge a link for a new password leads to.
///
/// # Errors
/// [`SignInError::Over`]; the database's.
pub(crate) async fn open(asker: &Asker<'_>, token: &Token) -> Result<Challenge, SignInError> {
    let challenge = challenges::by_token(asker.db().unguarded(), ChallengeKind::Reset, token).await?;
    sign_in::open(challenge, asker)
}

/// Gives the person this password, ends all their sessions and begins one here. Any browser may do it: whoever has the
/// link reads the person's mail, and has to type the password.
///
/// # Errors
/// [`SignInError::Over`], [`SignInError::Busy`]; the database's.
pub(crate) async fn complete(asker: &Asker<'_>, token: &Token, password: &str) -> Result<Entered, SignInError> {
    let challenge = open(asker, token).await?;
    let person = challenge.person_id.ok_or(SignInError::Over { used: false })?;
    let phc = passwords::hash(password).await?;
    let now = asker.now();
    let work = asker.db().begin().await?;
    if !challenges::use_up(&work, challenge.id, now).await? {
        return Err(SignInError::Over { used: true });
    }
    let first = passwords::of(work.unguarded(), person).await?.is_none();
    passwords::set(&work, person, phc, now).await?;
    sessions::end_all(&work, person, now).await?;
    remembered::end_all(&work, person).await?;
    let note = Note::of(person, "identity.reset_password", &asker.visit().request_id);
    events::record(&work, note, &PasswordChanged { first, by_mail: true }, now).await?;
    notices::password_changed_in(asker, &work, person).await?;
    sign_in::enter(asker, work, person, &challenge.email_fold, Way::Reset).await
}
