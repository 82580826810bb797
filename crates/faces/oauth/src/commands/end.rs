use directory::ApiKey;
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};

use super::AppError;

/// Ends what an app was allowed, for one person and account. Its next request is refused.
#[derive(Input)]
pub struct EndApp {}

impl Command for EndApp {
    const NAME: &'static str = "apps.end";
    const PATH: Path = post("/me/apps/{key}/end");
    const EFFECT: Effect = Effect::Destroys;
    type On = ApiKey;
    type Writes = (ApiKey,);
    type Output = ();
    type Error = AppError;

    async fn run<'t>(self, key: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), AppError> {
        if key.client_id.is_none() {
            return Err(AppError::NoApp);
        }
        if key.revoked_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let now = tx.now();
        tx.update(&key, |key| key.revoked_at = Some(now)).await?;
        tx.end_other_keys(&key).await?;
        Ok(())
    }
}
