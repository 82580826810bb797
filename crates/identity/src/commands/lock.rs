use directory::{Person, Session};
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};

use super::{
    OwnError,
    devices::{end_all_but, forget_all},
};
use crate::{events::LockedOneself, rows::Remembered};

/// Locks oneself out, as staff lock somebody out: signed out everywhere, no browser is remembered, and no way in is
/// open until staff let one in again. Keys end for good, those of apps too: a stranger may have made them, and would
/// come back with whoever is let in. No proof is asked for: whoever finds a stranger in their account has no time to
/// look for one.
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
        let keys = tx.end_keys_of_person(&person).await?;
        tx.record(&LockedOneself { sessions, keys });
        Ok(())
    }
}
