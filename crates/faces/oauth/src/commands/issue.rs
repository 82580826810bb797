use directory::{ApiKey, AppToken, TokenKind};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};

use super::{
    AppError,
    token::{Issued, Wanted, must_be_itself, sweep},
};

/// Gives an app a token for what it may do by itself; that it is the app, it has shown.
#[derive(Input)]
pub struct IssueToken {
    /// Where the token is to count.
    audience: Line<400>,
}

impl Command for IssueToken {
    const NAME: &'static str = "apps.issue";
    const PATH: Path = post("/me/apps/{key}/tokens");
    const EFFECT: Effect = Effect::Changes;
    type On = ApiKey;
    type Writes = (AppToken,);
    type Output = Issued;
    type Error = AppError;

    async fn run<'t>(self, key: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Issued, AppError> {
        must_be_itself(key.id, tx.principal())?;
        if key.expires_at <= tx.now() {
            return Err(AppError::Unknown);
        }
        sweep(&key, tx).await?;
        let access = Wanted { kind: TokenKind::Access, audience: self.audience.as_str(), of_code: None };
        let access = access.make(&key, tx).await?;
        Ok(Issued { access, refresh: None, actions: key.actions.0.clone() })
    }
}
