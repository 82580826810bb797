use gateway::{Attention, Input, Path, Query, Slot, TOLD, Viewed, get};
use kernel::{Limit, Message, Problem, Ref, Turn};
use store::{Direction, List, Object as _, Order, Scope};

use crate::{State, Webhook};

/// Tells of webhooks to which nothing is sent any more, and of those that take nothing: an account's own or, at the desk,
/// the house's.
#[derive(Input)]
pub struct AttendWebhooks {
    slot: Slot,
}

impl Query for AttendWebhooks {
    const NAME: &'static str = "webhooks.attention";
    const PATH: Path = get("/webhooks/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Webhook;
    type Under = Scope<Self, Webhook>;
    type Output = Vec<Attention>;

    async fn run(self, webhooks: Scope<Self, Webhook>) -> Result<Vec<Attention>, Problem> {
        if self.slot != Slot::Waiting {
            return Ok(Vec::new());
        }
        let account = webhooks.caller().principal.account();
        let (own, turn) = match account {
            Some(_) => (Webhook::ACCOUNT_ID.is(&account), Turn::Customer),
            None => (Webhook::ACCOUNT_ID.is_unknown(), Turn::Staff),
        };
        let by = Order::by(Webhook::CREATED_AT, Direction::Ascending);
        let list = List::by(by).only(own.and(Webhook::failing())).rows(Limit::clamp(TOLD));
        Ok(webhooks.page(list).await?.rows.iter().map(|webhook| tell(webhook, turn)).collect())
    }
}

fn tell(webhook: &Webhook, turn: Turn) -> Attention {
    let is_gone = webhook.state == State::SetAside;
    let (title, more) = match is_gone {
        true => ("webhooks-attention-gone", "webhooks-attention-gone-more"),
        false => ("webhooks-attention-given-up", "webhooks-attention-given-up-more"),
    };
    let since = if is_gone { webhook.last_at } else { webhook.given_up_at };
    Attention {
        target: Ref::new(Webhook::KIND, webhook.id),
        path: format!("/webhooks/{}", webhook.id),
        icon: "webhook",
        title: Message::new(title).with("host", webhook.host()),
        more: Some(Message::new(more)),
        amount: None,
        verb: Some(Message::new("webhooks-attention-open")),
        due: None,
        at: since.unwrap_or(webhook.created_at),
        turn,
        track: None,
    }
}
