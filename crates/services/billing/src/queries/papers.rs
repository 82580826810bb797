use std::collections::BTreeMap;

use access::Account;
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Date, Id, Limit, Message, Problem};
use store::{Child, Direction, List, Order, Scope, StoreError};

use super::{
    InvoiceView, Sought,
    filter::{Filter, Sort, View},
};
use crate::rows::{Allocation, Invoice, InvoiceLine, InvoiceTax};

/// Gives every invoice of a list as papers, or those that are named, each with all that hangs below it; a list
/// that is longer is refused, never cut. Asks as often for many as for one.
#[derive(Input)]
pub struct InvoicePapers {
    view: Option<View>,
    words: Option<Sought>,
    number: Option<Line<80>>,
    account: Option<ById<Account>>,
    since: Option<Date>,
    until: Option<Date>,
    sort: Option<Sort>,
    among: Vec<ById<Invoice>>,
}

/// The most invoices one file holds, be it a PDF of them all or a zip of one for each.
pub const MOST_PAPERS: u32 = Limit::MAX;

impl Query for InvoicePapers {
    const NAME: &'static str = "billing.invoice_papers";
    const PATH: Path = get("/invoices/papers");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Vec<InvoiceView>;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<Vec<InvoiceView>, Problem> {
        let view = self.view.unwrap_or(View::All);
        let sort = self.sort.unwrap_or_else(|| Sort::of(view));
        let filter = Filter {
            view: Some(view),
            words: self.words,
            number: self.number.map(|number| number.as_str().to_owned()),
            account: self.account,
            since: self.since,
            until: self.until,
        };
        // One that is named comes also when it does not fit the list any more: it may have been paid meanwhile.
        let filter = match self.among.as_slice() {
            [] => filter,
            _ => Filter { account: self.account, ..Filter::default() },
        };
        // So many names fit no file, and a statement takes only so many.
        if u32::try_from(self.among.len()).unwrap_or(u32::MAX) > MOST_PAPERS {
            return Err(many());
        }
        let among: Vec<Id<Invoice>> = self.among.into_iter().map(ById::id).collect();
        let among = (!among.is_empty()).then(|| Invoice::ID.is_in(&among));
        let list = List::by(sort.order()).maybe(filter.condition()).maybe(among).rows(Limit::clamp(MOST_PAPERS));
        let page = invoices.page(list).await?;
        if page.next.is_some() {
            return Err(many());
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
        Ok(papers.collect())
    }
}

fn many() -> Problem {
    Problem::conflict(Message::new("billing-papers-many").with("most", i64::from(MOST_PAPERS)))
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
