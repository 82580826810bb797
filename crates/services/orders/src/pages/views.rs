//! What the templates see.

use front::{Chip, Kept, Tab};
use kernel::{Date, Money, StepState, Timestamp, UnitPrice};
use serde::Serialize;
use store::Count;

#[derive(Serialize)]
pub(super) struct OrderList {
    pub title: String,
    /// The way back to the customer, for staff.
    pub trail: Vec<front::Step>,
    /// Whose they are, where staff have chosen.
    pub who: Option<String>,
    /// What will be here, while there is nothing.
    pub none_yet: String,
    pub search: Search,
    pub path: String,
    /// How many there are at all, and since which year.
    pub all: Count,
    pub year: Option<String>,
    pub tabs: Vec<Tab>,
    pub kept: Vec<Kept>,
    pub chips: Vec<Chip>,
    /// The order of the list, where the table has no head to press.
    pub sort: Chip,
    /// The address of the list as a table, for whoever may take it away.
    pub export: Option<String>,
    /// The address without filters; nothing when there are none.
    pub clear: Option<String>,
    pub found: Count,
    pub oldest_first: bool,
    /// The address of the list in the other order.
    pub other_order: String,
    /// Which columns have anything in them.
    pub has_state: bool,
    pub has_site: bool,
    pub has_reference: bool,
    pub rows: Vec<Row>,
    /// Whether every total was worked out from the lines.
    pub all_derived: bool,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub sources: Vec<Source>,
}

/// What is looked for: words in what one customer ordered, or one number among everybody's.
#[derive(Serialize)]
pub(super) struct Search {
    pub name: &'static str,
    pub label: String,
    pub value: String,
}

#[derive(Serialize)]
pub(super) struct Row {
    pub number: String,
    pub href: String,
    pub summary: String,
    /// How many lines the summary leaves out.
    pub more: i64,
    pub progress: Progress,
    pub site: Option<String>,
    /// Whose it is, in the list of everybody's.
    pub customer: Option<String>,
    /// The account, in a list of several.
    pub place: Option<String>,
    pub reference: Option<String>,
    pub placed: Date,
    pub by: Option<String>,
    pub total: Option<Money>,
    pub derived: bool,
}

/// How far an order is, as far as its source says.
#[derive(Serialize)]
pub(super) struct Progress {
    /// The state's word: `shipped`.
    pub state: &'static str,
    pub steps: Vec<Step>,
    pub shipped: Option<Date>,
    pub wanted: Option<Date>,
    /// By how many days it is late; 0 when it is not.
    pub late: i32,
}

/// A step as the component for tracks wants it.
#[derive(Serialize)]
pub(super) struct Step {
    pub name: String,
    pub state: StepState,
    pub note: Option<String>,
}

#[derive(Serialize, Clone, PartialEq)]
pub(super) struct Source {
    pub system: String,
    pub at: Timestamp,
}

#[derive(Serialize)]
pub(super) struct OrderPage {
    pub title: String,
    pub trail: Vec<front::Step>,
    pub number: String,
    /// What can be done about it as a whole.
    pub actions: Vec<front::OfferedAction>,
    /// Whether anything can be done about any of its lines.
    pub asks: bool,
    pub reference: Option<String>,
    pub placed: Date,
    pub by: Option<String>,
    pub progress: Progress,
    pub lines: Vec<Line>,
    pub line_count: i64,
    pub has_price: bool,
    pub has_amount: bool,
    /// Whether the lines' amounts were worked out.
    pub lines_derived: bool,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub net: Option<Money>,
    pub carriage: Option<Money>,
    pub tax: Option<Money>,
    pub total: Option<Money>,
    pub derived: bool,
    pub site: Option<String>,
    pub delivery: Option<String>,
    pub invoice: Option<Invoice>,
    pub source: Source,
}

#[derive(Serialize)]
pub(super) struct Line {
    pub ordinal: i64,
    pub name: Option<String>,
    pub code: Option<String>,
    pub quantity: Option<String>,
    pub price: Option<UnitPrice>,
    pub discount: Option<String>,
    pub amount: Option<Money>,
    pub actions: Vec<front::OfferedAction>,
}

/// The order's invoice: its number, and where it is, for those who may see it.
#[derive(Serialize)]
pub(super) struct Invoice {
    pub number: Option<String>,
    pub href: Option<String>,
}
