//! Copies of a portal: made while it runs, proved, and put back.
//!
//! A copy is a folder of its own below a [`Target`]: the database, the secrets where there is a passphrase for them, and
//! last the [`Manifest`], which names each part with its sum and says what the database held. What has no manifest is
//! no copy. Files that people send lie in the database, so they come with it.

mod bucket;
mod facts;
#[cfg(test)]
mod hostile;
mod manifest;
mod packing;
mod postgres;
mod rehearse;
mod restore;
mod retention;
mod said;
mod sealed;
mod signature;
mod sqlite;
mod take;
mod target;

use std::path::Path;

pub use facts::Facts;
pub use manifest::{Kind, Manifest, Part, Secret};
pub use rehearse::{Rehearsal, rehearse};
pub use restore::{Proof, Sealed, Wanted, restore, settings_in};
pub use retention::made_at;
pub use said::MESSAGES;
pub use take::{Taken, prune, take};
pub use target::{Stored, Target};

/// What of a portal is copied, and where it is put back.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Its database's address.
    pub database: &'a str,
    /// Its data folder, in which the secrets lie.
    pub data: &'a Path,
    /// Its settings' file.
    pub settings: &'a Path,
    /// What seals secrets and settings in the copy; without it, they are left out.
    pub passphrase: Option<&'a str>,
}
