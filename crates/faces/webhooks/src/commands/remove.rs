use gateway::{Command, Effect, Granted, Input, Path, Tx, delete};

use super::WebhookError;
use crate::Webhook;

/// Removes a webhook, its secrets and its deliveries. What is on its way still arrives.
#[derive(Input)]
pub struct RemoveWebhook {}

impl Command for RemoveWebhook {
    const NAME: &'static str = "webhooks.remove";
    const PATH: Path = delete("/webhooks/{webhook}");
    const EFFECT: Effect = Effect::Destroys;
    type On = Webhook;
    type Writes = (Webhook,);
    type Output = ();
    type Error = WebhookError;

    async fn run<'t>(self, webhook: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), WebhookError> {
        // Its deliveries are its parts, and go with it by the table's own rule.
        tx.delete(webhook.into_held()).await?;
        Ok(())
    }
}
