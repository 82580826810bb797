//! Chance that can be played again.

use std::time::Duration;

use kernel::{Clock as _, SystemClock};

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub struct Random(u64);

impl Random {
    /// From `KILL_SEED`, if that is set; else from the clock. The seed is printed.
    pub fn seeded() -> Self {
        let told = std::env::var("KILL_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = told.unwrap_or_else(|| SystemClock.now().micros().unsigned_abs());
        println!("KILL_SEED={seed}");
        Self(seed)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    /// A moment within this time.
    pub fn moment(&mut self, longest: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(longest.as_micros()).unwrap_or(u64::MAX)))
    }
}
