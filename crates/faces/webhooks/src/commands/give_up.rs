use gateway::{Command, Effect, Granted, Input, Path, Tx, post};

use super::WebhookError;
use crate::Webhook;

/// Notes that a delivery was given up, and that the receiver takes nothing; said once, until it takes one again. The sender
/// does so after the last try.
#[derive(Input)]
pub struct GiveUpDelivery {}

impl Command for GiveUpDelivery {
    const NAME: &'static str = "webhooks.give_up";
    const PATH: Path = post("/webhooks/{webhook}/failures");
    const EFFECT: Effect = Effect::Changes;
    type On = Webhook;
    type Writes = (Webhook,);
    type Output = ();
    type Error = WebhookError;

    async fn run<'t>(self, webhook: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), WebhookError> {
        if webhook.given_up_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let now = tx.now();
        tx.update(&webhook, |webhook| webhook.given_up_at = Some(now)).await?;
        Ok(())
    }
}
