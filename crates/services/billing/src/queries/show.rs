use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Limit, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Child, Direction, List, Order, Seen, StoreError};

use super::Beside;
use crate::rows::{Allocation, Invoice, InvoiceLine, InvoiceTax, Receipt};

/// Shows one invoice.
#[derive(Input)]
pub struct ShowInvoice {}

/// Shows one receipt, and what it was used for.
#[derive(Input)]
pub struct ShowReceipt {}

/// Gives one invoice as a PDF.
#[derive(Input)]
pub struct InvoicePdf {}

/// Gives the lines of one invoice as a table.
#[derive(Input)]
pub struct InvoiceCsv {}

/// An invoice with all that hangs below it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InvoiceView {
    /// The invoice.
    pub invoice: Invoice,
    /// Its lines, in their order.
    pub lines: Vec<InvoiceLine>,
    /// Its taxes, in their order.
    pub taxes: Vec<InvoiceTax>,
    /// What was paid on it, the first payment first.
    pub payments: Vec<Allocation>,
    /// Those of its receipts that may be read, where somebody looks at it.
    pub receipts: Vec<Id<Receipt>>,
}

/// A receipt with what it leads to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReceiptView {
    /// The receipt.
    pub receipt: Receipt,
    /// Those of its invoices that may be read.
    pub invoices: Vec<Id<Invoice>>,
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
gives!(InvoicePdf, "billing.invoice_pdf", "/invoices/{invoice}/invoice.pdf");
gives!(InvoiceCsv, "billing.invoice_csv", "/invoices/{invoice}/lines.csv");

impl Query for ShowInvoice {
    const NAME: &'static str = "billing.read_invoice";
    const PATH: Path = get("/invoices/{invoice}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Invoice;
    type Under = Beside<Self, Invoice, Receipt>;
    type Output = InvoiceView;

    async fn run(self, invoice: Beside<Self, Invoice, Receipt>) -> Result<InvoiceView, Problem> {
        let view = view(&invoice.one).await?;
        let mut ids: Vec<Id<Receipt>> = view.payments.iter().map(|payment| payment.receipt_id).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(InvoiceView { receipts: invoice.readable(&ids).await?, ..view })
    }
}

impl Query for ShowReceipt {
    const NAME: &'static str = "billing.read_receipt";
    const PATH: Path = get("/receipts/{receipt}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Receipt;
    type Under = Beside<Self, Receipt, Invoice>;
    type Output = ReceiptView;

    async fn run(self, receipt: Beside<Self, Receipt, Invoice>) -> Result<ReceiptView, Problem> {
        let ids: Vec<Id<Invoice>> = receipt.one.allocations.0.iter().map(|part| part.invoice).collect();
        Ok(ReceiptView { invoices: receipt.readable(&ids).await?, receipt: (*receipt.one).clone() })
    }
}

async fn view<A>(invoice: &Seen<A, Invoice>) -> Result<InvoiceView, Problem> {
    let lines = || Order::by(InvoiceLine::ORDINAL, Direction::Ascending);
    let taxes = || Order::by(InvoiceTax::ORDINAL, Direction::Ascending);
    let payments = || Order::by(Allocation::RECEIVED_ON, Direction::Ascending);
    Ok(InvoiceView {
        lines: all(invoice, lines).await?,
        taxes: all(invoice, taxes).await?,
        payments: all(invoice, payments).await?,
        receipts: Vec::new(),
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
