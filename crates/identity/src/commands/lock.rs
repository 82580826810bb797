use directory::{Person, Session};
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};

use super::{
    OwnError,
    devices::{end_all_but, forget_all},
};
use crate::{events::LockedOneself, rows::Remembered};

/// Locks oneself out, as staff lock somebody out: signed out everywhere, no browser is remembered, keys count no more,
/// and no way in is open until staff let one in again. No proof is asked for: whoever finds a stranger in their account
/// has no time to look for one.
#[derive(Input)]
pub struct LockOneself {}

impl Command for LockOneself {
    const NAME: &'static str = "identity.lock_oneself";
    const PATH: Path = post("/me/lock");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Person, Session, Remembered);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let now = tx.now();
        let sessions = end_all_but(&person, None, tx).await?;
        forget_all(&person, tx).await?;
        tx.update(&person, |person| person.disabled_at = Some(now)).await?;
        tx.record(&LockedOneself { sessions });
        Ok(())
    }
}
