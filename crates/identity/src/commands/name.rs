use directory::{Person, fold};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};

use super::OwnError;
use crate::events::Renamed;

/// Changes what one is called.
#[derive(Input)]
pub struct RenameOneself {
    name: Line<120>,
}

impl Command for RenameOneself {
    const NAME: &'static str = "identity.rename_oneself";
    const PATH: Path = post("/me/name");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Person,);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let renamed = tx
            .update(&person, |person| {
                person.name = self.name.as_str().to_owned();
                person.name_fold = fold(self.name.as_str());
            })
            .await?;
        tx.tell_memberships(&renamed).await?;
        tx.record(&Renamed {});
        Ok(())
    }
}
