//! Tries documents from quarantine again.

#![expect(clippy::disallowed_methods, reason = "the import keeps its own quarantine")]

use futures::future::BoxFuture;
use gateway::{Broken, Gateway, Keeper, Step, Together};
use kernel::{Id, Problem, Timestamp};
use store::{Db, Json, Lock, Row as _, Work};

use crate::{
    ImportError, Mapping, MappingRow, QuarantineState, Quarantined,
    engine::{Pace, asked, held_back, reason_of, steps},
    error::Moved,
    reading::Header,
    shape::{Document, Fault, Shaper},
};

/// Tries one document again that staff asked for ([`crate::ReplayQuarantined`]): by the mapping that held it back, with
/// its lines as they were mended. Tells what became of it; nothing when nobody asked, or somebody else was quicker.
///
/// # Errors
/// The database's; then it goes on waiting.
pub async fn replay(gateway: &Gateway, id: Id<Quarantined>) -> Result<Option<QuarantineState>, ImportError> {
    let Some(held) = waiting(gateway.db(), id).await? else { return Ok(None) };
    let steps = shaped(gateway.db(), &held).await?;
    again(gateway, held, steps).await
}

/// Tries every document again that waits for it: after a crash between the asking and the doing.
///
/// # Errors
/// The database's.
pub async fn replay_waiting(gateway: &Gateway) -> Result<usize, ImportError> {
    let waiting = Quarantined::STATE.is(&QuarantineState::Replaying);
    let found = gateway.db().unguarded().find(waiting).await?;
    for held in &found {
        replay(gateway, held.id).await?;
    }
    Ok(found.len())
}

async fn waiting(db: &Db, id: Id<Quarantined>) -> Result<Option<Quarantined>, ImportError> {
    let asked_for = Quarantined::ID.is(&id).and(Quarantined::STATE.is(&QuarantineState::Replaying));
    Ok(db.unguarded().first(asked_for).await?)
}

/// The commands the document comes down to now, or why it still comes to nothing.
async fn shaped(db: &Db, held: &Quarantined) -> Result<Result<Vec<Step>, Fault>, ImportError> {
    let row = db.unguarded().first(MappingRow::ID.is(&held.mapping_id)).await?;
    let row = row.ok_or_else(|| Problem::unexpected("the mapping of a quarantined document is missing"))?;
    let mapping = Mapping::parse(&row.text)?;
    let content = held.mended.as_ref().unwrap_or(&held.content);
    let headers: Vec<Header> = content.0.files.iter().map(|file| Header::of(file.header.clone())).collect();
    let shaper = Shaper { mapping: &mapping, headers: &headers, lookups: &row.lookups.0 };
    let document = Document::of_content(&held.document, &content.0);
    Ok(shaper.shape(&document).map(|shaped| steps(held.feed_id.uuid(), &shaped)))
}

async fn again(
    gateway: &Gateway,
    held: Quarantined,
    steps: Result<Vec<Step>, Fault>,
) -> Result<Option<QuarantineState>, ImportError> {
    let now = gateway.clock().now();
    let (steps, fault) = match steps {
        Ok(steps) => (steps, None),
        Err(fault) => (Vec::new(), Some(fault)),
    };
    let settle = Settle { held, fault, now };
    let mut told = std::iter::once(steps);
    match gateway.bundles(&asked(now), &mut told, &settle, Pace::default().budget).await.map_err(ImportError::from) {
        Ok(outcomes) => Ok(outcomes.first().map(|outcome| settle.settled(outcome).state)),
        Err(ImportError::Overtaken) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps what became of the document, in the transaction that imports it.
struct Settle {
    held: Quarantined,
    fault: Option<Fault>,
    now: Timestamp,
}

impl Settle {
    fn settled(&self, outcome: &Together) -> Quarantined {
        let held = self.held.clone();
        match (&self.fault, outcome) {
            (Some(fault), _) => Quarantined {
                state: QuarantineState::Open,
                reason: Json(fault.said.clone()),
                hit: held_back(fault),
                ..held
            },
            (None, Err(broken)) => self.refused(held, broken),
            (None, Ok(_)) => Quarantined { state: QuarantineState::Replayed, settled_at: Some(self.now), ..held },
        }
    }

    fn refused(&self, held: Quarantined, broken: &Broken) -> Quarantined {
        Quarantined { state: QuarantineState::Open, reason: Json(reason_of(broken)), hit: None, ..held }
    }
}

impl Keeper for Settle {
    fn keep<'a>(&'a self, work: &'a Work, outcomes: &'a [Together]) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(async move {
            let raw = work.unguarded();
            work.lock([Lock { table: Quarantined::TABLE, id: self.held.id.uuid(), shared: false }]).await?;
            let before = raw.first(Quarantined::ID.is(&self.held.id)).await?;
            // Somebody else was quicker; then nothing of this happens.
            if before.is_none_or(|before| before.state != QuarantineState::Replaying) {
                return Err(Problem::unexpected(Moved));
            }
            if let Some(outcome) = outcomes.first() {
                raw.update(&self.settled(outcome)).await?;
            }
            Ok(())
        })
    }
}
