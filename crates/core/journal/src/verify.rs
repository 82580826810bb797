//! Proves that nothing in the journal was altered, or names the first entry that was.

use store::{Db, StoreError};

use crate::{Checkpoint, digest, seal};

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
    /// The chain does not end where it was signed to end.
    Checkpoint,
}

impl Fault {
    /// The fault, for whoever runs the check.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "it is missing, or the chain was cut there",
            Self::Altered => "it, or one before it, was changed after it was sealed",
            Self::Payload => "what it says is not what was written",
            Self::Checkpoint => "the chain no longer passes through the signed checkpoint; it was written anew",
        }
    }
}

/// How many entries are read at a time.
const STRIDE: usize = 1000;

/// Walks the chain from its first entry; with a checkpoint, also proves that it still passes through it.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "the chain is the machinery's")]
pub async fn verify(db: &Db, checkpoint: Option<&Checkpoint>) -> Result<Verdict, StoreError> {
    let (mut seq, mut hash, mut erased) = (0, digest::GENESIS.to_owned(), 0);
    loop {
        let entries = seal::sealed_after(db.unguarded(), seq, STRIDE).await?;
        let Some((last, ..)) = entries.last() else { break };
        let last = *last;
        for (number, stored, entry) in &entries {
            if *number != seq + 1 {
                return Ok(Verdict::Broken { seq: seq + 1, fault: Fault::Missing });
            }
            match (&entry.salt, &entry.payload) {
                (Some(salt), Some(payload)) if digest::of_payload(salt, payload) == entry.digest => {}
                (None, None) => erased += 1,
                _ => return Ok(Verdict::Broken { seq: *number, fault: Fault::Payload }),
            }
            hash = digest::of_link(&hash, *number, entry);
            if hash != *stored {
                return Ok(Verdict::Broken { seq: *number, fault: Fault::Altered });
            }
            seq = *number;
            if checkpoint.is_some_and(|checkpoint| checkpoint.seq == seq && checkpoint.hash != hash) {
                return Ok(Verdict::Broken { seq, fault: Fault::Checkpoint });
            }
        }
        seq = last;
    }
    let (head, head_hash) = seal::head(db).await?;
    if head != seq || head_hash != hash {
        return Ok(Verdict::Broken { seq: seq.min(head) + 1, fault: Fault::Missing });
    }
    if let Some(checkpoint) = checkpoint.filter(|checkpoint| checkpoint.seq > seq) {
        return Ok(Verdict::Broken { seq: checkpoint.seq.min(seq + 1), fault: Fault::Missing });
    }
    Ok(Verdict::Whole { entries: seq, hash, erased })
}
