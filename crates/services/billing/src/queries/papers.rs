use std::collections::BTreeMap;

use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Message, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Child, Direction, List, Order, Scope, StoreError};

use super::{
    EXPORT_MOST, InvoiceView,
    export::large,
    filter::{Filter, Sort, View},
};
use crate::rows::{Allocation, Invoice, InvoiceLine, InvoiceTax};

/// Gives the invoices of a list as papers, or those that are named, each with all that hangs below it, piece by piece:
/// rights are asked again for each piece. Asks as often for many as for one.
#[derive(Input)]
pub struct InvoicePapers {
    #[input(flat)]
    filter: Filter,
    sort: Option<Sort>,
    from: Option<Line<400>>,
    among: Vec<ById<Invoice>>,
}

/// A piece of a list, as papers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PapersPage {
    /// The invoices, in the list's order.
    pub papers: Vec<InvoiceView>,
    /// Where the next piece begins.
    pub next: Option<String>,
}

/// The most invoices of one piece, of one PDF, and of those that are named.
pub const MOST_PAPERS: u32 = Limit::MAX;

impl Query for InvoicePapers {
    const NAME: &'static str = "billing.invoice_papers";
    const PATH: Path = get("/invoices/papers");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = PapersPage;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<PapersPage, Problem> {
        let sort = self.sort.unwrap_or_else(|| Sort::of(self.filter.view.unwrap_or(View::All)));
        // One that is named comes also when it does not fit the list any more: it may have been paid meanwhile.
        let filter = match self.among.as_slice() {
            [] => self.filter,
            _ => Filter { account: self.filter.account, ..Filter::default() },
        };
        // So many names fit no file, and a statement takes only so many.
        if u32::try_from(self.among.len()).unwrap_or(u32::MAX) > MOST_PAPERS {
            let many = Message::new("billing-papers-many").with("most", i64::from(MOST_PAPERS));
            return Err(Problem::conflict(many));
        }
        let among: Vec<Id<Invoice>> = self.among.into_iter().map(ById::id).collect();
        let among = (!among.is_empty()).then(|| Invoice::ID.is_in(&among));
        let condition = filter.condition();
        let at = sort.cursor(self.from.as_ref().map(Line::as_str));
        let begins = at.is_none();
        let list =
            List::by(sort.order()).maybe(condition.clone()).maybe(among).from(at).rows(Limit::clamp(MOST_PAPERS));
        let page = invoices.page(list).await?;
        if begins && page.next.is_some() && invoices.count(condition, EXPORT_MOST).await?.more {
            return Err(large());
        }
        let ids: Vec<Id<Invoice>> = page.rows.iter().map(|invoice| invoice.id).collect();
        let ascending = Direction::Ascending;
        let mut lines = parts::<InvoiceLine>(&invoices, &ids, Order::by(InvoiceLine::ORDINAL, ascending)).await?;
        let mut taxes = parts::<InvoiceTax>(&invoices, &ids, Order::by(InvoiceTax::ORDINAL, ascending)).await?;
        let mut payments = parts::<Allocation>(&invoices, &ids, Order::by(Allocation::RECEIVED_ON, ascending)).await?;
        let papers = page.rows.into_iter().map(|invoice| InvoiceView {
            lines: lines.remove(&invoice.id.uuid()).unwrap_or_default(),
            taxes: taxes.remove(&invoice.id.uuid()).unwrap_or_default(),
            payments: payments.remove(&invoice.id.uuid()).unwrap_or_default(),
            receipts: Vec::new(),
            invoice,
        });
        Ok(PapersPage { papers: papers.collect(), next: page.next.map(String::from) })
    }
}

/// The parts of all of them, by invoice.
async fn parts<C: Child<Parent = Invoice>>(
    invoices: &Scope<InvoicePapers, Invoice>,
    ids: &[Id<Invoice>],
    order: Order<C>,
) -> Result<BTreeMap<uuid::Uuid, Vec<C>>, StoreError> {
    let mut found: BTreeMap<uuid::Uuid, Vec<C>> = BTreeMap::new();
    for part in invoices.parts(ids, order).await? {
        if let Some((_, invoice)) = part.parent() {
            found.entry(invoice).or_default().push(part);
        }
    }
    Ok(found)
}
