use std::{
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    num::NonZeroU32,
};

use governor::{
    NotUntil, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};

use crate::Rate;

/// How many times the share of one session a whole network has.
///
/// A made-up session cookie opens a bucket of its own, and nobody knows it for made up before the database is asked;
/// so a network has a bucket too, wide enough for an office behind one address.
const OFFICE: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// Who may ask how often. In memory and for this process: what must not be guessed has its own throttles in rows.
pub(crate) struct Limits<C: Clock = DefaultClock> {
    own: Buckets<Key, C>,
    office: Buckets<IpAddr, C>,
    /// Turns session tokens into keys, so that they do not lie about in memory.
    blend: RandomState,
}

type Buckets<K, C> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Session(u64),
    Network(IpAddr),
}

impl<C: Clock + Clone> Limits<C> {
    pub fn new(rate: Rate, clock: C) -> Self {
        let own = Quota::per_second(rate.per_second).allow_burst(rate.burst);
        let office =
            Quota::per_second(rate.per_second.saturating_mul(OFFICE)).allow_burst(rate.burst.saturating_mul(OFFICE));
        Self {
            own: RateLimiter::hashmap_with_clock(own, clock.clone()),
            office: RateLimiter::hashmap_with_clock(office, clock),
            blend: RandomState::new(),
        }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// The whole seconds to wait, at least one, when it is one too many.
    pub fn count(&self, session: Option<&str>, network: IpAddr) -> Result<(), u32> {
        let Some(session) = session else { return take(&self.own, &Key::Network(network)) };
        take(&self.office, &network)?;
        take(&self.own, &Key::Session(self.blend.hash_one(session)))
    }

    /// Forgets those who have not asked for so long that they start afresh anyway.
    pub fn forget(&self) {
        self.own.retain_recent();
        self.own.shrink_to_fit();
        self.office.retain_recent();
        self.office.shrink_to_fit();
    }
}

fn take<K, C>(buckets: &Buckets<K, C>, key: &K) -> Result<(), u32>
where
    K: std::hash::Hash + Eq + Clone,
    C: Clock,
{
    let wait = |until: NotUntil<C::Instant>| {
        let wait = until.wait_time_from(buckets.clock().now());
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
    };
    buckets.check_key(key).map_err(wait)
}

#[cfg(test)]
mod tests {
    use std::{net::IpAddr, num::NonZeroU32, time::Duration};

    use governor::clock::FakeRelativeClock;

    use super::Limits;
    use crate::Rate;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 0));
    const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 0));

    fn limits(clock: &FakeRelativeClock) -> Limits<FakeRelativeClock> {
        let number = |number| NonZeroU32::new(number).unwrap();
        Limits::new(Rate { per_second: number(1), burst: number(2) }, clock.clone())
    }

    #[test]
    fn one_too_many_is_told_how_long_to_wait() {
        let clock = FakeRelativeClock::default();
        let limits = limits(&clock);
        assert_eq!(limits.count(None, HOME), Ok(()));
        assert_eq!(limits.count(None, HOME), Ok(()));
        assert_eq!(limits.count(None, HOME), Err(1));
        clock.advance(Duration::from_secs(1));
        assert_eq!(limits.count(None, HOME), Ok(()));
        assert_eq!(limits.count(None, HOME), Err(1));
    }

    #[test]
    fn sessions_and_networks_do_not_take_from_each_other() {
        let limits = limits(&FakeRelativeClock::default());
        for _ in 0..2 {
            assert_eq!(limits.count(None, HOME), Ok(()));
            assert_eq!(limits.count(Some("amelia"), HOME), Ok(()));
            assert_eq!(limits.count(Some("ben"), HOME), Ok(()));
            assert_eq!(limits.count(None, AWAY), Ok(()));
        }
        assert_eq!(limits.count(Some("amelia"), AWAY), Err(1));
        assert_eq!(limits.count(Some("chidi"), HOME), Ok(()));
    }

    #[test]
    fn made_up_sessions_do_not_open_endless_buckets() {
        let limits = limits(&FakeRelativeClock::default());
        let passed = (0..100).filter(|number| limits.count(Some(&number.to_string()), HOME).is_ok()).count();
        assert_eq!(passed, 40);
        assert_eq!(limits.count(Some("amelia"), AWAY), Ok(()));
    }

    #[test]
    fn who_has_not_asked_for_long_is_forgotten() {
        let clock = FakeRelativeClock::default();
        let limits = limits(&clock);
        limits.count(Some("amelia"), HOME).unwrap();
        assert_eq!((limits.own.len(), limits.office.len()), (1, 1));
        clock.advance(Duration::from_secs(60));
        limits.forget();
        assert_eq!((limits.own.len(), limits.office.len()), (0, 0));
    }
}
