//! What is told and counted of the ways to the database.

use std::time::Instant;

use telemetry::spans;
use tracing::Span;

use crate::Backend;

/// The span of a statement, until it is dropped. Of the text, only what it does to which table is told.
pub(crate) fn statement(backend: Backend, sql: &str) -> Span {
    let system = match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgresql",
    };
    spans::statement(system, sql)
}

/// Says how many rows a statement gave.
pub(crate) fn rows(statement: &Span, rows: usize) {
    spans::rows(statement, u64::try_from(rows).unwrap_or(u64::MAX));
}

/// Somebody waits for a connection.
pub(crate) struct Wait {
    way: &'static str,
    since: Instant,
}

impl Wait {
    /// To read, which is counted only where none was free; or to write.
    pub fn to(way: &'static str) -> Self {
        Self { way, since: Instant::now() }
    }

    /// They have it, or have given up.
    pub fn ends(self) {
        metrics::histogram!("database_wait_seconds", "way" => self.way).record(self.since.elapsed().as_secs_f64());
    }
}
