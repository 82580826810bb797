#![expect(clippy::disallowed_methods, reason = "this is where the program speaks for its import")]

use std::sync::Arc;

use access::{Acting, Actor, Holding, Principal};
use gateway::{Asked, Gateway};
use jiff::tz::TimeZone;
use journal::Face;
use kernel::Timestamp;
use words::Formats;

use crate::{ImportError, Mapping};

/// The system principal that imports act as, and the name of its role.
pub const IMPORT: &str = "import";

/// A request of the import's own.
pub(crate) fn asked(now: Timestamp) -> Asked {
    let locale = "en-GB".parse().expect("a language tag");
    let formats = Formats::new(&locale, TimeZone::UTC, now);
    Asked::by(principal(), Face::Sync, Arc::new(formats))
}

fn principal() -> Principal {
    Principal::vouch(Actor::System(IMPORT.into()), Acting::System, vec![Holding::of(IMPORT, None)])
}

/// Whether every operation the mapping names is there and may be used by imports; known before anything is read.
pub(crate) async fn may_ingest(gateway: &Gateway, mapping: &Mapping) -> Result<(), ImportError> {
    let caller = gateway.caller(&principal(), None).await?;
    for part in &mapping.part {
        let is_there = gateway.registry().operation(&part.operation).is_some();
        if !is_there || caller.facts(&part.operation).is_nothing() {
            return Err(ImportError::Operation(part.operation.clone()));
        }
    }
    Ok(())
}
