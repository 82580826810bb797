//! The cast of `portico guard`, in a portal over the suite's database.

use std::ops::{Deref, DerefMut};

pub use guard::cast::{Member, opened};

use super::portal::Portal;

pub struct Cast(guard::Cast);

impl Cast {
    /// A portal with `count` rows of every kind that may be many, for each place.
    pub async fn with(count: usize) -> Self {
        Self::within(Portal::open().await, count).await
    }

    /// The same in a portal that was opened already.
    pub async fn within(portal: Portal, count: usize) -> Self {
        Self(guard::Cast::seed(portal.into_guarded(), count).await)
    }
}

impl Deref for Cast {
    type Target = guard::Cast;

    fn deref(&self) -> &guard::Cast {
        &self.0
    }
}

impl DerefMut for Cast {
    fn deref_mut(&mut self) -> &mut guard::Cast {
        &mut self.0
    }
}
