use gateway::Tx;
use kernel::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Condition, Held, Part, StoreError, Tables};
use uuid::Uuid;

use crate::{Feed, Local, Mark};

/// What became of a document: the answer of every ingest command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The system, as people call it.
    pub system: String,
    /// When it last said something new of the record.
    pub observed_at: Timestamp,
}

/// What is known of a document of this feed; nothing when it has not been seen before.
///
/// Compare its digest with [`crate::digest()`] of the document: the same means [`Ingested::Unchanged`], and the command
/// calls `tx.nothing_happened()`.
///
/// # Errors
/// The database's.
pub async fn mark<'t, W>(
    tx: &Tx<'t, W>,
    feed: &Held<'t, Feed>,
    kind: &str,
    remote_id: &str,
) -> Result<Option<Part<'t, Mark>>, StoreError> {
    let found = tx.parts::<Mark, Feed>(feed, Some(named(kind, remote_id))).await?;
    Ok(found.into_iter().next())
}

/// The row of ours that a document of this feed became, for documents that point at one another.
///
/// # Errors
/// The database's.
pub async fn resolve<'t, W>(
    tx: &Tx<'t, W>,
    feed: &Held<'t, Feed>,
    kind: &str,
    remote_id: &str,
) -> Result<Option<Uuid>, StoreError> {
    Ok(mark(tx, feed, kind, remote_id).await?.map(|mark| mark.local_id.uuid()))
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

fn named(kind: &str, remote_id: &str) -> Condition<Mark> {
    Mark::KIND.is(&kind.to_owned()).and(Mark::REMOTE_ID.is(&remote_id.to_owned()))
}
