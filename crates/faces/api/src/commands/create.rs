use directory::{Account, ApiKey};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, Whole, post};

use super::{KeyError, NewKey, making::Wanted};

/// Makes a key by which a program acts for the account, on the rights of whoever makes it and with no other actions
/// than those chosen. The key itself is told once, and only its hash is kept.
#[derive(Input)]
pub struct CreateKey {
    name: Line<80>,
    /// For how many days it counts.
    days: Whole<1, 366>,
    /// What it may do, by the names of operations.
    actions: Vec<Line<80>>,
}

impl Command for CreateKey {
    const NAME: &'static str = "keys.create";
    const PATH: Path = post("/keys");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (ApiKey,);
    type Output = NewKey;
    type Error = KeyError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<NewKey, KeyError> {
        if tx.principal().account() != Some(account.id) {
            return Err(KeyError::NotOneself);
        }
        Wanted { name: self.name, days: self.days, actions: self.actions }.make(Some(account.id), tx).await
    }
}
