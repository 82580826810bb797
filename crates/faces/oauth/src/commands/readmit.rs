use directory::App;
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};

use super::AppError;

/// Lets an app come in again that says itself who it is and was taken off. What it was allowed before stays ended.
#[derive(Input)]
pub struct ReadmitApp {}

impl Command for ReadmitApp {
    const NAME: &'static str = "apps.readmit";
    const PATH: Path = post("/apps/{app}/readmission");
    const EFFECT: Effect = Effect::Changes;
    type On = App;
    type Writes = (App,);
    type Output = ();
    type Error = AppError;

    async fn run<'t>(self, app: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), AppError> {
        if app.heard_at.is_none() {
            return Err(AppError::Registered);
        }
        if app.removed_at.is_none() {
            tx.nothing_happened();
            return Ok(());
        }
        tx.update(&app, |app| app.removed_at = None).await?;
        Ok(())
    }
}
