use std::time::Duration;

use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};

use super::WebhookError;
use crate::Webhook;

/// How long the secret before signs beside the new one.
const BESIDE: Duration = Duration::from_hours(24);

/// Gives a webhook a new secret; the one before signs beside it for a day, so that the receiver may change over. A policy
/// asks for a proof shown a moment ago. The secret comes, sealed, from the page that shows it.
#[derive(Input)]
pub struct RotateWebhook {
    secret: Line<200>,
}

impl Command for RotateWebhook {
    const NAME: &'static str = "webhooks.rotate";
    const PATH: Path = post("/webhooks/{webhook}/secret");
    const EFFECT: Effect = Effect::Changes;
    type On = Webhook;
    type Writes = (Webhook,);
    type Output = ();
    type Error = WebhookError;

    async fn run<'t>(self, webhook: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), WebhookError> {
        // What is shown is a customer's own secret, and it is sealed for where one acts.
        if tx.principal().account() != webhook.account_id {
            return Err(WebhookError::NotOneself);
        }
        let (secret, now) = (self.secret.as_str().to_owned(), tx.now());
        tx.update(&webhook, |webhook| {
            webhook.previous_secret = Some(std::mem::replace(&mut webhook.secret, secret));
            webhook.previous_until = Some(now.plus(BESIDE));
            webhook.secret_since = now;
        })
        .await?;
        Ok(())
    }
}
