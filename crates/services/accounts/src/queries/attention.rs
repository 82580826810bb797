use std::time::Duration;

use directory::Invitation;
use gateway::{Attention, Input, Path, Query, Slot, TOLD, Viewed, get};
use jiff::tz::TimeZone;
use kernel::{Date, Limit, Message, Problem, Ref, Turn};
use store::{Direction, List, Object, Order, Scope};

use super::invitations::unanswered;

/// Tells an account's admins which invitations run out soon, or have, without an answer; and for which a new link is
/// asked for. Staff are told of a request that nobody has answered for a day.
#[derive(Input)]
pub struct AttendInvitations {
    slot: Slot,
}

/// How long an account's own admins have for a request before it is told at the desk, too: there may be none yet.
const PATIENCE: Duration = Duration::from_hours(24);

/// How long before its end an invitation is worth a word.
const SOON: Duration = Duration::from_hours(3 * 24);

impl Query for AttendInvitations {
    const NAME: &'static str = "people.attention";
    const PATH: Path = get("/people/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invitation;
    type Under = Scope<Self, Invitation>;
    type Output = Vec<Attention>;

    async fn run(self, offered: Scope<Self, Invitation>) -> Result<Vec<Attention>, Problem> {
        if self.slot != Slot::Waiting {
            return Ok(Vec::new());
        }
        let now = offered.caller().now;
        let account = offered.caller().principal.account();
        let waits = match account {
            Some(_) => Invitation::ACCOUNT_ID.is(&account).and(Invitation::EXPIRES_AT.below(&now.plus(SOON))),
            None => Invitation::ASKED_AGAIN_AT.up_to(&Some(now.minus(PATIENCE))),
        };
        let by = Order::by(Invitation::ASKED_AGAIN_AT, Direction::Ascending);
        let found = offered.page(List::by(by).only(unanswered()).only(waits).rows(Limit::clamp(TOLD))).await?;
        let mut waiting = found.rows;
        // Where somebody waits for a link, those that are forgotten stand back: they are in the list.
        if waiting.iter().any(|invitation| invitation.asked_again_at.is_some()) {
            waiting.retain(|invitation| invitation.asked_again_at.is_some() || invitation.is_open(now));
        }
        let told = waiting.into_iter().map(|invitation| Attention {
            target: Ref::new(Invitation::KIND, invitation.id),
            path: match (account, invitation.account_id) {
                (None, Some(theirs)) => format!("/customers/{theirs}/people/invitations"),
                _ => "/people/invitations".to_owned(),
            },
            icon: "user-plus",
            title: Message::new(match invitation.asked_again_at {
                Some(_) => "people-attention-asked",
                None if invitation.is_open(now) => "people-attention-ends",
                None => "people-attention-over",
            })
            .with("email", invitation.email.clone()),
            more: None,
            amount: None,
            verb: Some(Message::new("people-attention-verb")),
            // What has run out is late for nobody.
            due: invitation
                .is_open(now)
                .then(|| Date::from(invitation.expires_at.to_jiff().to_zoned(TimeZone::UTC).date())),
            at: invitation.asked_again_at.unwrap_or(if invitation.is_open(now) {
                invitation.created_at
            } else {
                invitation.expires_at
            }),
            turn: if account.is_some() { Turn::Customer } else { Turn::Staff },
            track: None,
        });
        Ok(told.collect())
    }
}
