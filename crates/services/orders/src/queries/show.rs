use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Limit, Page, Problem, Track};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order as By, Seen};

use crate::{Order, OrderLine, track};

/// Shows one order and its lines.
#[derive(Input)]
pub struct ShowOrder {
    from: Option<Line<400>>,
}

/// An order, a page of its lines, and how far it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OrderView {
    /// The order.
    pub order: Order,
    /// Its lines, in the source's order.
    pub lines: Page<OrderLine>,
    /// Its steps, as far as the source tells them.
    pub track: Track,
}

/// How many lines a page of an order shows.
const LINES: u32 = 100;

impl Query for ShowOrder {
    const NAME: &'static str = "orders.read";
    const PATH: Path = get("/orders/{order}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Order;
    type Under = Seen<Self, Order>;
    type Output = OrderView;

    async fn run(self, order: Seen<Self, Order>) -> Result<OrderView, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = By::by(OrderLine::ORDINAL, Direction::Ascending);
        let lines = order.parts(List::by(by).from(cursor).rows(Limit::clamp(LINES))).await?;
        Ok(OrderView { track: track::track(&order), lines, order: order.clone() })
    }
}
