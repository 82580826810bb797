//! What the program tells those who run it: logs, metrics, and what is kept of a panic.
//!
//! Whatever is told here is told to machines and operators: a sentence for people, fields for machines, never personal
//! data. Parts of Portico write through `tracing` and `metrics`; only the program itself calls [`init`].

mod counts;
mod logs;
mod panics;

pub use counts::Metrics;
pub use logs::{Format, TelemetryError, init};
pub use panics::{Panicked, caught};
