//! What the templates see.

use front::{Blank, Tab, Tag};
use kernel::Timestamp;
use serde::Serialize;

/// The webhooks of an account or, at the desk, all there are.
#[derive(Debug, Serialize)]
pub(super) struct ListPage {
    pub title: String,
    pub lede: String,
    /// Where keys are, for those who may see them.
    pub keys: Option<String>,
    /// Where one is made, for those who may.
    pub new: Option<String>,
    pub rows: Vec<WebhookRow>,
    /// What is kept to in sending.
    pub limits: Vec<Limit>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A webhook.
#[derive(Debug, Serialize)]
pub(super) struct WebhookRow {
    pub url: String,
    pub href: String,
    /// Whose events, where several could be meant.
    pub whose: Option<String>,
    pub events: Vec<String>,
    pub state: Tag,
}

/// Something that is kept to in sending.
#[derive(Debug, Serialize)]
pub(super) struct Limit {
    pub term: String,
    pub detail: String,
}

/// A webhook to be made.
#[derive(Debug, Serialize)]
pub(super) struct NewPage {
    pub title: String,
    pub webhooks: String,
    pub action: String,
    pub events: Vec<OfferedEvent>,
    pub form: Blank,
}

/// An event that a webhook may be told of.
#[derive(Debug, Serialize)]
pub(super) struct OfferedEvent {
    pub value: &'static str,
    pub about: String,
    pub chosen: bool,
}

/// A secret that was just made. What it is, is shown here and never again; so nothing may print it by chance.
#[derive(Serialize)]
pub(super) struct SecretPage {
    pub title: String,
    pub webhooks: String,
    pub webhook: String,
    pub secret: String,
    /// Whether another was there before.
    pub changed: bool,
}

/// One webhook, and what was sent to it.
#[derive(Debug, Serialize)]
pub(super) struct OnePage {
    pub title: String,
    pub webhooks: String,
    pub url: String,
    /// At the desk, whose events it is told of.
    pub whose: Option<Whose>,
    pub state: Tag,
    /// Whether it acts on the rights of whoever looks.
    pub yours: bool,
    pub aside: bool,
    /// When a delivery was given up, since when nothing was taken.
    pub given_up_at: Option<Timestamp>,
    pub secret_since: Timestamp,
    /// Until when the secret before signs, too.
    pub previous_until: Option<Timestamp>,
    pub events: Vec<OfferedEvent>,
    /// Where it is changed, for those who may; and so on.
    pub change: Option<String>,
    pub rotation: Option<String>,
    pub test: Option<String>,
    pub removal: Option<String>,
    pub resending: Option<String>,
    /// All deliveries, and those that were tried in vain.
    pub tabs: Vec<Tab>,
    /// Whether only the latter are listed.
    pub failing: bool,
    /// Where all are.
    pub all: String,
    pub rows: Vec<DeliveryRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub form: Blank,
}

/// Whose events a webhook is told of.
#[derive(Debug, Serialize)]
pub(super) struct Whose {
    pub name: String,
    /// The customer's page, for those who may see it.
    pub href: Option<String>,
}

/// A delivery.
#[derive(Debug, Serialize)]
pub(super) struct DeliveryRow {
    pub id: String,
    pub at: Timestamp,
    pub event: String,
    pub number: Option<String>,
    pub state: Tag,
    /// How long the answer took.
    pub after: Option<String>,
    /// When it is tried next.
    pub next: Option<Timestamp>,
    pub tries: String,
    /// What its button says; none while it is on its way.
    pub resend: Option<String>,
    pub sent: Vec<String>,
    pub answered: Vec<String>,
}
