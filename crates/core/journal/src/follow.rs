//! Followers read sealed entries from a durable place of their own: at least once, without a double effect.
//!
//! A [`Projector`] only derives tables of its own, in the transaction that moves its place, so it may be rebuilt at any
//! time. A [`Reactor`] issues commands or jobs, keyed by (follower, number), and then its place moves. All of them take
//! their turns together, as [`Followers`], so that an entry which most do not listen to costs as much as one follower.

#![expect(clippy::disallowed_methods, reason = "followers are the machinery's")]

mod derived;
mod follower;
mod followers;
mod parked;
mod place;

use store::StoreError;

use crate::{Entry, seal};

pub use derived::Derived;
pub use follower::Follower;
pub use followers::Followers;
pub use parked::{Parked, TRIES, parked};

/// An entry with its number in the chain.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Its number; one more than that of the entry before.
    pub seq: i64,
    /// The entry.
    pub entry: Entry,
}

impl Sealed {
    fn of(link: seal::Link) -> Result<Self, StoreError> {
        Ok(Self { seq: link.seq, entry: link.entry? })
    }
}

/// What went wrong while following.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// A follower that only derives its own tables.
pub trait Projector: Send + Sync + 'static {
    /// Its name; its place is kept under it.
    const NAME: &'static str;
    /// The tables it derives, and nobody else writes.
    type Writes: 'static;

    /// Whether it wants to hear of this event.
    fn listens(&self, event: &str) -> bool;
    /// Brings its tables up to date with one entry.
    fn project<'t>(
        &self,
        sealed: &'t Sealed,
        tables: &'t Derived<'t, Self::Writes>,
    ) -> impl Future<Output = Result<(), Trouble>> + Send;
    /// Empties its tables, before it is rebuilt.
    fn clear<'t>(&self, tables: &'t Derived<'t, Self::Writes>) -> impl Future<Output = Result<(), Trouble>> + Send;
}

/// A follower that issues commands or jobs. It may be asked twice about one entry and has to key what it does by
/// (its name, the entry's number).
pub trait Reactor: Send + Sync + 'static {
    /// Its name; its place is kept under it.
    const NAME: &'static str;
    /// Whether what it does leaves us; then it waits for entries that may still be undone.
    const OUTSIDE: bool;

    /// Learns what [`Self::listens`] and [`Self::react`] need to know, after a turn's entries were read, and once more where
    /// they were sealed in it: what was committed before an entry is known by the time it is listened to.
    fn prepare(&self) -> impl Future<Output = Result<(), Trouble>> + Send {
        std::future::ready(Ok(()))
    }
    /// Whether it wants to hear of this event.
    fn listens(&self, event: &str) -> bool;
    /// Whether anything follows for it from an entry of such an event, as far as the entry itself tells: an answer that
    /// reaches nobody by mail costs no turn of its own.
    fn concerns(&self, _entry: &Entry) -> bool {
        true
    }
    /// Does what follows from one entry.
    fn react(&self, sealed: &Sealed) -> impl Future<Output = Result<(), Trouble>> + Send;
}
