use std::{
    error::Error,
    io::{IsTerminal, stderr},
};

use metrics_exporter_prometheus::BuildError;
use tracing_subscriber::{EnvFilter, filter::ParseError};

use crate::{Metrics, panics};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Why the program could not begin to tell anything.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is not one, such as `info,store=debug`.
    #[error("could not read the log filter")]
    Filter(#[source] ParseError),
    /// Logs go elsewhere already.
    #[error("could not take over the logs")]
    Logs(#[source] Box<dyn Error + Send + Sync>),
    /// Metrics go elsewhere already.
    #[error("could not take over the metrics")]
    Metrics(#[source] BuildError),
}

/// Begins to log to the standard error stream and to count; once in a process, before anything else.
///
/// `filter` says what is worth a line: `info`, or `info,store=debug`.
///
/// # Errors
/// A filter that is none, or logs or metrics that somebody else in the process has taken.
pub fn init(format: Format, filter: &str) -> Result<Metrics, TelemetryError> {
    let filter = EnvFilter::try_new(filter).map_err(TelemetryError::Filter)?;
    let lines = tracing_subscriber::fmt().with_writer(stderr).with_env_filter(filter);
    let begun = match format {
        Format::Text => lines.with_ansi(stderr().is_terminal()).try_init(),
        Format::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    };
    begun.map_err(TelemetryError::Logs)?;
    panics::tell();
    Metrics::install().map_err(TelemetryError::Metrics)
}

#[cfg(test)]
mod tests {
    use super::{Format, TelemetryError, init};

    #[test]
    fn a_filter_with_a_slip_is_named_as_the_fault() {
        let refused = init(Format::Text, "store=loudest").expect_err("there is no such level");
        assert!(matches!(refused, TelemetryError::Filter(_)));
    }
}
