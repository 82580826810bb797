//! What the program tells those who run it: logs, metrics, traces, and what is kept of a panic.
//!
//! Whatever is told here is told to machines and operators: a sentence for people, fields for machines, never personal
//! data. Parts of Portico write through `tracing` and `metrics`, and begin the spans of [`spans`]; only the program
//! itself calls [`init`].

mod collector;
mod counts;
mod logs;
mod otlp;
mod panics;
pub mod spans;
mod told;
mod trace;

pub use collector::CollectorError;
pub use counts::Metrics;
pub use logs::{Begun, Format, TelemetryError, init};
pub use otlp::{Otlp, Traces};
pub use panics::{Panicked, caught};
pub use told::here;
pub use trace::Trace;
