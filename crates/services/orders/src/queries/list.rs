use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Date, Limit, Page, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order as By, Scope, StoreError};

use super::filter::{Filter, View, of_account};
use crate::Order;

/// Lists orders, the newest first.
#[derive(Input)]
pub struct ListOrders {
    #[input(flat)]
    filter: Filter,
    from: Option<Line<400>>,
}

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
        let today = self.filter.today.date();
        let narrowed = self.filter.condition();
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let list = List::by(self.filter.order()).maybe(narrowed.clone()).from(cursor).rows(Limit::DEFAULT);
        let page = orders.page(list).await?;
        // Who may see everything counts one customer at a time: parts of a million rows are for nobody to wait for.
        let everything = orders.caller().facts(Self::NAME).all;
        let of_everybody = everything && self.filter.account.is_none();
        let whose = self.filter.account.filter(|_| everything).map(of_account);
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
        let of = |view: View| whose.clone().into_iter().chain([view.condition(today)]).reduce(Condition::and);
        let views = [of(View::Open), of(View::Late), of(View::Sent), of(View::Cancelled)];
        let [open, late, sent, cancelled] = orders.counts(views, EACH).await?;
        Ok(Self { open, late, sent, cancelled })
    }
}
