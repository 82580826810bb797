use access::{Account, Person};
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Limit, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Count, Direction, List, Order, Scope, Seen};

use crate::{Delivery, Fault, Standing, State, Webhook};

/// Lists webhooks, the newest first.
#[derive(Input)]
pub struct ListWebhooks {
    from: Option<Line<400>>,
}

/// Shows a webhook and what was sent to it in the last month, the latest first: all of it, or what was tried in vain.
#[derive(Input)]
pub struct ShowWebhook {
    failing: bool,
    from: Option<Line<400>>,
}

/// A webhook, without its secrets.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WebhookLine {
    /// Its id.
    pub webhook: Id<Webhook>,
    /// Whose events; without one, those of every account.
    pub account: Option<Id<Account>>,
    /// Who made it.
    pub person: Id<Person>,
    /// The address.
    pub url: String,
    /// The events it is told of.
    pub events: Vec<String>,
    /// Whether it is sent to.
    pub state: State,
    /// Since when its secret signs.
    pub secret_since: Timestamp,
    /// First instant the secret before no longer signs.
    pub previous_until: Option<Timestamp>,
    /// When something was last sent.
    pub last_at: Option<Timestamp>,
    /// What was answered then.
    pub last_status: Option<i64>,
    /// How long that took, in milliseconds.
    pub last_ms: Option<i64>,
    /// What went wrong then.
    pub last_fault: Option<Fault>,
    /// When a delivery was given up, since when nothing was taken.
    pub given_up_at: Option<Timestamp>,
}

/// A webhook and a page of its deliveries.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WebhookView {
    /// The webhook.
    pub webhook: WebhookLine,
    /// What was sent to it, as far as it was asked for.
    pub deliveries: Page<DeliveryLine>,
    /// How many deliveries were tried in vain.
    pub failing: Count,
}

/// Nobody counts deliveries further than this.
const COUNTED: u32 = 1_000;

/// A delivery as it is shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeliveryLine {
    /// Its id.
    pub delivery: Id<Delivery>,
    /// What the receiver knows it by.
    pub message: String,
    /// The event.
    pub event: String,
    /// The number of the record it is about.
    pub number: Option<String>,
    /// What is sent.
    pub payload: String,
    /// How far it has come.
    pub state: Standing,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub next: Option<Timestamp>,
    /// When it was made.
    pub at: Timestamp,
    /// When it was last tried.
    pub tried: Option<Timestamp>,
    /// What was answered then.
    pub status: Option<i64>,
    /// How long that took, in milliseconds.
    pub took_ms: Option<i64>,
    /// What went wrong then.
    pub fault: Option<Fault>,
    /// How the answer began.
    pub answer: Option<String>,
}

impl Query for ListWebhooks {
    const NAME: &'static str = "webhooks.list";
    const PATH: Path = get("/webhooks");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Webhook;
    type Under = Scope<Self, Webhook>;
    type Output = Page<WebhookLine>;

    async fn run(self, webhooks: Scope<Self, Webhook>) -> Result<Page<WebhookLine>, Problem> {
        let list = List::by(Order::by(Webhook::CREATED_AT, Direction::Descending)).from(place(self.from.as_ref()));
        Ok(webhooks.page(list.rows(Limit::DEFAULT)).await?.map(|webhook| WebhookLine::of(&webhook)))
    }
}

impl Query for ShowWebhook {
    const NAME: &'static str = "webhooks.show";
    const PATH: Path = get("/webhooks/{webhook}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Webhook;
    type Under = Seen<Self, Webhook>;
    type Output = WebhookView;

    async fn run(self, webhook: Seen<Self, Webhook>) -> Result<WebhookView, Problem> {
        let list = List::by(Order::by(Delivery::CREATED_AT, Direction::Descending)).from(place(self.from.as_ref()));
        let list = list.maybe(self.failing.then(Delivery::failing)).rows(Limit::DEFAULT);
        let deliveries = webhook.parts(list).await?.map(DeliveryLine::of);
        let failing = webhook.count_parts(Delivery::failing(), COUNTED).await?;
        Ok(WebhookView { webhook: WebhookLine::of(&webhook), deliveries, failing })
    }
}

fn place(from: Option<&Line<400>>) -> Option<Cursor> {
    from.and_then(|from| from.as_str().parse().ok())
}

impl WebhookLine {
    fn of(webhook: &Webhook) -> Self {
        Self {
            webhook: webhook.id,
            account: webhook.account_id,
            person: webhook.person_id,
            url: webhook.url.clone(),
            events: webhook.events.0.clone(),
            state: webhook.state,
            secret_since: webhook.secret_since,
            previous_until: webhook.previous_until,
            last_at: webhook.last_at,
            last_status: webhook.last_status,
            last_ms: webhook.last_ms,
            last_fault: webhook.last_fault,
            given_up_at: webhook.given_up_at,
        }
    }
}

impl DeliveryLine {
    fn of(delivery: Delivery) -> Self {
        Self {
            delivery: delivery.id,
            message: delivery.message,
            event: delivery.event,
            number: delivery.number,
            payload: delivery.payload,
            state: delivery.state,
            attempts: delivery.attempts,
            next: delivery.next_at,
            at: delivery.created_at,
            tried: delivery.tried_at,
            status: delivery.status,
            took_ms: delivery.took_ms,
            fault: delivery.fault,
            answer: delivery.answer,
        }
    }
}
