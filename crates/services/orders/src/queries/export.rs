use access::Account;
use gateway::{ById, Input, Line, Path, Query, Today, Viewed, get};
use kernel::{Cursor, Date, Limit, Message, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{List, Scope};

use super::{
    Sought,
    filter::{Filter, View},
};
use crate::{Order, OrderState};

/// Reads exactly what a list of orders shows, all of it, piece by piece: rights are asked again for each piece.
#[derive(Input)]
pub struct ExportOrders {
    words: Option<Sought>,
    number: Option<Line<80>>,
    view: Option<View>,
    state: Option<OrderState>,
    site: Option<Line<200>>,
    ordered_by: Option<Line<200>>,
    account: Option<ById<Account>>,
    since: Option<Date>,
    until: Option<Date>,
    oldest_first: bool,
    today: Today,
    from: Option<Line<400>>,
}

/// A piece of an export.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExportedOrders {
    /// The orders, in the list's order.
    pub orders: Vec<Order>,
    /// Where the next piece begins.
    pub next: Option<String>,
}

/// The most orders one export holds. A set that is larger is refused, never cut.
const MOST: u32 = 50_000;

/// How many rows one piece holds.
const PIECE: usize = 2_000;

impl Query for ExportOrders {
    const NAME: &'static str = "orders.export";
    const PATH: Path = get("/orders/export");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Order;
    type Under = Scope<Self, Order>;
    type Output = ExportedOrders;

    async fn run(self, orders: Scope<Self, Order>) -> Result<ExportedOrders, Problem> {
        let mut at: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let filter = Filter {
            words: self.words,
            number: self.number,
            view: self.view,
            state: self.state,
            site: self.site,
            ordered_by: self.ordered_by,
            account: self.account,
            since: self.since,
            until: self.until,
            oldest_first: self.oldest_first,
            today: self.today,
        };
        let narrowed = filter.condition();
        if at.is_none() && orders.count(narrowed.clone(), MOST).await?.more {
            return Err(Problem::conflict(Message::new("orders-export-large").with("most", i64::from(MOST))));
        }
        let mut rows = Vec::new();
        loop {
            let list = List::by(filter.order()).maybe(narrowed.clone()).from(at).rows(Limit::clamp(Limit::MAX));
            let page = orders.page(list).await?;
            rows.extend(page.rows);
            at = page.next;
            if at.is_none() || rows.len() >= PIECE {
                return Ok(ExportedOrders { orders: rows, next: at.map(String::from) });
            }
        }
    }
}
