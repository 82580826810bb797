use std::{error::Error, time::Duration};

use kernel::{Clock, Id, Timestamp};
use macros::Row;
use store::{Db, StoreError, Unguarded};

use super::place::Place;

/// An entry a follower gave up on; somebody has to look, the rest goes on.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "journal_parked")]
pub struct Parked {
    /// Its id.
    pub id: Id<Parked>,
    /// Who gave up.
    pub follower: String,
    /// On which entry.
    pub seq: i64,
    /// What went wrong the last time.
    pub trouble: String,
    /// When.
    pub at: Timestamp,
}

/// How often a follower tries one entry before it is parked.
pub const TRIES: i64 = 5;

/// Entries that followers gave up on.
///
/// # Errors
/// The database's.
pub async fn parked(db: &Db) -> Result<Vec<Parked>, StoreError> {
    db.unguarded().find(Parked::ID.is_known()).await
}

/// A follower that could not take an entry.
pub(super) struct Failure<'a> {
    /// Where it was, and is again.
    pub place: &'a Place,
    pub seq: i64,
    /// Whether it tried this entry by itself. The first of several may not be the culprit.
    pub alone: bool,
    pub trouble: &'a (dyn Error + Send + Sync),
}

/// Notes a failure, in a transaction that holds the place; after [`TRIES`] of them the entry is parked, and the place
/// moves on. Gives what was parked, to be told of once that is committed.
pub(super) async fn note(
    raw: Unguarded<'_>,
    clock: &dyn Clock,
    failure: &Failure<'_>,
) -> Result<Option<Parked>, StoreError> {
    let Failure { place, seq, alone, trouble } = *failure;
    let gives_up = alone && place.failures + 1 >= TRIES;
    let failures = if alone { place.failures + 1 } else { 1 };
    tracing::warn!(follower = place.name, seq, failures, error = %trouble, "A follower could not take an entry");
    let rest = Duration::from_secs(1 << failures.clamp(0, 6));
    let next = Place {
        position: if gives_up { seq } else { place.position },
        failures: if gives_up { 0 } else { failures },
        trouble: Some(trouble.to_string()),
        next_at: (alone && !gives_up).then(|| clock.now().plus(rest)),
        ..place.clone()
    };
    raw.update(&next).await?;
    if !gives_up {
        return Ok(None);
    }
    let id = Id::from_uuid(uuid::Uuid::now_v7());
    let parked = Parked { id, follower: next.name, seq, trouble: trouble.to_string(), at: clock.now() };
    raw.insert_if_new(&parked).await?;
    Ok(Some(parked))
}

impl Parked {
    /// Tells of it, once it is committed.
    pub(super) fn tell(self) {
        let Self { follower, seq, .. } = self;
        tracing::error!(follower, seq, "A follower gave up on an entry; it is parked");
        metrics::counter!("follower_parked_total", "follower" => follower).increment(1);
    }
}
