//! Imports files: stages their lines, then sends document after document through the gate.

mod ledger;
mod marks;
mod start;
mod system;
mod tally;
mod todo;

use std::{path::PathBuf, time::Duration};

use gateway::{Gateway, Step, Together};
use kernel::Problem;

pub(crate) use ledger::{held_back, reason_of};
pub(crate) use system::asked;
use todo::Todo;

pub use system::IMPORT;

use crate::{
    ImportError, Mapping, Run, RunState,
    reading::{Sources, name},
    shape::Shaper,
    staging,
};

/// How long a transaction may last, and how long the writer is left to others before the next one.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After this long a transaction ends.
    pub budget: Duration,
    /// This long nothing is written.
    pub pause: Duration,
}

impl Default for Pace {
    /// 25 ms of work, as all bulk work here, then room for whoever waits, in this program or another: writers take turns.
    fn default() -> Self {
        Self { budget: Duration::from_millis(25), pause: Duration::from_millis(1) }
    }
}

impl Pace {
    pub(crate) async fn rest(&self) {
        if self.pause.is_zero() {
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(self.pause).await;
        }
    }
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Lines are read and staged; `done` and `total` are bytes of the files as they lie on the disk.
    Reading,
    /// Documents are imported; `done` and `total` are documents.
    Importing,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How much of it is behind us.
    pub done: u64,
    /// How much there is.
    pub total: u64,
    /// Lines staged, or imported.
    pub lines: i64,
}

/// What an import came to. But for `read`, documents are counted; each of them once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines read.
    pub read: i64,
    /// Documents of which something is new.
    pub created: i64,
    /// Documents of which something has changed.
    pub changed: i64,
    /// Documents that are as they were.
    pub unchanged: i64,
    /// Documents that are kept apart.
    pub quarantined: i64,
}

/// How often a transaction that met another is tried again.
const TRIES: u32 = 8;

/// Imports files by a mapping. A run that was cut short is taken up where it was; one that was finished is done again,
/// and changes nothing if nothing has changed.
///
/// # Errors
/// Files that cannot be read or do not fit the mapping; then nothing was imported. The database's; then the same call
/// goes on where it was.
pub async fn import(
    gateway: &Gateway,
    mapping: &Mapping,
    files: &[PathBuf],
    pace: &Pace,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<Summary, ImportError> {
    let sources = Sources::open(mapping, files)?;
    system::may_ingest(gateway, mapping).await?;
    let mut run = start::run(gateway, mapping, &sources).await?;
    let clock = gateway.clock().as_ref();
    if run.state == RunState::Staging {
        let staged = staging::stage(gateway.db(), &mut run, mapping, &sources, (pace, clock), progress).await;
        if let Err(ImportError::Read(error)) = &staged {
            let ended = start::failed(&run, error, clock.now());
            staging::fail(gateway.db(), &run, &ended).await?;
        }
        staged?;
        start::staged(gateway, &mut run).await?;
    }
    let files: Vec<String> = sources.paths.iter().map(|path| name(path)).collect();
    let shaper = Shaper { mapping, headers: &sources.headers, lookups: &sources.lookups };
    while run.position < run.documents {
        let todos = todo::next(gateway.db(), &run, &shaper, &files).await?;
        if todos.is_empty() {
            return Err(ImportError::Overtaken);
        }
        let mut rest = todos.as_slice();
        while !rest.is_empty() {
            let outcomes = send(gateway, &run, rest, pace).await?;
            run = tally::after(&run, rest, &outcomes, clock.now());
            rest = &rest[outcomes.len()..];
            progress(&Progress {
                phase: Phase::Importing,
                done: u64::try_from(run.position).unwrap_or(0),
                total: u64::try_from(run.documents).unwrap_or(0),
                lines: run.lines,
            });
            pace.rest().await;
        }
    }
    start::done(gateway, &run).await?;
    Ok(Summary {
        read: run.staged,
        created: run.created,
        changed: run.changed,
        unchanged: run.unchanged,
        quarantined: run.quarantined,
    })
}

/// Sends the first of these documents, as many as fit into one transaction, and keeps the place in it.
async fn send(gateway: &Gateway, run: &Run, todos: &[Todo], pace: &Pace) -> Result<Vec<Together>, ImportError> {
    let asked = asked(gateway.clock().now());
    let mut tries = 0;
    loop {
        tries += 1;
        let mut told = todos.iter().map(|todo| todo.steps(run));
        let ledger = ledger::Ledger { run, todos, now: gateway.clock().now() };
        match gateway.bundles(&asked, &mut told, &ledger, pace.budget).await {
            Ok(outcomes) => return Ok(outcomes),
            Err(problem) if is_passing(&problem) && tries < TRIES => {
                tokio::time::sleep(Duration::from_millis(20) * tries).await;
            }
            Err(problem) => return Err(problem.into()),
        }
    }
}

/// Whether the same may succeed a moment later.
fn is_passing(problem: &Problem) -> bool {
    *problem.kind() == Problem::UNAVAILABLE
}

/// The commands a document comes down to.
pub(crate) fn steps(feed: uuid::Uuid, shaped: &[crate::shape::Shaped]) -> Vec<Step> {
    let step = |shaped: &crate::shape::Shaped| Step {
        operation: shaped.operation.clone().into(),
        targets: vec![feed],
        told: gateway::Raw::Json(serde_json::json!({ "document": shaped.document })),
    };
    shaped.iter().map(step).collect()
}
