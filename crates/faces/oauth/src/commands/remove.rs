use directory::App;
use gateway::{Command, Effect, Granted, Input, Path, Tx, delete};

use super::AppError;

/// Takes an app off. Everything it was allowed ends at its next request; one that says itself who it is cannot be let in
/// before it may come in again.
#[derive(Input)]
pub struct RemoveApp {}

impl Command for RemoveApp {
    const NAME: &'static str = "apps.remove";
    const PATH: Path = delete("/apps/{app}");
    const EFFECT: Effect = Effect::Destroys;
    type On = App;
    type Writes = (App,);
    type Output = ();
    type Error = AppError;

    async fn run<'t>(self, app: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), AppError> {
        if app.removed_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let now = tx.now();
        tx.update(&app, |app| app.removed_at = Some(now)).await?;
        tx.end_keys_of(&app).await?;
        Ok(())
    }
}
