//! Invoices, credit notes, receipts and statements, as the books state them.
//!
//! The truth about money lies in the books; this service shows it. What a feed states comes in through two commands
//! ([`IngestInvoice`], [`IngestReceipt`]) and is kept as stated. What nobody states is unknown and says so: there is no
//! balance unless the books state it or bring every receipt. What is worked out from something else is marked.
//!
//! Lists, sums, statements and files read the same rows under the same scope, so they agree. Amounts in two currencies
//! are never added.

mod amount;
#[cfg(test)]
mod example;
mod pages;
mod pdf;
mod queries;
mod records;
mod rows;
mod sheets;
mod status;
mod texts;

use access::{Grant, Reach};
use gateway::{Linkable, Service};
use store::{Migration, Migrations, Object as _};

pub use pages::pages;
pub use queries::{
    Account, Age, AttendInvoices, Beside, Bucket, CountInvoices, EXPORT_MOST, Entry, ExportInvoices, ExportPage,
    InvoiceCsv, InvoicePapers, InvoicePdf, InvoiceView, InvoicesPage, Ledger, ListInvoices, ListSites, NewestInvoice,
    Owed, PapersPage, ReceiptView, ShowInvoice, ShowReceipt, Site, Sort, Sought, Statement, StatementCsv, StatementPdf,
    StatementView, TellBalance, TellOverdue, View, What,
};
pub use records::{
    AllocationDocument, IngestError, IngestInvoice, IngestReceipt, InvoiceDocument, InvoiceReceived, LineDocument,
    ReceiptDocument, ReceiptReceived, TaxDocument,
};
pub use rows::{Allocated, Allocation, Basis, Document, Invoice, InvoiceLine, InvoiceTax, Receipt};
pub use status::Status;
pub use texts::TEXTS;

/// The tables of billing; they point into the directory's and into those of feeds.
pub const MIGRATIONS: Migrations = Migrations {
    part: "billing",
    steps: &[
        Migration { name: "001_billing", sql: include_str!("../migrations/001_billing.sql") },
        Migration { name: "002_desk", sql: include_str!("../migrations/002_desk.sql") },
        Migration { name: "003_standing", sql: include_str!("../migrations/003_standing.sql") },
        Migration { name: "004_on_account", sql: include_str!("../migrations/004_on_account.sql") },
    ],
};

/// What can be asked of the books, and how they are filled.
pub fn service() -> Service {
    Service::named("billing")
        .migrations(MIGRATIONS)
        .object::<Invoice>()
        .object::<Receipt>()
        .command::<IngestInvoice>()
        .command::<IngestReceipt>()
        .query::<ListInvoices>()
        .query::<CountInvoices>()
        .query::<NewestInvoice>()
        .query::<ShowInvoice>()
        .query::<ShowReceipt>()
        .query::<Statement>()
        .query::<ListSites>()
        .query::<ExportInvoices>()
        .query::<InvoicePdf>()
        .query::<InvoicePapers>()
        .query::<InvoiceCsv>()
        .query::<StatementPdf>()
        .query::<StatementCsv>()
        .attention::<AttendInvoices>()
        .figure::<TellOverdue>("billing-overdue")
        .balance::<TellBalance>("billing-balance", "/invoices")
        .quotable::<Invoice>()
        .numbered::<Invoice>()
        .linkable(Linkable {
            kind: Invoice::KIND,
            list: "/invoices",
            page: "/invoice",
            reads: &["billing.read_invoice", "billing.invoice_pdf"],
            acts: &[],
        })
        .announces::<InvoiceReceived, Invoice>("invoice.received")
}

/// What a buyer needs to check what was billed.
const INVOICES: &[&str] = &[
    "billing.list_invoices",
    "billing.count",
    "billing.list_sites",
    "billing.read_invoice",
    "billing.export_invoices",
    "billing.invoice_pdf",
    "billing.invoice_papers",
    "billing.invoice_csv",
];

/// What whoever pays needs beyond.
const LEDGER: &[&str] =
    &["billing.statement", "billing.statement_pdf", "billing.statement_csv", "billing.read_receipt"];

/// What stands beside each customer in the desk's list of them, and on their page there.
const DESK: &[&str] = &["billing.overdue", "billing.newest"];

/// What tells a customer's people of what is to be paid, of what is new, and what they owe in all.
const HOME: &[&str] = &["billing.attention", "billing.balance"];

/// What the stock roles may do here. Staff and groups reach further than one account; only the import may write.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let mut grants = vec![("import", Grant::new("billing.ingest_*", Reach::All))];
    let mut give = |role: &'static str, actions: &[&'static str], reach: &Reach| {
        grants.extend(actions.iter().map(|action| (role, Grant::new(*action, reach.clone()))));
    };
    give("buyer", INVOICES, &Reach::Account);
    give("buyer", HOME, &Reach::Account);
    give("billing", HOME, &Reach::Account);
    give("admin", HOME, &Reach::Account);
    give("group", HOME, &Reach::Tree);
    give("agent", DESK, &Reach::All);
    give("desk-admin", DESK, &Reach::All);
    for (role, reach) in [
        ("billing", Reach::Account),
        ("admin", Reach::Account),
        ("group", Reach::Tree),
        ("agent", Reach::All),
        ("desk-admin", Reach::All),
    ] {
        give(role, INVOICES, &reach);
        give(role, LEDGER, &reach);
    }
    grants
}
