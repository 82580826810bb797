use directory::{Person, Session};
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use serde::{Deserialize, Serialize};
use store::{Child, Held, StoreError, Tables};

use super::devices::{end_all_but, forget_all};
use crate::{
    events::ProofsReset,
    rows::{Authenticator, Passkey, RecoveryCode, Remembered},
    rules::RuleError,
};

/// Why somebody's second proofs are taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetReason {
    /// They are lost, or left on an old device.
    Lost,
    /// Somebody else may have them.
    Stolen,
    /// The person asked for it.
    Asked,
}
store::text_column!(ResetReason { Lost = "lost", Stolen = "stolen", Asked = "asked" });
gateway::choice!(ResetReason);

/// Takes away every second proof somebody else has, and signs them out everywhere: they sign in by password or mail and
/// set up new ones. They are told. Nobody does it to somebody who may do more at the desk. A policy asks for a proof
/// shown a moment ago.
#[derive(Input)]
pub struct ResetProofs {
    reason: ResetReason,
}

impl Command for ResetProofs {
    const NAME: &'static str = "proofs.reset";
    const PATH: Path = post("/persons/{person}/proofs/removal");
    const EFFECT: Effect = Effect::Destroys;
    type On = Person;
    type Writes = (Authenticator, RecoveryCode, Passkey, Remembered, Session);
    type Output = ();
    type Error = RuleError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), RuleError> {
        if tx.principal().person == Some(person.id) {
            return Err(RuleError::Oneself);
        }
        if tx.caller().is_outranked_by(&tx.roles_at_desk(&person).await?) {
            return Err(RuleError::HoldsMore);
        }
        let apps = remove_all::<Authenticator, _, _>(&person, tx).await?;
        remove_all::<RecoveryCode, _, _>(&person, tx).await?;
        let passkeys = remove_all::<Passkey, _, _>(&person, tx).await?;
        forget_all(&person, tx).await?;
        let sessions = end_all_but(&person, None, tx).await?;
        tx.record(&ProofsReset { person: person.id, reason: self.reason, apps, passkeys, sessions });
        Ok(())
    }
}

/// Removes every part of one kind; tells how many.
async fn remove_all<'t, C, W, I>(person: &Held<'t, Person>, tx: &Tx<'t, W>) -> Result<u32, StoreError>
where
    C: Child<Parent = Person>,
    W: Tables<C, I>,
{
    let mut removed = 0;
    for part in tx.parts::<C, Person>(person, None).await? {
        tx.delete_part(part).await?;
        removed += 1;
    }
    Ok(removed)
}
