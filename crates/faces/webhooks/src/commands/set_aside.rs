use gateway::{Command, Effect, Granted, Input, Path, Tx, post};

use super::WebhookError;
use crate::{State, Webhook};

/// Sends nothing more to a webhook until somebody switches it on again: what waits for it keeps waiting, and it is told of
/// nothing new. The sender does so when the receiver answers that it is gone.
#[derive(Input)]
pub struct SetWebhookAside {}

impl Command for SetWebhookAside {
    const NAME: &'static str = "webhooks.set_aside";
    const PATH: Path = post("/webhooks/{webhook}/standstill");
    const EFFECT: Effect = Effect::Changes;
    type On = Webhook;
    type Writes = (Webhook,);
    type Output = ();
    type Error = WebhookError;

    async fn run<'t>(self, webhook: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), WebhookError> {
        if webhook.state == State::SetAside {
            tx.nothing_happened();
            return Ok(());
        }
        tx.update(&webhook, |webhook| webhook.state = State::SetAside).await?;
        Ok(())
    }
}
