//! How a source's lines become our documents: a TOML file, read strictly. It declares; it cannot compute.
//!
//! ```toml
//! name = "retail"
//! feed = { name = "retail", system = "Retail ERP" }
//!
//! [[file]]
//! name = "invoices.csv"
//! key = "Invoice"
//!
//! [[quarantine]]
//! reason = "no-customer"
//! when = [{ every = { column = "Customer ID", blank = true } }]
//!
//! [[part]]
//! kind = "invoice"
//! operation = "billing.ingest_invoice"
//! remote = "key"
//! [part.document]
//! number = "key"
//! total = { decimal = { of = { sum = { times = [{ column = "Quantity" }, { column = "Price" }] } } } }
//! [part.lines.of]
//! quantity = { number = { of = { column = "Quantity" }, scale = 3 } }
//! ```
//!
//! A document is all lines with one key, in the order in which they stand, also when others stand between them. With
//! several files, the first one has one line for each document and the last one its lines; of a last file that is
//! `optional`, a document need have none: its list is empty then. A part without `lines` says nothing of them.

mod check;
mod expression;
mod format;
mod reason;

use std::collections::BTreeMap;

use kernel::Message;
use serde::Deserialize;

pub(crate) use expression::{Condition, Expression, Number, Scalar, Test};
pub(crate) use format::Format;
pub(crate) use reason::Reason;

/// The tables of a mapping, by name.
pub(crate) type Lookups = BTreeMap<String, BTreeMap<String, String>>;

/// A mapping, read and found to make sense.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Its name, unique within the feed.
    pub name: String,
    pub(crate) feed: FeedSpec,
    #[serde(default)]
    pub(crate) format: Format,
    pub(crate) file: Vec<FileSpec>,
    #[serde(default)]
    pub(crate) lookup: BTreeMap<String, Lookup>,
    #[serde(default)]
    pub(crate) quarantine: Vec<Rule>,
    pub(crate) part: Vec<PartSpec>,
    #[serde(skip)]
    pub(crate) text: String,
}

/// Which source it reads.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedSpec {
    pub name: String,
    /// The system, as people call it.
    pub system: String,
}

/// A file of lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileSpec {
    /// What it is usually called; for people.
    pub name: String,
    /// The column that says to which document a line belongs.
    pub key: String,
    /// Whether a document may have no line in it; of the file of lines beside one of heads.
    #[serde(default)]
    pub optional: bool,
}

/// A table of words: written here, read from a file, or both.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lookup {
    #[serde(default)]
    pub file: Option<String>,
    #[serde(default)]
    pub key: Option<String>,
    #[serde(default)]
    pub value: Option<String>,
    #[serde(default)]
    pub rows: BTreeMap<String, String>,
}

impl Lookup {
    /// The columns of its file.
    pub fn columns(&self) -> (&str, &str) {
        (self.key.as_deref().unwrap_or_default(), self.value.as_deref().unwrap_or_default())
    }
}

/// Documents that are kept apart.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub reason: Reason,
    /// All of these hold.
    pub when: Vec<Condition>,
}

/// One thing a document becomes. Its parts are imported together or not at all, in this order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartSpec {
    /// The kind under which it is remembered.
    pub kind: String,
    /// The command that takes it.
    pub operation: String,
    /// What the source calls it.
    pub remote: Expression,
    /// Only of documents for which all of these hold.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// The members of the document.
    pub document: BTreeMap<String, Expression>,
    /// Its lines.
    #[serde(default)]
    pub lines: Option<LinesSpec>,
}

/// One object for each line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinesSpec {
    /// The member that holds them.
    #[serde(default = "lines")]
    pub member: String,
    /// The members of each.
    pub of: BTreeMap<String, Expression>,
}

fn lines() -> String {
    "lines".to_owned()
}

/// What is wrong with a mapping.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MappingError {
    /// It is no TOML, or says something unknown.
    #[error("the mapping cannot be read: {0}")]
    Unreadable(String),
    /// It says something that makes no sense.
    #[error("the mapping makes no sense at {at}: {}", .because.id)]
    Senseless {
        /// Where: `part.invoice.total_minor`.
        at: String,
        /// Why, in a message that says where, too.
        because: Box<Message>,
    },
}

impl MappingError {
    /// The fault, for whoever wrote the mapping.
    pub fn message(&self) -> Message {
        match self {
            Self::Unreadable(reason) => Message::new("sync-mapping-unreadable").with("reason", reason.as_str()),
            Self::Senseless { because, .. } => Message::clone(because),
        }
    }
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// The line and what is wrong there, or the first thing that makes no sense.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mut mapping: Self = toml::from_str(text).map_err(|error| MappingError::Unreadable(error.to_string()))?;
        text.clone_into(&mut mapping.text);
        mapping.check()?;
        Ok(mapping)
    }

    /// Whether one file has a line for each document and another one its lines.
    pub(crate) fn has_heads(&self) -> bool {
        self.file.len() > 1
    }

    /// Whether a head may stand alone.
    pub(crate) fn may_lack_lines(&self) -> bool {
        self.file.last().is_some_and(|file| file.optional)
    }
}

#[cfg(test)]
mod tests;
