//! What happened: at once audit trail, timeline, outbox, feed of the index, and facts under the figures.
//!
//! An [`Entry`] is written in the transaction of the change it tells of. The [`seal`] chains committed entries, and
//! [`follow`]ers read the sealed ones from a durable place of their own. What was merely looked at, or refused, goes
//! to separate logs ([`Logs`]).

mod append;
mod checkpoint;
mod deed;
mod digest;
mod entry;
pub mod follow;
mod logs;
pub mod seal;
pub mod verify;

use store::{Migration, Migrations};

pub use append::{append, append_all, erase};
pub use checkpoint::{Checkpoint, CheckpointError, SigningKey};
pub use deed::{Deed, has_followed, last_about};
pub use entry::{Audience, Draft, Entry, Event, Face, Recorded, Seal};
pub use logs::{Attempt, BrokenLog, Logs, Outcome, View, verify_logs};

/// What is wrong with a journal: language, origin and text of each catalogue.
pub const MESSAGES: &[(&str, &str, &str)] =
    &[("en-GB", "journal/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))];

/// The journal's tables.
pub const MIGRATIONS: Migrations = Migrations {
    part: "journal",
    steps: &[
        Migration { name: "001_journal", sql: include_str!("../migrations/001_journal.sql") },
        Migration { name: "002_lists", sql: include_str!("../migrations/002_lists.sql") },
        Migration { name: "003_batches", sql: include_str!("../migrations/003_batches.sql") },
        Migration { name: "004_on_behalf", sql: include_str!("../migrations/004_on_behalf.sql") },
    ],
};
