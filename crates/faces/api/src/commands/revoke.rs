use directory::ApiKey;
use gateway::{Command, Effect, Granted, Input, Path, Tx, delete};

use super::{KeyError, KeyRevoked};

/// Revokes a key; an app's, with all that it has of the same person for the account. The next request that shows it is
/// refused.
#[derive(Input)]
pub struct RevokeKey {}

impl Command for RevokeKey {
    const NAME: &'static str = "keys.revoke";
    const PATH: Path = delete("/keys/{key}");
    const EFFECT: Effect = Effect::Destroys;
    type On = ApiKey;
    type Writes = (ApiKey,);
    type Output = ();
    type Error = KeyError;

    async fn run<'t>(self, key: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), KeyError> {
        if key.revoked_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let now = tx.now();
        tx.update(&key, |key| key.revoked_at = Some(now)).await?;
        tx.end_other_keys(&key).await?;
        tx.record(&KeyRevoked { key: key.id });
        Ok(())
    }
}
