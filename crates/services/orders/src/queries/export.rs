use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Limit, Message, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{List, Scope};

use super::filter::Filter;
use crate::Order;

/// Reads exactly what a list of orders shows, all of it, piece by piece: rights are asked again for each piece.
#[derive(Input)]
pub struct ExportOrders {
    #[input(flat)]
    filter: Filter,
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
        let narrowed = self.filter.condition();
        if at.is_none() && orders.count(narrowed.clone(), MOST).await?.more {
            return Err(Problem::conflict(Message::new("orders-export-large").with("most", i64::from(MOST))));
        }
        let mut rows = Vec::new();
        loop {
            let list = List::by(self.filter.order()).maybe(narrowed.clone()).from(at).rows(Limit::clamp(Limit::MAX));
            let page = orders.page(list).await?;
            rows.extend(page.rows);
            at = page.next;
            if at.is_none() || rows.len() >= PIECE {
                return Ok(ExportedOrders { orders: rows, next: at.map(String::from) });
            }
        }
    }
}
