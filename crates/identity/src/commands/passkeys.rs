use directory::Person;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::Id;
use store::StoreError;

use super::{Own, OwnError, devices::forget_all};
use crate::{
    events::{PasskeyAdded, PasskeyRemoved, PasskeyRenamed},
    rows::{Passkey, Remembered},
};

/// How many passkeys one person may have.
const MOST: usize = 20;

/// Adds a passkey. A policy asks for a proof shown a moment ago. The page has seen the key prove itself, and hands it
/// on as it sealed it: what was sealed for somebody else opens nothing.
#[derive(Input)]
pub struct AddPasskey {
    name: Line<60>,
    credential_id: Line<1_400>,
    secret: Line<20_000>,
}

impl Command for AddPasskey {
    const NAME: &'static str = "identity.add_passkey";
    const PATH: Path = post("/me/passkeys");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Passkey, Remembered);
    type Output = Id<Passkey>;
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Passkey>, OwnError> {
        if tx.parts::<Passkey, Person>(&person, None).await?.len() >= MOST {
            return Err(OwnError::EnoughPasskeys);
        }
        let row = Passkey {
            id: tx.new_id(),
            person_id: person.id,
            name: self.name.as_str().to_owned(),
            credential_id: self.credential_id.as_str().to_owned(),
            key: self.secret.as_str().to_owned(),
            added_at: tx.now(),
            used_at: None,
        };
        let passkey = tx.insert(row).await.map_err(|error| match error {
            StoreError::Taken(_) => OwnError::KnownPasskey,
            other => other.into(),
        })?;
        forget_all(&person, tx).await?;
        tx.record(&PasskeyAdded { passkey: passkey.id });
        Ok(passkey.id)
    }
}

/// Calls a passkey something else.
#[derive(Input)]
pub struct RenamePasskey {
    passkey: Own,
    name: Line<60>,
}

impl Command for RenamePasskey {
    const NAME: &'static str = "identity.rename_passkey";
    const PATH: Path = post("/me/passkeys/name");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Passkey,);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let wanted = self.passkey.id::<Passkey>();
        let own = tx.parts::<Passkey, Person>(&person, Some(Passkey::ID.is(&wanted))).await?;
        let passkey = own.first().ok_or(OwnError::Absent)?;
        tx.update_part(passkey, |passkey| passkey.name = self.name.as_str().to_owned()).await?;
        tx.record(&PasskeyRenamed { passkey: wanted });
        Ok(())
    }
}

/// Removes a passkey. A policy asks for a proof shown a moment ago.
#[derive(Input)]
pub struct RemovePasskey {
    passkey: Own,
}

impl Command for RemovePasskey {
    const NAME: &'static str = "identity.remove_passkey";
    const PATH: Path = post("/me/passkeys/removal");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Passkey, Remembered);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let wanted = self.passkey.id::<Passkey>();
        let own = tx.parts::<Passkey, Person>(&person, Some(Passkey::ID.is(&wanted))).await?;
        let passkey = own.into_iter().next().ok_or(OwnError::Absent)?;
        tx.delete_part(passkey).await?;
        forget_all(&person, tx).await?;
        tx.record(&PasskeyRemoved { passkey: wanted });
        Ok(())
    }
}
