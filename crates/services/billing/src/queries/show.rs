use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Id, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, Order, Seen};

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

/// All of it, however long it is: it came in whole, too.
async fn view<A>(invoice: &Seen<A, Invoice>) -> Result<InvoiceView, Problem> {
    Ok(InvoiceView {
        lines: invoice.all_parts(Order::by(InvoiceLine::ORDINAL, Direction::Ascending)).await?,
        taxes: invoice.all_parts(Order::by(InvoiceTax::ORDINAL, Direction::Ascending)).await?,
        payments: invoice.all_parts(Order::by(Allocation::RECEIVED_ON, Direction::Ascending)).await?,
        receipts: Vec::new(),
        invoice: (**invoice).clone(),
    })
}
