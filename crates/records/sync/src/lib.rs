//! Truth stays in the system of record: what a source says comes in here and nowhere else.
//!
//! A [`Feed`] is one source. A [`Mark`] remembers of one of its documents what was last agreed (the digest) and which
//! of our rows it became. A service's ingest command is told a document, asks [`mark()`] whether it is new, changed or
//! the same, and answers [`Ingested`]; it is the only way in, for files as for systems.
//!
//! [`import()`] is sync with a file as its remote. A [`Mapping`] says how lines become documents. The lines are staged
//! first, by document; then document after document is shaped and sent through the gate, each under a savepoint of its
//! own, and the place is kept in the same transaction: killed at any moment, a run goes on where it was, and counts
//! nothing twice. What cannot be imported is kept in quarantine, whole, where staff mend and [`replay()`] it.

mod content;
mod decimal;
mod digest;
mod engine;
mod error;
mod event;
mod exact;
mod mapping;
mod marks;
mod quarantine;
mod queries;
mod reading;
mod replay;
mod rows;
mod said;
mod service;
mod shape;
mod staging;

pub use content::{Content, ContentFile, ContentLine};
pub use decimal::Decimal;
pub use digest::{digest, digest_of};
pub use engine::{IMPORT, Pace, Phase, Progress, Summary, import};
pub use error::{ImportError, ReadError};
pub use exact::Exact;
pub use mapping::{Mapping, MappingError};
pub use marks::{Ingested, Marks, Provenance, remember};
pub use quarantine::{DismissQuarantined, MendQuarantined, ReplayQuarantined};
pub use queries::{
    AttendImports, ExportQuarantine, Exported, ExportedLine, ListQuarantine, ListRuns, Listed, QuarantinePage,
    QuarantinedView, RunView, RunsPage, ShowQuarantined, ShowRun,
};
pub use replay::{replay, replay_waiting};
pub use rows::{
    AccountSource, Concern, Feed, FileFacts, Local, MappingRow, Mark, QuarantineState, Quarantined, Run, RunState,
};
pub use service::{MESSAGES, MIGRATIONS, grants, roles, service};
