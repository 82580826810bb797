use directory::{ApiKey, AppToken, TokenKind, token_hash};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::Timestamp;

use super::{
    AppError,
    token::{Issued, Wanted, must_be_itself, sweep},
};
use crate::{events::AppReplayed, pkce};

/// Gives an app its next tokens for a code or a refresh token, which counts once. Shown again, somebody has stolen it: then
/// what the app was allowed ends, and it is given nothing.
#[derive(Input)]
pub struct ExchangeToken {
    /// The code or refresh token.
    shown: Line<100>,
    /// What the app calls itself; that it is the app, it has shown.
    client_id: Line<400>,
    /// With a code: what proves that this app began.
    verifier: Option<Line<128>>,
    /// Where the code was sent to, if the app says so.
    redirect_uri: Option<Line<2000>>,
}

impl Command for ExchangeToken {
    const NAME: &'static str = "apps.exchange";
    const PATH: Path = post("/me/apps/{key}/exchange");
    const EFFECT: Effect = Effect::Changes;
    type On = ApiKey;
    type Writes = (ApiKey, AppToken);
    type Output = Option<Issued>;
    type Error = AppError;

    async fn run<'t>(self, key: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Option<Issued>, AppError> {
        must_be_itself(key.id, tx.principal())?;
        if key.client_id.as_deref() != Some(self.client_id.as_str()) {
            return Err(AppError::Unknown);
        }
        let (now, hash) = (tx.now(), token_hash(self.shown.as_str()));
        let found = tx.parts::<AppToken, ApiKey>(&key, Some(AppToken::TOKEN_HASH.is(&hash))).await?;
        let token = found.first().ok_or(AppError::Unknown)?;
        if token.used_at.is_some() {
            tx.update(&key, |key| key.revoked_at = Some(now)).await?;
            tx.record(&AppReplayed { key: key.id });
            return Ok(None);
        }
        if !self.fits(token, now) || key.expires_at <= now {
            return Err(AppError::Unknown);
        }
        let audience = token.audience.clone();
        tx.update_part(token, |token| token.used_at = Some(now)).await?;
        sweep(&key, tx).await?;
        let wanted = |kind| Wanted { kind, audience: &audience, of_code: None };
        let access = wanted(TokenKind::Access).make(&key, tx).await?;
        let refresh = Some(wanted(TokenKind::Refresh).make(&key, tx).await?);
        Ok(Some(Issued { access, refresh, actions: key.actions.0.clone() }))
    }
}

impl ExchangeToken {
    fn fits(&self, token: &AppToken, now: Timestamp) -> bool {
        let is_open = now < token.expires_at;
        match token.kind {
            TokenKind::Access => false,
            TokenKind::Refresh => is_open,
            TokenKind::Code => {
                let began = self.verifier.as_ref().zip(token.challenge.as_ref());
                let sent_to = self.redirect_uri.as_ref().map(Line::as_str);
                is_open
                    && began.is_some_and(|(verifier, challenge)| pkce::answers(verifier.as_str(), challenge))
                    && sent_to.is_none_or(|to| token.redirect_uri.as_deref() == Some(to))
            }
        }
    }
}
