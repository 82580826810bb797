use std::{
    error::Error,
    io::{IsTerminal, stderr},
};

use metrics_exporter_prometheus::BuildError;
use tracing::subscriber::Interest;
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    filter::{ParseError, dynamic_filter_fn},
    fmt,
    layer::SubscriberExt as _,
    registry,
    util::SubscriberInitExt as _,
};

use crate::{Metrics, Otlp, Traces, panics, told::may_be_told};

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

/// What there is once the program tells.
pub struct Begun {
    /// What is counted.
    pub metrics: Metrics,
    /// The way of traces, which is flushed at the end.
    pub traces: Traces,
}

/// Begins to log to the standard error stream, to count, and to tell traces if it is said to whom; once in a process, in
/// a runtime of tokio, before anything else.
///
/// `filter` says what is worth a line: `info`, or `info,store=debug`. It has no say in what is told of traces.
///
/// # Errors
/// A filter that is none, or logs or metrics that somebody else in the process has taken.
pub fn init(format: Format, filter: &str, otlp: Option<Otlp>) -> Result<Begun, TelemetryError> {
    let filter = EnvFilter::try_new(filter).map_err(TelemetryError::Filter)?;
    // Before anybody counts.
    let metrics = Metrics::install().map_err(TelemetryError::Metrics)?;
    let lines = fmt::layer::<Registry>().with_writer(stderr);
    let lines = match format {
        Format::Text => lines.with_ansi(stderr().is_terminal()).boxed(),
        Format::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed(),
    };
    let (begun, traces) = match otlp {
        // Then nobody wants spans that are only told, and they cost nothing.
        None => (registry().with(lines.with_filter(filter)).try_init(), Traces::NONE),
        Some(otlp) => {
            let (spans, traces) = otlp.begin();
            // Each span is asked about anew: what was found for a callsite that was only asked about, as sqlx does on
            // the thread of whoever awaits PostgreSQL, would stand for the next span.
            let told = dynamic_filter_fn(|span, _| may_be_told(span))
                .with_callsite_filter(|span| if may_be_told(span) { Interest::sometimes() } else { Interest::never() });
            (registry().with(lines.with_filter(filter)).with(spans.with_filter(told)).try_init(), traces)
        }
    };
    begun.map_err(|error| TelemetryError::Logs(Box::new(error)))?;
    panics::tell();
    Ok(Begun { metrics, traces })
}

#[cfg(test)]
mod tests {
    use super::{Format, TelemetryError, init};

    #[test]
    fn a_filter_with_a_slip_is_named_as_the_fault() {
        let refused = init(Format::Text, "store=loudest", None);
        assert!(matches!(refused, Err(TelemetryError::Filter(_))));
    }
}
