use std::collections::BTreeSet;

use gateway::Tx;
use kernel::{Id, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Held, Part, StoreError, Tables};
use uuid::Uuid;

use crate::{Feed, Local, Mark};

/// What became of a document: the answer of every ingest command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ingested {
    /// It is as it was; nothing was written.
    Unchanged,
    /// It has changed.
    Changed,
    /// It is new.
    Created,
}

/// Where a record comes from and how old our knowledge of it is; every page of a record shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Provenance {
    /// The system, as people call it.
    pub system: String,
    /// When it last said something new of the record.
    pub observed_at: Timestamp,
}

/// How many ids are asked for at a time: a statement takes only so many.
const NAMED: usize = 10_000;

/// What is known of some documents of a feed: of the one that came, and of those it points at.
///
/// Compare a mark's digest with [`crate::digest_of()`] the document: the same means [`Ingested::Unchanged`], and the
/// command calls `tx.nothing_happened()`.
pub struct Marks<'t>(Vec<Part<'t, Mark>>);

impl<'t> Marks<'t> {
    /// Asks for all of them at once, each named by its kind and remote id.
    ///
    /// # Errors
    /// The database's.
    pub async fn of<W>(tx: &Tx<'t, W>, feed: &Held<'t, Feed>, named: &[(&str, &str)]) -> Result<Self, StoreError> {
        let words = |of: fn(&(&str, &str)) -> String| named.iter().map(of).collect::<BTreeSet<String>>();
        let (kinds, remotes) = (words(|(kind, _)| (*kind).to_owned()), words(|(_, remote)| (*remote).to_owned()));
        let mut found = Vec::new();
        // Kinds and ids apart are found by their index; pairs of them would be sought among all of the feed.
        for remotes in remotes.into_iter().collect::<Vec<_>>().chunks(NAMED) {
            let any = Mark::KIND.is_in(&kinds).and(Mark::REMOTE_ID.is_in(remotes));
            found.extend(tx.parts::<Mark, Feed>(feed, Some(any)).await?);
        }
        Ok(Self(found))
    }

    /// What is known of this one; nothing when it has not been seen before.
    pub fn get(&self, kind: &str, remote_id: &str) -> Option<&Part<'t, Mark>> {
        self.0.iter().find(|mark| mark.kind == kind && mark.remote_id == remote_id)
    }

    /// The row of ours that it became.
    pub fn local(&self, kind: &str, remote_id: &str) -> Option<Uuid> {
        self.get(kind, remote_id).map(|mark| mark.local_id.uuid())
    }
}

/// Remembers what a document says now, and which row it is: writes its mark, or brings it up to date.
///
/// # Errors
/// [`StoreError::Taken`] when the document got its mark meanwhile; the database's.
pub async fn remember<'t, W, I, N>(
    tx: &Tx<'t, W>,
    feed: &Held<'t, Feed>,
    known: Option<&Part<'t, Mark>>,
    (kind, remote_id): (&str, &str),
    (local, digest): (Id<N>, &str),
) -> Result<(), StoreError>
where
    W: Tables<Mark, I>,
{
    let now = tx.now();
    match known {
        Some(known) => {
            tx.update_part(known, |mark| {
                digest.clone_into(&mut mark.digest);
                mark.observed_at = now;
            })
            .await?;
        }
        None => {
            tx.insert(Mark {
                id: tx.new_id(),
                feed_id: feed.id,
                kind: kind.to_owned(),
                remote_id: remote_id.to_owned(),
                local_id: local.cast::<Local>(),
                digest: digest.to_owned(),
                observed_at: now,
            })
            .await?;
        }
    }
    Ok(())
}
