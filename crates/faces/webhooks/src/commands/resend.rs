use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::Id;

use super::WebhookError;
use crate::{Delivery, Standing, State, Webhook};

/// Sends a delivery now, whether it waits, was taken or was set aside; under the name the receiver knows it by.
#[derive(Input)]
pub struct ResendDelivery {
    /// One of the webhook's own deliveries.
    delivery: Line<40>,
}

impl Command for ResendDelivery {
    const NAME: &'static str = "webhooks.resend";
    const PATH: Path = post("/webhooks/{webhook}/deliveries");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Webhook;
    type Writes = (Delivery,);
    type Output = ();
    type Error = WebhookError;

    async fn run<'t>(self, webhook: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), WebhookError> {
        let id: Id<Delivery> = self.delivery.as_str().parse().map_err(|_| WebhookError::Absent)?;
        let found = tx.parts::<Delivery, Webhook>(&webhook, Some(Delivery::ID.is(&id))).await?;
        let delivery = found.into_iter().next().ok_or(WebhookError::Absent)?;
        if webhook.state == State::SetAside {
            return Err(WebhookError::SetAside);
        }
        // It is on its way already.
        if delivery.state == Standing::Sending {
            tx.nothing_happened();
            return Ok(());
        }
        let now = tx.now();
        tx.update_part(&delivery, |delivery| {
            delivery.state = Standing::Waiting;
            delivery.next_at = Some(now);
        })
        .await?;
        Ok(())
    }
}
