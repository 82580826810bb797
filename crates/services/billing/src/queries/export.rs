use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Limit, Message, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{List, Scope};

use super::filter::{Filter, Sort, View};
use crate::rows::Invoice;

/// Reads exactly what a list shows, all of it, piece by piece: rights are asked again for each piece.
#[derive(Input)]
pub struct ExportInvoices {
    #[input(flat)]
    filter: Filter,
    sort: Option<Sort>,
    from: Option<Line<400>>,
}

/// A piece of an export.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExportPage {
    /// The invoices, in the list's order.
    pub invoices: Vec<Invoice>,
    /// Where the next piece begins.
    pub next: Option<String>,
}

/// The most invoices one export holds. A set that is larger is refused, never cut.
pub const EXPORT_MOST: u32 = 50_000;

/// How many rows one piece holds.
const PIECE: usize = 2_000;

pub(super) fn large() -> Problem {
    Problem::conflict(Message::new("billing-export-large").with("most", i64::from(EXPORT_MOST)))
}

impl Query for ExportInvoices {
    const NAME: &'static str = "billing.export_invoices";
    const PATH: Path = get("/invoices/export");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = ExportPage;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<ExportPage, Problem> {
        let sort = self.sort.unwrap_or_else(|| Sort::of(self.filter.view.unwrap_or(View::All)));
        let condition = self.filter.condition();
        let mut at = sort.cursor(self.from.as_ref().map(Line::as_str));
        if at.is_none() && invoices.count(condition.clone(), EXPORT_MOST).await?.more {
            return Err(large());
        }
        let mut rows = Vec::new();
        loop {
            let list = List::by(sort.order()).maybe(condition.clone()).from(at).rows(Limit::clamp(Limit::MAX));
            let page = invoices.page(list).await?;
            rows.extend(page.rows);
            at = page.next;
            if at.is_none() || rows.len() >= PIECE {
                return Ok(ExportPage { invoices: rows, next: at.map(String::from) });
            }
        }
    }
}
