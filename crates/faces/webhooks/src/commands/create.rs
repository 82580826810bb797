use directory::Account;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::Id;

use super::{WebhookError, making::Wanted};
use crate::{Address, Webhook};

/// Makes a webhook: an address outside that is told of events in the account, as far as whoever makes it may read what
/// they are about. A policy asks for a proof shown a moment ago. The secret comes, sealed, from the page that shows it.
#[derive(Input)]
pub struct CreateWebhook {
    url: Address,
    /// What it is told of, by the names of events.
    events: Vec<Line<80>>,
    secret: Line<200>,
}

impl Command for CreateWebhook {
    const NAME: &'static str = "webhooks.create";
    const PATH: Path = post("/webhooks");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (Webhook,);
    type Output = Id<Webhook>;
    type Error = WebhookError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Webhook>, WebhookError> {
        if tx.principal().account() != Some(account.id) {
            return Err(WebhookError::NotOneself);
        }
        Wanted { url: self.url, events: self.events, secret: self.secret }.make(Some(account.id), tx).await
    }
}
