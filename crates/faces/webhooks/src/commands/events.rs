//! What the journal says of webhooks, beside what commands say by their names. Addresses are not in it: they may hold
//! what only the receiver should know.

use journal::Event;
use kernel::Id;
use serde::Serialize;

use crate::Webhook;

/// A webhook was made.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookCreated {
    /// The webhook.
    pub webhook: Id<Webhook>,
    /// The events it is told of.
    pub events: Vec<String>,
}

impl Event for WebhookCreated {
    const NAME: &'static str = "webhooks.created";
}

/// A webhook is told of other events; one that was set aside is switched on again.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookChanged {
    /// The events it is told of.
    pub events: Vec<String>,
}

impl Event for WebhookChanged {
    const NAME: &'static str = "webhooks.changed";
}
