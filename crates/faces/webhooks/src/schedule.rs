//! When a delivery is tried again.

use std::time::Duration;

use kernel::{Id, Timestamp};

use crate::Delivery;

/// How long after each failure the next attempt comes: over three days, as Standard Webhooks recommends it.
pub(crate) const PAUSES: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(20),
    Duration::from_hours(24),
];

/// How often a delivery is tried by itself.
pub(crate) const TRIES: usize = PAUSES.len() + 1;

/// The longest wait a receiver may ask for.
pub(crate) const LONGEST: Duration = Duration::from_hours(24);

/// When to try again after this many attempts, the last of which failed at `now`; never, when that was the last one. The
/// receiver may ask for more patience. Up to a tenth more, other for each delivery, so that what failed together does
/// not come back together.
pub(crate) fn again(
    delivery: Id<Delivery>,
    attempts: i64,
    asked: Option<Duration>,
    now: Timestamp,
) -> Option<Timestamp> {
    let pause = PAUSES.get(usize::try_from(attempts.max(1) - 1).ok()?)?;
    let spread = u32::from(delivery.uuid().as_bytes().last().copied().unwrap_or_default());
    let pause = *pause + *pause * spread / 2560;
    Some(now.plus(pause.max(asked.unwrap_or_default().min(LONGEST))))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use kernel::{Id, Timestamp};

    use super::{PAUSES, TRIES, again};

    fn wait(attempts: i64, asked: Option<u64>) -> Option<Duration> {
        let now = Timestamp::from_micros(1_773_306_000_000_000);
        let id = Id::from_uuid(uuid::Uuid::from_u128(0));
        again(id, attempts, asked.map(Duration::from_secs), now).map(|at| at.since(now))
    }

    #[test]
    fn the_tries_spread_over_three_days_and_end() {
        let tries = i64::try_from(TRIES).expect("a few");
        assert_eq!(wait(1, None), Some(Duration::from_secs(5)));
        assert_eq!(wait(tries - 1, None), Some(Duration::from_hours(24)));
        assert_eq!(wait(tries, None), None);
        let whole: Duration = PAUSES.iter().sum();
        assert!(whole > Duration::from_hours(72) && whole < Duration::from_hours(96));
    }

    #[test]
    fn a_receiver_may_ask_for_patience_but_not_for_ever() {
        assert_eq!(wait(1, Some(120)), Some(Duration::from_mins(2)));
        assert_eq!(wait(4, Some(120)), Some(Duration::from_hours(2)));
        assert_eq!(wait(1, Some(u64::MAX)), Some(Duration::from_hours(24)));
    }

    #[test]
    fn no_more_than_a_tenth_is_added() {
        let now = Timestamp::from_micros(0);
        let latest = again(Id::from_uuid(uuid::Uuid::from_u128(255)), 1, None, now).expect("another try");
        assert!(latest.since(now) > Duration::from_secs(5) && latest.since(now) < Duration::from_millis(5500));
    }
}
