use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use store::Json;

use super::{WebhookChanged, WebhookError, making::chosen};
use crate::{State, Webhook};

/// Chooses the events that a webhook is told of, and switches it on again if it was set aside.
#[derive(Input)]
pub struct ChangeWebhook {
    /// What it is told of, by the names of events.
    events: Vec<Line<80>>,
}

impl Command for ChangeWebhook {
    const NAME: &'static str = "webhooks.change";
    const PATH: Path = post("/webhooks/{webhook}");
    const EFFECT: Effect = Effect::Changes;
    type On = Webhook;
    type Writes = (Webhook,);
    type Output = ();
    type Error = WebhookError;

    async fn run<'t>(self, webhook: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), WebhookError> {
        let events = chosen(&self.events, tx)?;
        if webhook.events.0 == events && webhook.state == State::On {
            tx.nothing_happened();
            return Ok(());
        }
        tx.update(&webhook, |webhook| {
            webhook.events = Json(events.clone());
            webhook.state = State::On;
        })
        .await?;
        tx.record(&WebhookChanged { events });
        Ok(())
    }
}
