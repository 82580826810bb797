//! The only way in: what a feed says of invoices and receipts. Amounts are taken as they are stated; what is worked
//! out because nobody states it is marked; what cannot be known stays unknown.

mod document;
mod error;
mod invoice;
mod parts;
mod reading;
mod receipt;

pub use document::{AllocationDocument, InvoiceDocument, LineDocument, ReceiptDocument, TaxDocument};
pub use error::IngestError;
pub use invoice::{IngestInvoice, InvoiceReceived};
pub use receipt::{IngestReceipt, ReceiptReceived};
