use directory::{ApiKey, AppToken, TokenKind, token_hash};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};

use super::{AppError, token::must_be_itself};

/// Takes a token back that its app does not want any more (RFC 7009): an access token alone, or with a refresh token all
/// that the app was allowed.
#[derive(Input)]
pub struct GiveBack {
    /// The token.
    shown: Line<100>,
}

impl Command for GiveBack {
    const NAME: &'static str = "apps.give_back";
    const PATH: Path = post("/me/apps/{key}/tokens/return");
    const EFFECT: Effect = Effect::Destroys;
    type On = ApiKey;
    type Writes = (ApiKey, AppToken);
    type Output = ();
    type Error = AppError;

    async fn run<'t>(self, key: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), AppError> {
        must_be_itself(key.id, tx.principal())?;
        let (now, hash) = (tx.now(), token_hash(self.shown.as_str()));
        let found = tx.parts::<AppToken, ApiKey>(&key, Some(AppToken::TOKEN_HASH.is(&hash))).await?;
        let token = found.into_iter().next().ok_or(AppError::Unknown)?;
        match token.kind {
            TokenKind::Access => tx.delete_part(token).await?,
            TokenKind::Code | TokenKind::Refresh => {
                tx.update(&key, |key| key.revoked_at = Some(now)).await?;
            }
        }
        Ok(())
    }
}
