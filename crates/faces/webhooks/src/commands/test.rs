use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use kernel::Id;

use super::WebhookError;
use crate::{Delivery, State, Webhook, follow::payload};

/// What an event is called that tells of nothing.
pub const TEST: &str = "webhook.test";

/// Sends an event that tells of nothing, to see whether it is taken.
#[derive(Input)]
pub struct TestWebhook {}

impl Command for TestWebhook {
    const NAME: &'static str = "webhooks.test";
    const PATH: Path = post("/webhooks/{webhook}/tests");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Webhook;
    type Writes = (Delivery,);
    type Output = ();
    type Error = WebhookError;

    async fn run<'t>(self, webhook: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), WebhookError> {
        if webhook.state == State::SetAside {
            return Err(WebhookError::SetAside);
        }
        let (id, now): (Id<Delivery>, _) = (tx.new_id(), tx.now());
        let delivery = Delivery::due(id, webhook.id, format!("msg_{id}"), TEST, now);
        let payload = payload(TEST, now, None, webhook.account_id, None);
        tx.insert(Delivery { payload, ..delivery }).await?;
        Ok(())
    }
}
