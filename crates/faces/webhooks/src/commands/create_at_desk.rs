use access::Acting;
use directory::Brand;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::Id;

use super::{WebhookError, making::Wanted};
use crate::{Address, Webhook};

/// Makes a webhook of the desk: an address outside that is told of events in every account, as far as whoever makes it
/// may read what they are about. A policy asks for a proof shown a moment ago. The secret comes, sealed, from the page that
/// shows it.
#[derive(Input)]
pub struct CreateDeskWebhook {
    url: Address,
    /// What it is told of, by the names of events.
    events: Vec<Line<80>>,
    secret: Line<200>,
}

impl Command for CreateDeskWebhook {
    const NAME: &'static str = "webhooks.create_at_desk";
    const PATH: Path = post("/brands/{brand}/webhooks");
    const EFFECT: Effect = Effect::Changes;
    type On = Brand;
    type Writes = (Webhook,);
    type Output = Id<Webhook>;
    type Error = WebhookError;

    async fn run<'t>(self, _: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Webhook>, WebhookError> {
        if tx.principal().acting != Acting::Desk {
            return Err(WebhookError::NotOneself);
        }
        Wanted { url: self.url, events: self.events, secret: self.secret }.make(None, tx).await
    }
}
