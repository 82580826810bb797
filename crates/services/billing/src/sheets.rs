//! Documents as they stand on paper, in words: the page for printing shows them, and the PDF draws them.

use serde::Serialize;

mod invoice;
mod rates;
mod statement;

pub(crate) use invoice::{invoice, name, net_label, notes, sums, title};
pub(crate) use rates::{percent, quantity};
pub(crate) use statement::{age_message, age_rows, below, for_none, notes_of, owed, said, sides, statement};

/// One document.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sheet {
    /// What it is: "Invoice INV-20418".
    pub title: String,
    /// Days and references, beside the title.
    pub facts: Vec<Fact>,
    /// From whom, to whom, about what.
    pub parties: Vec<Party>,
    /// What it lists.
    pub table: Table,
    /// What is to be known about it.
    pub notes: Vec<String>,
    /// What is owed, by age.
    pub ages: Option<Ages>,
    /// What stands at the foot of every page.
    pub foot: String,
}

/// A term and what it is here.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fact {
    pub term: String,
    pub detail: String,
    pub strong: bool,
}

/// A heading with lines below it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Party {
    pub label: String,
    /// Whether the first line is a name or a sum, which stands out.
    pub named: bool,
    pub lines: Vec<String>,
}

/// A table: its first column names the row.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// The sums, the last of them the one that counts.
    pub sums: Vec<Fact>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Column {
    pub label: String,
    /// Whether its cells are figures.
    pub num: bool,
    /// How wide it is, as a share of the table.
    #[serde(skip)]
    pub share: f32,
}

/// A cell, and a smaller line below it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Cell {
    pub text: String,
    pub sub: String,
}

/// A small table of sums beside a heading.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Ages {
    pub title: String,
    pub text: String,
    pub rows: Vec<Fact>,
}

impl Fact {
    pub fn new(term: String, detail: String) -> Self {
        Self { term, detail, strong: false }
    }

    pub fn strong(term: String, detail: String) -> Self {
        Self { term, detail, strong: true }
    }
}

impl Cell {
    pub fn of(text: String) -> Self {
        Self { text, sub: String::new() }
    }
}

impl Column {
    pub fn words(label: String, share: f32) -> Self {
        Self { label, num: false, share }
    }

    pub fn figures(label: String, share: f32) -> Self {
        Self { label, num: true, share }
    }
}

/// Puts messages into words, and writes figures, as one reader has them.
pub(crate) trait Words {
    /// The words of a message.
    fn say(&self, message: &kernel::Message) -> String;
    /// How the reader writes figures and days.
    fn formats(&self) -> &words::Formats;

    /// The words of a message without values.
    fn word(&self, id: &'static str) -> String {
        self.say(&kernel::Message::new(id))
    }
}

impl Words for front::Visit {
    fn say(&self, message: &kernel::Message) -> String {
        front::Visit::say(self, message)
    }

    fn formats(&self) -> &words::Formats {
        &self.formats
    }
}

#[cfg(test)]
mod tests;
