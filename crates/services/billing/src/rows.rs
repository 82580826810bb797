//! Tables and structs; the only place that knows columns.

mod card;
mod invoice;
mod line;
mod receipt;

pub use invoice::{Basis, Document, Invoice};
pub use line::{InvoiceLine, InvoiceTax};
pub use receipt::{Allocated, Allocation, Receipt};
