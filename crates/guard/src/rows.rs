//! What was planted, and whose it is.

use access::Person;
use kernel::Id;
use uuid::Uuid;

use crate::{Cast, cast::Place};

/// A row that was planted.
#[derive(Clone, Debug)]
pub struct Row {
    /// The registered kind, or the placeholder's name.
    pub kind: &'static str,
    /// Whose account's it is.
    pub place: Option<&'static str>,
    /// Whose own it is.
    pub owner: Option<Id<Person>>,
    /// What stands in addresses.
    pub id: String,
}

impl Cast {
    /// Remembers a planted row.
    pub fn keep(&mut self, kind: &'static str, place: Option<&Place>, owner: Option<Id<Person>>, id: Uuid) {
        let id = id.simple().to_string();
        if self.rows.iter().all(|row| row.kind != kind || row.id != id) {
            self.rows.push(Row { kind, place: place.map(|place| place.name), owner, id });
        }
    }

    /// The rows of a kind, or of what a placeholder names.
    pub fn of_kind(&self, kind: &str) -> Vec<&Row> {
        let found: Vec<&Row> = self.rows.iter().filter(|row| row.kind == kind).collect();
        assert!(
            !found.is_empty(),
            "nothing called `{kind}` is planted, so nobody can try whether strangers see one: write a function that \
             makes some for each place, with its word in them, and call it in `plant` of crates/guard/src/planted.rs"
        );
        found
    }
}
