//! When a letter is tried again.

use std::time::Duration;

use kernel::Timestamp;

/// How long after the first failure the second try comes. Long enough for a server that greets strangers with "later".
pub(crate) const FIRST: Duration = Duration::from_mins(1);

/// The longest pause between two tries.
pub(crate) const LONGEST: Duration = Duration::from_hours(6);

/// How long after it was written a letter is given up: a weekend without its reader's mail server loses nothing.
pub(crate) const GIVE_UP: Duration = Duration::from_hours(72);

/// The pause after this many tries: a minute, doubled each time.
pub(crate) fn pause(attempts: i64) -> Duration {
    // Ten doublings are beyond the longest pause already.
    let doublings = u32::try_from(attempts.clamp(1, 11) - 1).unwrap_or(0);
    FIRST.saturating_mul(1 << doublings).min(LONGEST)
}

/// When to try again after a failure at `now`; never, when that would be too late.
pub(crate) fn again(written: Timestamp, attempts: i64, now: Timestamp) -> Option<Timestamp> {
    let next = now.plus(pause(attempts));
    (next <= written.plus(GIVE_UP)).then_some(next)
}
