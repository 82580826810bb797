#![expect(clippy::disallowed_methods, reason = "this is where a follower becomes a principal")]

use std::sync::Arc;

use access::{Acting, Actor, Holding, Principal};
use jiff::tz::TimeZone;
use journal::{Entry, Face};
use kernel::{Id, Timestamp};
use words::Formats;

use crate::Asked;

impl Asked {
    /// A request of a part of Portico itself, which may do what the role of its own name permits.
    pub fn system(name: &'static str, face: Face, now: Timestamp) -> Self {
        let locale = "en-GB".parse().expect("a language tag");
        let formats = Formats::new(&locale, TimeZone::UTC, now);
        let principal = Principal::vouch(Actor::System(name.into()), Acting::System, vec![Holding::of(name, None)]);
        Self::by(principal, face, Arc::new(formats))
    }

    /// The request as it follows from an entry of the journal, in the same trace.
    #[must_use]
    pub fn because_of(mut self, entry: &Entry) -> Self {
        self.trace.clone_from(&entry.trace);
        self.cause = Some((Id::clone(&entry.id), entry.depth));
        self
    }
}
