//! Messages (Fluent), templates (minijinja), dates and money as people write them.
//!
//! [`Catalogue`] holds every sentence of the product by language, [`Formats`] writes and
//! reads numbers, amounts and dates for one person, and [`Templates`] puts both at the
//! disposal of pages and mails.

mod argument;
mod catalogue;
pub mod cells;
mod conventions;
mod error;
mod formats;
#[cfg(test)]
mod hostile;
mod templates;
mod terminal;
#[cfg(test)]
mod tests;

pub use argument::ArgValue;
pub use catalogue::{Catalogue, CatalogueBuilder};
pub use error::WordsError;
pub use formats::Formats;
pub use templates::{Icons, Templates, TemplatesBuilder, View};
pub use terminal::Terminal;
pub use unic_langid::LanguageIdentifier;
