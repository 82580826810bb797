//! What may be seen of invoices and receipts.

mod attention;
mod balance;
mod count;
mod export;
mod filter;
mod ledger;
mod list;
mod newest;
mod overdue;
mod owed;
mod papers;
mod show;
mod sites;
mod sought;
mod standing;
mod statement;

pub use attention::AttendInvoices;
pub use balance::TellBalance;
pub use count::CountInvoices;
pub use export::{EXPORT_MOST, ExportInvoices, ExportPage};
pub use filter::{Sort, View};
pub use ledger::{Beside, Ledger};
pub use list::{InvoicesPage, ListInvoices};
pub use newest::NewestInvoice;
pub use overdue::TellOverdue;
pub(crate) use owed::on_account;
pub use owed::{Age, Bucket, Owed};
pub use papers::{InvoicePapers, MOST_PAPERS, PapersPage};
pub use show::{InvoiceCsv, InvoicePdf, InvoiceView, ReceiptView, ShowInvoice, ShowReceipt};
pub use sites::{ListSites, Site};
pub use sought::Sought;
pub use statement::{Account, Entry, Statement, StatementCsv, StatementPdf, StatementView, What};
