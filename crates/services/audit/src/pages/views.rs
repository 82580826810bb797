//! What the templates see.

use front::{Blank, Chip, Choice, Kept, Tab, Tag};
use kernel::Timestamp;
use serde::Serialize;
use store::Count;

use super::chain::Chain;

/// One of the three lists.
#[derive(Serialize)]
pub(super) struct ListPage {
    pub title: String,
    /// Which list: `entries`, `views`, `attempts`.
    pub tab: &'static str,
    /// How the chain stood, beside what was done; only that is chained.
    pub chain: Option<Chain>,
    pub tabs: Vec<Tab>,
    /// Where the forms of the list send to.
    pub search: String,
    pub path: String,
    /// What the search keeps of the address, and what the choice of days keeps.
    pub kept: Vec<Kept>,
    pub kept_by_days: Vec<Kept>,
    pub chips: Vec<Chip>,
    /// The whole list; nothing when this is it.
    pub clear: Option<String>,
    /// Whether the list is of days that no choice names.
    pub own_days: bool,
    pub rows: Vec<Row>,
    pub found: Count,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub export: Option<String>,
    /// What, and who, is called as somebody asked.
    pub called: Vec<Choice>,
    pub form: Blank,
}

/// One line of a list.
#[derive(Serialize)]
pub(super) struct Row {
    pub at: Timestamp,
    pub clock: String,
    pub who: String,
    pub acting: String,
    pub on_behalf: Option<String>,
    pub did: String,
    /// The technical name, where `did` is words.
    pub name: Option<String>,
    /// The entry's own page.
    pub href: Option<String>,
    pub record: Option<Record>,
    /// What the entry names beside it.
    pub others: Vec<String>,
    /// Whose record it is.
    pub customer: Option<String>,
    /// Through which door.
    pub from: Option<String>,
    pub result: Option<Tag>,
}

/// An object, and the list of all that happened to it.
#[derive(Serialize)]
pub(super) struct Record {
    pub label: String,
    pub href: String,
}

/// One entry.
#[derive(Serialize)]
pub(super) struct EntryPage {
    pub title: String,
    pub name: Option<String>,
    pub list: String,
    pub facts: Vec<Fact>,
    /// What the event says.
    pub says: Vec<Fact>,
    /// Whether what it said was erased.
    pub erased: bool,
    pub digest: String,
    pub seal: Option<Seal>,
}

/// A name and a value, which may lead somewhere.
#[derive(Serialize)]
pub(super) struct Fact {
    pub term: String,
    pub detail: String,
    pub href: Option<String>,
}

/// A place in the chain.
#[derive(Serialize)]
pub(super) struct Seal {
    pub number: i64,
    pub hash: String,
}
