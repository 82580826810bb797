//! Events told to programs outside, as Standard Webhooks 1.0.0 has it (<https://www.standardwebhooks.com>).
//!
//! An [endpoint](Webhook) belongs to an account or to the desk and names the events it wants, among those that services
//! announce. A follower of the journal makes a [`Delivery`] of each; the [`Sender`] carries it, signed, until it is taken
//! or three days have passed. What is sent names a record and says nothing of it: the receiver reads it over REST, under
//! the rights of a key. Before each attempt it is asked again whether whoever made the endpoint may still read the record.
//!
//! Nothing but the public internet is reached: see [`Reach`].

mod address;
mod attention;
mod commands;
mod fate;
mod follow;
mod grants;
#[cfg(test)]
mod hostile;
mod letters;
mod pages;
mod queries;
mod queue;
mod reach;
mod rows;
mod schedule;
mod secret;
mod sender;
mod texts;
mod wire;

use gateway::Service;
use store::{Migration, Migrations};

pub use address::Address;
pub use attention::AttendWebhooks;
pub use commands::{
    ChangeWebhook, CreateDeskWebhook, CreateWebhook, GiveUpDelivery, RemoveWebhook, ResendDelivery, RotateWebhook,
    SetWebhookAside, TEST, TestWebhook, WebhookChanged, WebhookCreated, WebhookError,
};
pub use egress::Resolver;
pub use follow::followers;
pub use grants::{grants, roles};
pub use pages::pages;
pub use queries::{DeliveryLine, ListWebhooks, ShowWebhook, WebhookLine, WebhookView};
pub use queue::sweep;
pub use reach::Reach;
pub use rows::{Delivery, Fault, Standing, State, Webhook};
pub use secret::{Secret, owner};
pub use sender::Sender;
pub use texts::TEXTS;

/// The tables of webhooks; they point into the directory's.
pub const MIGRATIONS: Migrations = Migrations {
    part: "webhooks",
    steps: &[
        Migration { name: "001_webhooks", sql: include_str!("../migrations/001_webhooks.sql") },
        Migration { name: "002_traces", sql: include_str!("../migrations/002_traces.sql") },
        Migration { name: "003_states", sql: include_str!("../migrations/003_states.sql") },
        Migration { name: "004_given_up", sql: include_str!("../migrations/004_given_up.sql") },
    ],
};

/// Webhooks, as they are made, changed, tried and removed. What they hang on, accounts and brands, others bring.
pub fn service() -> Service {
    Service::named("webhooks")
        .migrations(MIGRATIONS)
        .policy("webhooks/webhooks.cedar", include_str!("../webhooks.cedar"))
        .object::<Webhook>()
        .secluded::<Webhook>()
        .command::<CreateWebhook>()
        .command::<CreateDeskWebhook>()
        .command::<ChangeWebhook>()
        .command::<RotateWebhook>()
        .command::<TestWebhook>()
        .command::<ResendDelivery>()
        .command::<RemoveWebhook>()
        .command::<SetWebhookAside>()
        .command::<GiveUpDelivery>()
        .query::<ListWebhooks>()
        .query::<ShowWebhook>()
        .attention::<AttendWebhooks>()
}
