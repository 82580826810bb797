use std::{pin::Pin, sync::Arc};

use store::{Db, StoreError, Unguarded};

use super::{
    Derived, Projector, Reactor, Sealed, Trouble,
    place::{self, Place},
};
use crate::Entry;

pub(super) type Step<'a> = Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send + 'a>>;

/// A follower, whatever kind it is. It takes its turns with others, in [`super::Followers`].
#[derive(Clone)]
pub struct Follower {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

#[derive(Clone)]
pub(super) enum Kind {
    Projects(Arc<dyn Projects>),
    Reacts(Arc<dyn Reacts>),
}

/// A [`Projector`], whichever it is.
pub(super) trait Projects: Send + Sync {
    fn listens(&self, event: &str) -> bool;
    fn project<'a>(&'a self, sealed: &'a Sealed, raw: Unguarded<'a>) -> Step<'a>;
    fn clear<'a>(&'a self, raw: Unguarded<'a>) -> Step<'a>;
}

/// A [`Reactor`], whichever it is.
pub(super) trait Reacts: Send + Sync {
    fn is_outside(&self) -> bool;
    fn prepare(&self) -> Step<'_>;
    /// Whether it has to react to this entry.
    fn hears(&self, entry: &Entry) -> bool;
    fn react<'a>(&'a self, sealed: &'a Sealed) -> Step<'a>;
}

impl Follower {
    /// A projector as a follower.
    pub fn projector<P: Projector>(projector: P) -> Self {
        Self { name: P::NAME, kind: Kind::Projects(Arc::new(Projecting(projector))) }
    }

    /// A reactor as a follower.
    pub fn reactor<R: Reactor>(reactor: R) -> Self {
        Self { name: R::NAME, kind: Kind::Reacts(Arc::new(Reacting(reactor))) }
    }

    /// Empties a projector's tables and sends it back to the first entry. Reactors are never sent back.
    ///
    /// # Errors
    /// The database's.
    pub async fn rebuild(&self, db: &Db) -> Result<(), StoreError> {
        let Kind::Projects(projector) = &self.kind else {
            return Err(StoreError::Fault("a reactor has effects and cannot be rebuilt"));
        };
        place::begin(db.unguarded(), self.name).await?;
        let work = db.begin().await?;
        let raw = work.unguarded();
        let named = Place::NAME.is(&self.name.to_owned());
        let place = raw.first(named).await?.ok_or(StoreError::Fault("a follower's place vanished"))?;
        // Whoever takes a turn meanwhile waits for it, and finds the place elsewhere.
        raw.update(&Place { position: 0, failures: 0, trouble: None, next_at: None, ..place }).await?;
        if let Err(trouble) = projector.clear(raw).await {
            tracing::error!(follower = self.name, error = %trouble, "A projector could not be emptied");
            return Err(StoreError::Fault("a projector could not be emptied"));
        }
        work.commit().await
    }
}

struct Projecting<P>(P);

impl<P: Projector> Projects for Projecting<P> {
    fn listens(&self, event: &str) -> bool {
        self.0.listens(event)
    }

    fn project<'a>(&'a self, sealed: &'a Sealed, raw: Unguarded<'a>) -> Step<'a> {
        Box::pin(async move { self.0.project(sealed, &Derived::<P::Writes>::over(raw)).await })
    }

    fn clear<'a>(&'a self, raw: Unguarded<'a>) -> Step<'a> {
        Box::pin(async move { self.0.clear(&Derived::<P::Writes>::over(raw)).await })
    }
}

struct Reacting<R>(R);

impl<R: Reactor> Reacts for Reacting<R> {
    fn is_outside(&self) -> bool {
        R::OUTSIDE
    }

    fn prepare(&self) -> Step<'_> {
        Box::pin(self.0.prepare())
    }

    fn hears(&self, entry: &Entry) -> bool {
        self.0.listens(&entry.event) && self.0.concerns(entry)
    }

    fn react<'a>(&'a self, sealed: &'a Sealed) -> Step<'a> {
        Box::pin(self.0.react(sealed))
    }
}
