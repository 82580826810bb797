use access::Acting;
use directory::{ApiKey, Brand};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, Whole, post};

use super::{KeyError, NewKey, making::Wanted};

/// Makes a key by which a program acts at the desk, on the rights of whoever makes it and with no other actions than
/// those chosen. The key itself is told once, and only its hash is kept.
#[derive(Input)]
pub struct CreateDeskKey {
    name: Line<80>,
    /// For how many days it counts.
    days: Whole<1, 366>,
    /// What it may do, by the names of operations.
    actions: Vec<Line<80>>,
}

impl Command for CreateDeskKey {
    const NAME: &'static str = "keys.create_at_desk";
    const PATH: Path = post("/brands/{brand}/keys");
    const EFFECT: Effect = Effect::Changes;
    type On = Brand;
    type Writes = (ApiKey,);
    type Output = NewKey;
    type Error = KeyError;

    async fn run<'t>(self, _: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<NewKey, KeyError> {
        if tx.principal().acting != Acting::Desk {
            return Err(KeyError::NotOneself);
        }
        Wanted { name: self.name, days: self.days, actions: self.actions }.make(None, tx).await
    }
}
