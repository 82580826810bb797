//! What the desk sees of imports.

mod attention;
mod export;
mod list;
mod runs;
mod show;

pub use attention::AttendImports;
pub use export::{ExportQuarantine, Exported, ExportedLine};
pub use list::{ListQuarantine, Listed, QuarantinePage};
pub use runs::{ListRuns, RunView, RunsPage, ShowRun};
pub use show::{QuarantinedView, ShowQuarantined};
