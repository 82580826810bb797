//! The program: it reads settings, puts the parts together, and runs them. It knows everything and decides nothing.

mod carrying;
pub mod cli;
pub mod compose;
mod copies;
mod demo;
mod doctor;
mod explain;
mod gauges;
mod guard;
mod health;
mod import;
mod init;
pub mod lock;
pub mod run;
pub mod secrets;
pub mod settings;
mod staff;
mod terminal;

/// A page is made of thousands of small pieces, and a portal of many threads that pass them on: that is what this one is
/// for. `docs/bench.md` says what it brings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
