use directory::{Person, Session};
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use kernel::Id;
use store::{Held, StoreError, Tables};

use super::{Own, OwnError};
use crate::{
    events::{DeviceForgotten, SignedOut, SignedOutElsewhere},
    rows::Remembered,
};

/// Ends one of one's own sessions.
#[derive(Input)]
pub struct EndSession {
    device: Own,
}

impl Command for EndSession {
    const NAME: &'static str = "identity.end_session";
    const PATH: Path = post("/me/devices/sign-out");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Session,);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let (session, now) = (self.device.id::<Session>(), tx.now());
        let parts = tx.parts::<Session, Person>(&person, Some(Session::ID.is(&session))).await?;
        let device = parts.first().ok_or(OwnError::Absent)?;
        if device.ended_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        tx.update_part(device, |session| session.ended_at = Some(now)).await?;
        tx.record(&SignedOut { session });
        Ok(())
    }
}

/// Ends all of one's own sessions but one; no browser is remembered any more.
#[derive(Input)]
pub struct EndOtherSessions {
    keep: Option<Own>,
}

impl Command for EndOtherSessions {
    const NAME: &'static str = "identity.end_other_sessions";
    const PATH: Path = post("/me/devices/others/sign-out");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Session, Remembered);
    type Output = u32;
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<u32, OwnError> {
        let sessions = end_all_but(&person, self.keep.map(Own::id), tx).await?;
        forget_all(&person, tx).await?;
        tx.record(&SignedOutElsewhere { sessions });
        Ok(sessions)
    }
}

/// Has a browser asked for the second proof again.
#[derive(Input)]
pub struct ForgetDevice {
    device: Own,
}

impl Command for ForgetDevice {
    const NAME: &'static str = "identity.forget_device";
    const PATH: Path = post("/me/remembered/removal");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Remembered,);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let wanted = self.device.id::<Remembered>();
        let own = tx.parts::<Remembered, Person>(&person, Some(Remembered::ID.is(&wanted))).await?;
        let device = own.into_iter().next().ok_or(OwnError::Absent)?;
        tx.delete_part(device).await?;
        tx.record(&DeviceForgotten { device: wanted });
        Ok(())
    }
}

/// Forgets every browser of a held person that is remembered: what they sign in with has changed.
pub(super) async fn forget_all<'t, W, I>(person: &Held<'t, Person>, tx: &Tx<'t, W>) -> Result<(), StoreError>
where
    W: Tables<Remembered, I>,
{
    for device in tx.parts::<Remembered, Person>(person, None).await? {
        tx.delete_part(device).await?;
    }
    Ok(())
}

/// Ends every session of a held person but `kept`; tells how many.
pub(super) async fn end_all_but<'t, W, I>(
    person: &Held<'t, Person>,
    kept: Option<Id<Session>>,
    tx: &Tx<'t, W>,
) -> Result<u32, StoreError>
where
    W: Tables<Session, I>,
{
    let now = tx.now();
    let mut ended = 0;
    for session in tx.parts::<Session, Person>(person, Some(Session::ENDED_AT.is_unknown())).await? {
        if Some(session.id) != kept {
            tx.update_part(&session, |session| session.ended_at = Some(now)).await?;
            ended += 1;
        }
    }
    Ok(ended)
}
