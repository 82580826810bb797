use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Cursor, Limit, Problem};
use serde::Serialize;
use store::{Child, Direction, List, Order, Seen, StoreError};

use crate::rows::{Allocation, Invoice, InvoiceLine, InvoiceTax};

/// Shows one invoice.
#[derive(Input)]
pub struct ShowInvoice {}

/// Gives one invoice as a PDF.
#[derive(Input)]
pub struct InvoicePdf {}

/// Gives the lines of one invoice as a table.
#[derive(Input)]
pub struct InvoiceCsv {}

/// An invoice with all that hangs below it.
#[derive(Clone, Debug, Serialize)]
pub struct InvoiceView {
    /// The invoice.
    pub invoice: Invoice,
    /// Its lines, in their order.
    pub lines: Vec<InvoiceLine>,
    /// Its taxes, in their order.
    pub taxes: Vec<InvoiceTax>,
    /// What was paid on it, the first payment first.
    pub payments: Vec<Allocation>,
}

/// An invoice with more lines than this is no invoice.
const MOST: usize = 10_000;

/// A query that gives the invoice, each under a right and a note of its own.
macro_rules! gives {
    ($query:ty, $name:literal, $path:literal) => {
        impl Query for $query {
            const NAME: &'static str = $name;
            const PATH: Path = get($path);
            const VIEWED: Viewed = Viewed::BeforeAnswer;
            type On = Invoice;
            type Under = Seen<Self, Invoice>;
            type Output = InvoiceView;

            async fn run(self, invoice: Seen<Self, Invoice>) -> Result<InvoiceView, Problem> {
                view(&invoice).await
            }
        }
    };
}
gives!(ShowInvoice, "billing.read_invoice", "/invoices/{invoice}");
gives!(InvoicePdf, "billing.invoice_pdf", "/invoices/{invoice}/invoice.pdf");
gives!(InvoiceCsv, "billing.invoice_csv", "/invoices/{invoice}/lines.csv");

async fn view<A>(invoice: &Seen<A, Invoice>) -> Result<InvoiceView, Problem> {
    let lines = || Order::by(InvoiceLine::ORDINAL, Direction::Ascending);
    let taxes = || Order::by(InvoiceTax::ORDINAL, Direction::Ascending);
    let payments = || Order::by(Allocation::RECEIVED_ON, Direction::Ascending);
    Ok(InvoiceView {
        lines: all(invoice, lines).await?,
        taxes: all(invoice, taxes).await?,
        payments: all(invoice, payments).await?,
        invoice: (**invoice).clone(),
    })
}

async fn all<A, C: Child<Parent = Invoice>>(
    invoice: &Seen<A, Invoice>,
    order: impl Fn() -> Order<C>,
) -> Result<Vec<C>, StoreError> {
    let mut rows = Vec::new();
    let mut at: Option<Cursor> = None;
    loop {
        let page = invoice.parts(List::by(order()).from(at).rows(Limit::clamp(Limit::MAX))).await?;
        rows.extend(page.rows);
        at = page.next;
        if at.is_none() || rows.len() >= MOST {
            return Ok(rows);
        }
    }
}
