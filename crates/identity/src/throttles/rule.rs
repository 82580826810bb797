use std::time::Duration;

use kernel::{Id, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::rows::Throttle;

/// A limit: so many tries at once, and one more after each `refill`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// How many tries a full bucket holds.
    pub burst: u32,
    /// How long until one comes back.
    pub refill: Duration,
}

/// A limit on something: on an address, a network, a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    rule: Rule,
    id: Id<Throttle>,
}

impl Rule {
    /// The bucket of this limit for what `parts` name together. Only a hash of them is stored.
    pub fn on(self, parts: &[&str]) -> Bucket {
        let mut digest = Sha256::new();
        for part in [self.name].iter().chain(parts) {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part.as_bytes());
        }
        let mut head = [0; 16];
        head.iter_mut().zip(digest.finalize()).for_each(|(to, byte)| *to = byte);
        Bucket { rule: self, id: Id::from_uuid(Uuid::from_bytes(head)) }
    }

    /// What one try adds to the time until the bucket is full, in microseconds.
    pub fn step(self) -> i64 {
        i64::try_from(self.refill.as_micros()).unwrap_or(i64::MAX / 1024)
    }

    /// How far off "full" may be before the bucket counts as empty, in microseconds.
    pub fn room(self) -> i64 {
        self.step().saturating_mul(i64::from(self.burst))
    }

    /// How long until a try comes back to a bucket that will be full at `full_at`; nothing when one is there.
    pub fn wait(self, full_at: Timestamp, now: Timestamp) -> Duration {
        let wait =
            full_at.micros().saturating_add(self.step()).saturating_sub(self.room()).saturating_sub(now.micros());
        Duration::from_micros(u64::try_from(wait).unwrap_or(0))
    }
}

impl Bucket {
    /// The limit.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The row it is kept in.
    pub fn id(&self) -> Id<Throttle> {
        self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { name: "three", burst: 3, refill: Duration::from_secs(60) };
    const NOON: Timestamp = Timestamp::from_micros(1_773_316_800_000_000);

    /// What the statement in `throttles.rs` does, in words a test can follow.
    fn take(full_at: Timestamp, now: Timestamp) -> Result<Timestamp, Duration> {
        if full_at.micros() > now.micros() + RULE.room() - RULE.step() {
            return Err(RULE.wait(full_at, now));
        }
        Ok(full_at.max(now).plus(RULE.refill))
    }

    #[test]
    fn a_full_bucket_gives_its_tries_and_then_one_for_each_refill() {
        let mut full_at = NOON;
        for _ in 0..3 {
            full_at = take(full_at, NOON).expect("a try");
        }
        assert_eq!(take(full_at, NOON), Err(Duration::from_secs(60)));
        let later = NOON.plus(Duration::from_secs(59));
        assert_eq!(take(full_at, later), Err(Duration::from_secs(1)));
        let later = NOON.plus(Duration::from_secs(60));
        full_at = take(full_at, later).expect("one came back");
        assert_eq!(take(full_at, later), Err(Duration::from_secs(60)));
    }

    #[test]
    fn asking_an_empty_bucket_does_not_make_it_last() {
        let full_at = NOON.plus(Duration::from_secs(180));
        for seconds in [0, 20, 40] {
            let now = NOON.plus(Duration::from_secs(seconds));
            assert_eq!(take(full_at, now), Err(Duration::from_secs(60 - seconds)));
        }
    }

    #[test]
    fn a_rested_bucket_is_full_and_no_fuller() {
        let tomorrow = NOON.plus(Duration::from_hours(24));
        let mut full_at = NOON;
        for _ in 0..3 {
            full_at = take(full_at, tomorrow).expect("a try");
        }
        assert!(take(full_at, tomorrow).is_err());
    }

    #[test]
    fn buckets_are_told_apart_by_every_part() {
        let id = |parts: &[&str]| RULE.on(parts).id();
        assert_eq!(id(&["a", "b"]), id(&["a", "b"]));
        assert_ne!(id(&["a", "b"]), id(&["ab"]));
        assert_ne!(id(&["a", "b"]), id(&["", "ab"]));
        assert_ne!(id(&["a"]), Rule { name: "other", ..RULE }.on(&["a"]).id());
    }
}
