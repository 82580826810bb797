//! The one choke point: everything anyone does is a command or a query, and all of them pass here.
//!
//! Define an operation once, as a typed [`Command`] or [`Query`] or as configuration, and every face gets it: the
//! [`Registry`] holds operations as values with name, path, fields, target and run.

mod announce;
mod ask;
mod attention;
mod balance;
mod bundle;
mod by_id;
mod command;
mod counter;
mod ended;
mod execute;
mod explain;
mod field;
mod fields;
mod figures;
mod gate;
mod grantors;
#[cfg(test)]
mod hostile;
mod idempotency;
mod input;
mod link;
mod linkable;
mod newest;
mod numbered;
mod operation;
mod query;
mod quote;
mod raw;
mod registry;
mod rights;
mod service;
mod structured;
mod system;
mod teller;
mod today;
mod tx;
mod undo;
mod version;

use store::{Migration, Migrations};

pub use announce::Announcement;
pub use attention::{Attention, Slot, TOLD};
pub use balance::{Balance, BalancePart, Balances};
pub use bundle::{Broken, Keeper, Step, Together};
pub use by_id::ById;
pub use command::{Command, Granted, Typed, Verb};
pub use execute::Done;
pub use explain::{Counts, Explain, Explained, HeldRole, Why};
pub use field::{Field, FieldKind, FieldSpec};
pub use fields::{Change, Email, Line, Prose, Whole};
pub use figures::{Figure, FigureColumn};
pub use gate::{Asked, Gateway, Parts};
pub use grantors::{Grantors, Waiting};
pub use idempotency::Key;
pub use input::Input;
pub use link::{Action, Link, LinkTo};
pub use linkable::Linkable;
pub use macros::Input;
pub use newest::Newest;
pub use numbered::{Found, Numbered, Numbering};
pub use operation::{Effect, Method, Path, Spec, Viewed, delete, get, post};
pub use query::{Proven, Query};
pub use quote::{Card, CardFact, CardValue, ParseQuoteError, Quotable, Quote, Quoting};
pub use raw::{Raw, RawField, Reader};
pub use registry::{Operation, Registry, RegistryError, Shape};
pub use service::Service;
pub use structured::Structured;
pub use today::Today;
pub use tx::Tx;
pub use undo::{Undo, WayBack};
pub use version::Version;

/// The gateway's tables.
pub const MIGRATIONS: Migrations = Migrations {
    part: "gateway",
    steps: &[
        Migration { name: "001_idempotency", sql: include_str!("../migrations/001_idempotency.sql") },
        Migration { name: "002_counters", sql: include_str!("../migrations/002_counters.sql") },
    ],
};
