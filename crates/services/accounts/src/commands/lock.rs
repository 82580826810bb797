use access::Acting;
use directory::{Person, Session};
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use kernel::{Message, Problem};
use store::{Held, StoreError, Tables};

use super::{PersonLocked, PersonUnlocked, SignedOutEverywhere};

/// Locks somebody out of the portal: they are signed out everywhere, their keys count no more, and no way in is open to
/// them until they are let in again. What they may do stays written down. A policy asks for a proof shown a moment ago.
#[derive(Input)]
pub struct LockPerson {}

impl Command for LockPerson {
    const NAME: &'static str = "persons.lock";
    const PATH: Path = post("/persons/{person}/lock");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Person, Session);
    type Output = ();
    type Error = LockError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), LockError> {
        may_bar(&person, tx).await?;
        if person.disabled_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let (id, now) = (person.id, tx.now());
        let sessions = end_sessions(&person, tx).await?;
        tx.update(&person, |person| person.disabled_at = Some(now)).await?;
        tx.record(&PersonLocked { person: id, sessions });
        Ok(())
    }
}

/// Lets somebody who was locked out in again.
#[derive(Input)]
pub struct UnlockPerson {}

impl Command for UnlockPerson {
    const NAME: &'static str = "persons.unlock";
    const PATH: Path = post("/persons/{person}/unlock");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Person,);
    type Output = ();
    type Error = LockError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), LockError> {
        may_bar(&person, tx).await?;
        if person.disabled_at.is_none() {
            tx.nothing_happened();
            return Ok(());
        }
        tx.update(&person, |person| person.disabled_at = None).await?;
        tx.record(&PersonUnlocked { person: person.id });
        Ok(())
    }
}

/// Ends every session of somebody else; they may sign in again.
#[derive(Input)]
pub struct SignPersonOut {}

impl Command for SignPersonOut {
    const NAME: &'static str = "persons.sign_out";
    const PATH: Path = post("/persons/{person}/sign-out");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Session,);
    type Output = ();
    type Error = LockError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), LockError> {
        may_bar(&person, tx).await?;
        let sessions = end_sessions(&person, tx).await?;
        if sessions == 0 {
            tx.nothing_happened();
            return Ok(());
        }
        tx.record(&SignedOutEverywhere { person: person.id, sessions });
        Ok(())
    }
}

/// Nobody bars themselves, or somebody who may do more at the desk. Whoever bars somebody there may do for good all
/// they may, so the last who can let people in is barred by nobody but themselves (`identity.lock_oneself`) and by
/// whoever has the command line, whom nobody outranks: no other part of the program has a role for it. `portico staff
/// unlock` lets them in again.
async fn may_bar<'t, W>(person: &Held<'t, Person>, tx: &Tx<'t, W>) -> Result<(), LockError> {
    if tx.principal().acting == Acting::System {
        return Ok(());
    }
    if tx.principal().person == Some(person.id) {
        return Err(LockError::Oneself);
    }
    if tx.caller().is_outranked_by(&tx.roles_at_desk(person).await?) {
        return Err(LockError::HoldsMore);
    }
    Ok(())
}

/// Ends every session there is; tells how many.
async fn end_sessions<'t, W, I>(person: &Held<'t, Person>, tx: &Tx<'t, W>) -> Result<u32, StoreError>
where
    W: Tables<Session, I>,
{
    let (now, mut ended) = (tx.now(), 0);
    for session in tx.parts::<Session, Person>(person, Some(Session::ENDED_AT.is_unknown())).await? {
        tx.update_part(&session, |session| session.ended_at = Some(now)).await?;
        ended += 1;
    }
    Ok(ended)
}

/// Why somebody's way in stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// It is their own.
    #[error("nobody locks themselves out")]
    Oneself,
    /// They may do more at the desk than whoever asks.
    #[error("they may do more at the desk")]
    HoldsMore,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<LockError> for Problem {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Oneself => Self::conflict(Message::new("people-error-lock-oneself")),
            LockError::HoldsMore => Self::conflict(Message::new("people-error-lock-more-rights")),
            LockError::Store(error) => error.into(),
        }
    }
}
