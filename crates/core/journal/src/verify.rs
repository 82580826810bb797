//! Proves that nothing in the journal was altered, or names the first entry that was.

use std::collections::BTreeSet;

use kernel::Id;
use store::{Db, StoreError};

use crate::{Checkpoint, Entry, append::ERASED, digest, seal};

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every link holds.
    Whole {
        /// How many entries were walked.
        entries: i64,
        /// The last link.
        hash: String,
        /// How many of them have had their payload erased.
        erased: i64,
    },
    /// A link does not hold.
    Broken {
        /// The first number at which it does not.
        seq: i64,
        /// What is wrong there.
        fault: Fault,
    },
}

/// What can be wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A number is missing: an entry was removed.
    Missing,
    /// The entry's own columns were changed, or one before it.
    Altered,
    /// Its payload is not the one that was written.
    Payload,
    /// Its words are gone, and no entry says who erased them.
    Erased,
    /// The chain does not end where it was signed to end.
    Checkpoint,
}

impl Fault {
    /// The fault as the message `journal-fault` has it, in `$fault`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::Payload => "payload",
            Self::Erased => "erased",
            Self::Checkpoint => "checkpoint",
        }
    }
}

/// How many entries are read at a time.
const STRIDE: usize = 1000;

/// Walks the chain from its first entry; with a checkpoint, also proves that it still passes through it.
///
/// # Errors
/// The database's.
pub async fn verify(db: &Db, checkpoint: Option<&Checkpoint>) -> Result<Verdict, StoreError> {
    // The end first: what is sealed while we walk is not our business.
    let end = seal::head(db).await?;
    walk_on(db, Walk::default(), end, checkpoint).await
}

/// Walks the last `entries` of the chain, from the link that is found before them: quick, and blind to what was done
/// further back.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "the chain is the machinery's")]
pub async fn verify_end(db: &Db, entries: i64) -> Result<Verdict, StoreError> {
    let end = seal::head(db).await?;
    let before = end.0 - entries;
    if before <= 0 {
        return walk_on(db, Walk::default(), end, None).await;
    }
    let found = seal::sealed_after(db.unguarded(), before - 1, 1).await?;
    match found.into_iter().next().filter(|link| link.seq == before) {
        Some(link) => walk_on(db, Walk { seq: before, hash: link.hash, ..Walk::default() }, end, None).await,
        None => Ok(Verdict::Broken { seq: before, fault: Fault::Missing }),
    }
}

#[expect(clippy::disallowed_methods, reason = "the chain is the machinery's")]
async fn walk_on(
    db: &Db,
    mut walk: Walk,
    (head, head_hash): (i64, String),
    checkpoint: Option<&Checkpoint>,
) -> Result<Verdict, StoreError> {
    while walk.seq < head {
        let links = seal::sealed_after(db.unguarded(), walk.seq, STRIDE).await?;
        if links.is_empty() {
            break;
        }
        for link in links.into_iter().take_while(|link| link.seq <= head) {
            if let Err((seq, fault)) = walk.step(link, checkpoint) {
                return Ok(Verdict::Broken { seq, fault });
            }
        }
    }
    let broken = |seq, fault| Ok(Verdict::Broken { seq, fault });
    if walk.seq != head || walk.hash != head_hash {
        return broken(walk.seq.min(head) + 1, Fault::Missing);
    }
    if checkpoint.is_some_and(|checkpoint| checkpoint.seq > head) {
        return broken(head + 1, Fault::Missing);
    }
    if let Some((seq, _)) = walk.erased.iter().find(|(_, entry)| !walk.told.contains(entry)) {
        return broken(*seq, Fault::Erased);
    }
    let erased = i64::try_from(walk.erased.len()).unwrap_or(i64::MAX);
    Ok(Verdict::Whole { entries: walk.seq, hash: walk.hash, erased })
}

/// How far a walk along the chain has come.
struct Walk {
    seq: i64,
    hash: String,
    /// Entries whose words are gone, and those of which an entry says so.
    erased: Vec<(i64, Id<Entry>)>,
    told: BTreeSet<Id<Entry>>,
}

impl Default for Walk {
    fn default() -> Self {
        Self { seq: 0, hash: digest::GENESIS.to_owned(), erased: Vec::new(), told: BTreeSet::new() }
    }
}

impl Walk {
    fn step(&mut self, link: seal::Link, checkpoint: Option<&Checkpoint>) -> Result<(), (i64, Fault)> {
        let seq = self.seq + 1;
        if link.seq != seq {
            return Err((seq, Fault::Missing));
        }
        // What cannot even be read was not written by us.
        let entry = link.entry.map_err(|_| (seq, Fault::Altered))?;
        match (&entry.salt, &entry.payload) {
            (Some(salt), Some(payload)) if digest::of_payload(salt, payload) == entry.digest => {}
            (None, None) => self.erased.push((seq, entry.id)),
            _ => return Err((seq, Fault::Payload)),
        }
        if entry.event == ERASED {
            self.told.extend(entry.refs.0.iter().map(|erased| Id::from_uuid(erased.id)));
        }
        self.hash = digest::of_link(&self.hash, seq, &entry);
        if self.hash != link.hash {
            return Err((seq, Fault::Altered));
        }
        if checkpoint.is_some_and(|checkpoint| checkpoint.seq == seq && checkpoint.hash != self.hash) {
            return Err((seq, Fault::Checkpoint));
        }
        self.seq = seq;
        Ok(())
    }
}
