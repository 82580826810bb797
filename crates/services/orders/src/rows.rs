use access::Account;
use kernel::{Currency, Date, Id, Ref, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sync::Feed;

/// An order, as its source last told it. What the source does not say is unknown, and stays so.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "orders", kind = "order", read = "orders.read", account = "account_id", parent(Feed, "feed_id"))]
pub struct Order {
    /// Its id.
    pub id: Id<Order>,
    /// Where it comes from.
    #[serde(skip)]
    pub feed_id: Id<Feed>,
    /// Whose it is.
    pub account_id: Id<Account>,
    /// Its number, as the source writes it.
    pub number: String,
    /// The number as it is compared.
    #[serde(skip)]
    pub number_fold: String,
    /// What the customer calls it: their purchase order.
    pub reference: Option<String>,
    /// The day it was placed, in the source's own calendar.
    pub ordered_on: Date,
    /// When it was placed; where only the day is known, the day's first instant in UTC. Lists run by it.
    pub ordered_at: Timestamp,
    /// Whether the source told the time and not only the day.
    pub timed: bool,
    /// Who placed it.
    pub ordered_by: Option<String>,
    /// How far it is.
    pub state: OrderState,
    /// The day it is wanted by.
    pub required_on: Option<Date>,
    /// The day it was shipped.
    pub shipped_on: Option<Date>,
    /// The place it is for, by name.
    pub site: Option<String>,
    /// The place's name as it is compared.
    #[serde(skip)]
    pub site_fold: Option<String>,
    /// Where it is sent, on as many lines as it takes.
    pub delivery: Option<String>,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// Without tax and carriage, in minor units.
    pub net_minor: Option<i64>,
    /// Carriage, in minor units.
    pub carriage_minor: Option<i64>,
    /// Tax, in minor units.
    pub tax_minor: Option<i64>,
    /// All of it, in minor units.
    pub total_minor: Option<i64>,
    /// Whether the total was worked out here, because the source states none.
    pub total_derived: bool,
    /// How many lines it has.
    pub line_count: i64,
    /// What its first lines are, in few words.
    pub summary: String,
    /// How many lines those words stand for.
    #[serde(skip)]
    pub summarised: i64,
    /// The number of its invoice, if the source names one.
    pub invoice_number: Option<String>,
    /// The invoice itself, if it was here when the order was taken in.
    pub invoice_ref: Option<Ref>,
    /// The system it comes from, as people call it.
    pub source: String,
    /// When the source last said something new of it.
    pub observed_at: Timestamp,
}

/// How far an order is. Only what a source says; nothing is concluded from age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// The source does not say.
    Unknown,
    /// Placed, and not yet shipped.
    Placed,
    /// Taken on, and not yet shipped.
    Confirmed,
    /// Some of it is shipped.
    PartShipped,
    /// All of it is shipped.
    Shipped,
    /// It has arrived.
    Delivered,
    /// It will not come.
    Cancelled,
}
store::text_column!(OrderState {
    Unknown = "unknown",
    Placed = "placed",
    Confirmed = "confirmed",
    PartShipped = "part_shipped",
    Shipped = "shipped",
    Delivered = "delivered",
    Cancelled = "cancelled",
});
gateway::choice!(OrderState);

impl OrderState {
    /// Those of orders that still wait for something.
    pub const OPEN: [Self; 3] = [Self::Placed, Self::Confirmed, Self::PartShipped];
    /// Those of orders that have left in full.
    pub const SENT: [Self; 2] = [Self::Shipped, Self::Delivered];
}

impl Order {
    /// Whether it is known to be still on its way out on `today`, after the day it was wanted by.
    pub fn is_late(&self, today: Date) -> bool {
        OrderState::OPEN.contains(&self.state) && self.required_on.is_some_and(|day| day < today)
    }
}

/// A line of an order. Its identity is the order and its place there, so that lines that say the same stay two.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "order_lines", account = "account_id", parent(Order, "order_id"))]
pub struct OrderLine {
    /// Its id.
    pub id: Id<OrderLine>,
    /// Of which order.
    #[serde(skip)]
    pub order_id: Id<Order>,
    /// Whose.
    #[serde(skip)]
    pub account_id: Id<Account>,
    /// Its place in the order, from 1.
    pub ordinal: i64,
    /// What the seller calls the product.
    pub code: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// How many, in thousandths.
    pub quantity: Option<i64>,
    /// The price of one, in millionths of the major unit.
    pub unit_price: Option<i64>,
    /// What is taken off, in millionths of the price.
    pub discount: Option<i64>,
    /// What it comes to, exactly: in millionths of the major unit.
    pub amount: Option<i64>,
    /// What it comes to in minor units, a half going to the even one.
    pub amount_minor: Option<i64>,
    /// Whether that was worked out, because the source does not state it.
    pub amount_derived: bool,
}

/// What an order is found by: its number, its products, its place and its total, folded. Under the order's own id.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "order_words", account = "account_id", parent(Order, "id"))]
pub struct OrderWords {
    /// The order's id.
    pub id: Id<OrderWords>,
    /// Whose.
    pub account_id: Id<Account>,
    /// The words.
    pub words: String,
}

/// A place an account has had things sent to.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(
    table = "order_sites",
    kind = "order_site",
    read = "orders.read_site",
    account = "account_id",
    parent(Feed, "feed_id")
)]
pub struct OrderSite {
    /// Its id.
    pub id: Id<OrderSite>,
    /// Where it comes from.
    #[serde(skip)]
    pub feed_id: Id<Feed>,
    /// Whose.
    pub account_id: Id<Account>,
    /// What it is called.
    pub name: String,
    /// The name as it is compared.
    #[serde(skip)]
    pub name_fold: String,
}

/// Somebody who ordered for an account, as its sources name them. A view over its orders.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "order_buyers", kind = "order_buyer", read = "orders.read_buyer", account = "account_id")]
pub struct OrderBuyer {
    /// The first order they placed.
    pub id: Id<OrderBuyer>,
    /// For whom.
    pub account_id: Id<Account>,
    /// What they are called.
    pub name: String,
}
