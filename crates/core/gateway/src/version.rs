#![expect(clippy::disallowed_methods, reason = "the gate asks what its own entries say")]

use std::fmt;

use journal::Entry;
use kernel::{Id, Message, Problem, Ref};
use store::{Outline, StoreError, Work};

use crate::Gateway;

/// Which edition of an object somebody has seen: the last entry of the journal about it, since every change writes one.
/// Of an object that only its system of record changes, it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(Option<Id<Entry>>);

impl Version {
    /// Reads a version as it was written; nothing when it is none of ours.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "0" { Some(Self(None)) } else { text.parse().ok().map(|entry| Self(Some(entry))) }
    }

    /// Refuses to go on from what somebody has changed since. Asked behind the locks, so that it stays true.
    pub(crate) async fn still_stands(&self, work: &Work, outline: &Outline) -> Result<(), Problem> {
        let target = Ref { kind: outline.kind.into(), id: outline.id };
        if journal::last_about(work.unguarded(), &target).await? == self.0 {
            return Ok(());
        }
        Err(Problem::of(&Problem::CHANGED, Message::new("problem-changed")))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(entry) => write!(f, "{entry}"),
            None => f.write_str("0"),
        }
    }
}

impl Gateway {
    /// The version an object has now. Ask before reading the object: what changes in between then counts as later.
    ///
    /// # Errors
    /// The database's.
    pub async fn version(&self, target: &Ref) -> Result<Version, StoreError> {
        Ok(Version(journal::last_about(self.db.unguarded(), target).await?))
    }
}
