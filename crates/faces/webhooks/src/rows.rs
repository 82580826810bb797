use access::{Account, Person};
use kernel::{Id, Ref, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Condition, Json};

use crate::Address;

/// Where events are sent. Not printable, so that no log gets a secret, sealed as it is.
#[derive(Clone, PartialEq, Row)]
#[row(table = "webhook_endpoints", kind = "webhook", read = "webhooks.read", account = "account_id")]
pub struct Webhook {
    /// Its id.
    pub id: Id<Webhook>,
    /// Whose events; without one, those of every account.
    pub account_id: Option<Id<Account>>,
    /// Who made it; it is told of nothing that they may not read.
    pub person_id: Id<Person>,
    /// The address, as it was typed.
    pub url: String,
    /// The events that were chosen, by the names that are announced.
    pub events: Json<Vec<String>>,
    /// What signs, sealed.
    pub secret: String,
    /// Since when.
    pub secret_since: Timestamp,
    /// What signed before, sealed.
    pub previous_secret: Option<String>,
    /// First instant it no longer signs.
    pub previous_until: Option<Timestamp>,
    /// Whether it is sent to.
    pub state: State,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// When something was last sent.
    pub last_at: Option<Timestamp>,
    /// What was answered then.
    pub last_status: Option<i64>,
    /// How long that took, in milliseconds.
    pub last_ms: Option<i64>,
    /// What went wrong then, if anything did.
    pub last_fault: Option<Fault>,
    /// When a delivery was given up, since when nothing was taken.
    pub given_up_at: Option<Timestamp>,
}

/// Whether an endpoint is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    On,
    /// It is not, until somebody switches it on: it answered that it is gone.
    SetAside,
}
store::text_column!(State { On = "on", SetAside = "set_aside" });

/// Something to be sent to one endpoint, and what became of it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "webhook_deliveries", parent(Webhook, "webhook_id"))]
pub struct Delivery {
    /// Its id.
    pub id: Id<Delivery>,
    /// Where it goes.
    pub webhook_id: Id<Webhook>,
    /// What the receiver knows it by (`webhook-id`): the same however often it is sent.
    pub message: String,
    /// The event, by the name that is announced.
    pub event: String,
    /// The record it is about; a test is about none.
    pub about: Option<Ref>,
    /// The record's number.
    pub number: Option<String>,
    /// What is sent, byte for byte.
    pub payload: String,
    /// How far it has come.
    pub state: Standing,
    /// How often it was tried, the present time included.
    pub attempts: i64,
    /// When to try it; while it is being sent, when the lease ends. None once nothing is left to do.
    pub next_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// What was answered the last time.
    pub status: Option<i64>,
    /// How long that took, in milliseconds.
    pub took_ms: Option<i64>,
    /// What went wrong the last time, beside the answer.
    pub fault: Option<Fault>,
    /// How the answer began.
    pub answer: Option<String>,
    /// The trace in which it was made, so that its sending is told as a part of it; see [`telemetry::here`].
    pub trace: Option<String>,
}

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It waits for its time.
    Waiting,
    /// A sender has it in hand.
    Sending,
    /// It was taken.
    Delivered,
    /// It is not tried any more by itself.
    SetAside,
}
store::text_column!(Standing {
    Waiting = "waiting",
    Sending = "sending",
    Delivered = "delivered",
    SetAside = "set_aside",
});

/// What went wrong with an attempt, beside what was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The host has no address.
    Unresolved,
    /// The host's addresses are none that may be reached.
    Refused,
    /// No connection.
    Unreachable,
    /// The certificate does not do, or no TLS was spoken.
    Tls,
    /// No answer in time.
    Late,
    /// What was answered is no HTTP, or broke off.
    Broken,
    /// It leads elsewhere; that is never followed.
    Redirected,
    /// Whoever made the endpoint may not read the record any more.
    Rights,
    /// The secret does not open.
    Sealed,
}
store::text_column!(Fault {
    Unresolved = "unresolved",
    Refused = "refused",
    Unreachable = "unreachable",
    Tls = "tls",
    Late = "late",
    Broken = "broken",
    Redirected = "redirected",
    Rights = "rights",
    Sealed = "sealed",
});

impl From<egress::Fault> for Fault {
    fn from(fault: egress::Fault) -> Self {
        match fault {
            egress::Fault::Unresolved => Self::Unresolved,
            egress::Fault::Refused => Self::Refused,
            egress::Fault::Unreachable => Self::Unreachable,
            egress::Fault::Tls => Self::Tls,
            egress::Fault::Broken => Self::Broken,
        }
    }
}

impl Webhook {
    /// Whether it wants to be told of this event in this account, which happened at `at`.
    pub(crate) fn wants(&self, event: &str, account: Id<Account>, at: Timestamp) -> bool {
        let is_its_own = self.account_id.is_none_or(|own| own == account);
        is_its_own && self.created_at <= at && self.chose(event)
    }

    /// Those that somebody has to look after: set aside, or taking nothing any more.
    pub(crate) fn failing() -> Condition<Self> {
        Self::STATE.is(&State::SetAside).or(Self::GIVEN_UP_AT.is_known())
    }

    /// Whether it is one of those.
    pub(crate) fn is_failing(&self) -> bool {
        self.state == State::SetAside || self.given_up_at.is_some()
    }

    /// The host of its address, which may be named where the whole of it may not: the rest may let somebody in.
    pub(crate) fn host(&self) -> String {
        Address::parse(&self.url).map_or_else(|_| String::new(), |address| address.host)
    }

    /// Whether this event was chosen.
    pub(crate) fn chose(&self, event: &str) -> bool {
        self.events.0.iter().any(|chosen| chosen == event)
    }
}

impl Delivery {
    /// Those that were tried in vain: set aside, or to be tried again.
    pub(crate) fn failing() -> Condition<Self> {
        let ended = Self::STATE.is(&Standing::SetAside);
        let refused = Self::STATUS.below(&Some(200)).or(Self::STATUS.from(&Some(300)));
        let again = Self::STATE.is(&Standing::Waiting).and(refused.or(Self::FAULT.is_known()));
        ended.or(again)
    }

    /// Something to be sent at once.
    pub(crate) fn due(id: Id<Self>, to: Id<Webhook>, message: String, event: &str, now: Timestamp) -> Self {
        Self {
            id,
            webhook_id: to,
            message,
            event: event.to_owned(),
            about: None,
            number: None,
            payload: String::new(),
            state: Standing::Waiting,
            attempts: 0,
            next_at: Some(now),
            created_at: now,
            tried_at: None,
            status: None,
            took_ms: None,
            fault: None,
            answer: None,
            trace: telemetry::here(),
        }
    }
}
