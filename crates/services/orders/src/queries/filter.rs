use std::time::Duration;

use access::Account;
use gateway::{ById, Input, Line, Today};
use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Direction, Order as By};

use super::Sought;
use crate::{Order, OrderState};

/// The parts of the list that have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Not shipped in full yet.
    Open,
    /// Open after the day they were wanted by.
    Late,
    /// Shipped in full.
    Sent,
    /// Cancelled.
    Cancelled,
}
store::text_column!(View { Open = "open", Late = "late", Sent = "sent", Cancelled = "cancelled" });
gateway::choice!(View);

/// What a list is narrowed to, and its order. The list and its file read the same.
#[derive(Input)]
pub(super) struct Filter {
    pub words: Option<Sought>,
    /// The number, exactly.
    pub number: Option<Line<80>>,
    pub view: Option<View>,
    pub state: Option<OrderState>,
    pub site: Option<Line<200>>,
    pub ordered_by: Option<Line<200>>,
    pub account: Option<ById<Account>>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    pub oldest_first: bool,
    pub today: Today,
}

impl Filter {
    pub fn condition(&self) -> Option<Condition<Order>> {
        let parts = [
            self.words.as_ref().map(Sought::condition),
            self.number.as_ref().map(|number| Order::NUMBER_FOLD.is(&directory::fold(number.as_str()))),
            self.view.map(|view| view.condition(self.today.date())),
            self.state.map(|state| Order::STATE.is(&state)),
            self.site.as_ref().map(|site| Order::SITE_FOLD.is(&Some(directory::fold(site.as_str())))),
            self.ordered_by.as_ref().map(|buyer| Order::ORDERED_BY.is(&Some(buyer.as_str().to_owned()))),
            self.account.map(of_account),
            self.since.map(since),
            self.until.map(until),
        ];
        parts.into_iter().flatten().reduce(Condition::and)
    }

    pub fn order(&self) -> By<Order> {
        let direction = if self.oldest_first { Direction::Ascending } else { Direction::Descending };
        By::by(Order::ORDERED_AT, direction)
    }
}

impl View {
    pub(super) fn condition(self, today: Date) -> Condition<Order> {
        match self {
            Self::Open => Order::STATE.is_in(&OrderState::OPEN),
            Self::Late => Self::Open.condition(today).and(Order::REQUIRED_ON.below(&Some(today))),
            Self::Sent => Order::STATE.is_in(&OrderState::SENT),
            Self::Cancelled => Order::STATE.is(&OrderState::Cancelled),
        }
    }
}

pub(super) fn of_account(account: ById<Account>) -> Condition<Order> {
    Order::ACCOUNT_ID.is(&account.id())
}

/// The most that a day in any zone begins before or ends after the same day in UTC.
const APART: Duration = Duration::from_hours(24);

/// The day decides; the instant beside it only keeps the walk short, as lists run by instants.
fn since(day: Date) -> Condition<Order> {
    Order::ORDERED_ON.from(&day).and(Order::ORDERED_AT.from(&day.midnight().minus(APART)))
}

fn until(day: Date) -> Condition<Order> {
    Order::ORDERED_ON.up_to(&day).and(Order::ORDERED_AT.below(&day.plus_days(1).midnight().plus(APART)))
}
