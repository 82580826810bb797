use access::Account;
use gateway::{ById, Input, Line, Path, Query, Today, Viewed, get};
use kernel::{Cursor, Date, Limit, Page, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order as By, Scope, StoreError};

use super::Sought;
use crate::{
    Order, OrderState,
    days::{APART, midnight},
};

/// Lists orders, the newest first.
#[derive(Input)]
pub struct ListOrders {
    pub(super) words: Option<Sought>,
    pub(super) number: Option<Line<80>>,
    pub(super) view: Option<View>,
    pub(super) state: Option<OrderState>,
    pub(super) site: Option<Line<200>>,
    pub(super) account: Option<ById<Account>>,
    pub(super) since: Option<Date>,
    pub(super) until: Option<Date>,
    pub(super) oldest_first: bool,
    pub(super) today: Today,
    pub(super) from: Option<Line<400>>,
}

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

/// A page of orders.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    /// Whether they are of every customer there is: then only what lies near is counted.
    pub of_everybody: bool,
    /// The orders.
    pub orders: Page<Order>,
    /// How many there are of those asked for.
    pub found: Count,
    /// How many there are at all.
    pub all: Count,
    /// How many each view holds.
    pub views: ViewCounts,
    /// When the first of all was placed.
    pub first: Option<Date>,
}

/// How many orders each view holds, whatever else the list is narrowed to.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ViewCounts {
    /// Not shipped in full yet.
    pub open: Count,
    /// Open after the day they were wanted by.
    pub late: Count,
    /// Shipped in full.
    pub sent: Count,
    /// Cancelled.
    pub cancelled: Count,
}

/// Nobody counts further than this.
const ALL: u32 = 10_000;
const EACH: u32 = 500;

impl Query for ListOrders {
    const NAME: &'static str = "orders.list";
    const PATH: Path = get("/orders");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Order;
    type Under = Scope<Self, Order>;
    type Output = Listed;

    async fn run(self, orders: Scope<Self, Order>) -> Result<Listed, Problem> {
        let today = self.today.date();
        let narrowed = self.conditions().into_iter().reduce(Condition::and);
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = By::by(Order::ORDERED_AT, self.direction());
        let page = orders.page(List::by(by).maybe(narrowed.clone()).from(cursor).rows(Limit::DEFAULT)).await?;
        // Who may see everything counts one customer at a time: parts of a million rows are for nobody to wait for.
        let everything = orders.caller().facts(Self::NAME).all;
        let of_everybody = everything && self.account.is_none();
        let whose = self.account.filter(|_| everything).map(of_account);
        let all = orders.count(whose.clone(), ALL).await?;
        let found = match narrowed {
            Some(narrowed) => orders.count(Some(narrowed), EACH).await?,
            None => all,
        };
        let first =
            List::by(By::by(Order::ORDERED_AT, Direction::Ascending)).maybe(whose.clone()).rows(Limit::clamp(1));
        let first = orders.page(first).await?.rows.first().map(|order| order.ordered_on);
        let views = if of_everybody { ViewCounts::NONE } else { ViewCounts::of(&orders, &whose, today).await? };
        Ok(Listed { of_everybody, orders: page, found, all, views, first })
    }
}

impl ViewCounts {
    const NONE: Self = {
        let none = Count { rows: 0, more: false };
        Self { open: none, late: none, sent: none, cancelled: none }
    };

    async fn of<A>(
        orders: &Scope<A, Order>,
        whose: &Option<Condition<Order>>,
        today: Date,
    ) -> Result<Self, StoreError> {
        let count = |view: View| {
            let narrowed = whose.clone().into_iter().chain([view.condition(today)]).reduce(Condition::and);
            orders.count(narrowed, EACH)
        };
        Ok(Self {
            open: count(View::Open).await?,
            late: count(View::Late).await?,
            sent: count(View::Sent).await?,
            cancelled: count(View::Cancelled).await?,
        })
    }
}

impl ListOrders {
    pub(super) fn direction(&self) -> Direction {
        if self.oldest_first { Direction::Ascending } else { Direction::Descending }
    }

    pub(super) fn conditions(&self) -> Vec<Condition<Order>> {
        let mut conditions = Vec::new();
        conditions.extend(self.words.as_ref().map(Sought::condition));
        conditions.extend(self.number.as_ref().map(|number| Order::NUMBER_FOLD.is(&directory::fold(number.as_str()))));
        conditions.extend(self.view.map(|view| view.condition(self.today.date())));
        conditions.extend(self.state.map(|state| Order::STATE.is(&state)));
        conditions.extend(self.site.as_ref().map(|site| Order::SITE_FOLD.is(&Some(directory::fold(site.as_str())))));
        conditions.extend(self.account.map(of_account));
        conditions.extend(self.since.map(since));
        conditions.extend(self.until.map(until));
        conditions
    }
}

impl View {
    fn condition(self, today: Date) -> Condition<Order> {
        match self {
            Self::Open => Order::STATE.is_in(&OrderState::OPEN),
            Self::Late => Self::Open.condition(today).and(Order::REQUIRED_ON.below(&Some(today))),
            Self::Sent => Order::STATE.is_in(&OrderState::SENT),
            Self::Cancelled => Order::STATE.is(&OrderState::Cancelled),
        }
    }
}

fn of_account(account: ById<Account>) -> Condition<Order> {
    Order::ACCOUNT_ID.is(&account.id())
}

/// The day decides; the instant beside it only keeps the walk short, as lists run by instants.
fn since(day: Date) -> Condition<Order> {
    Order::ORDERED_ON.from(&day).and(Order::ORDERED_AT.from(&midnight(day).minus(APART)))
}

fn until(day: Date) -> Condition<Order> {
    Order::ORDERED_ON.up_to(&day).and(Order::ORDERED_AT.below(&midnight(day.plus_days(1)).plus(APART)))
}
