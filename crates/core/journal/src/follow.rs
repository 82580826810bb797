//! Followers read sealed entries from a durable place of their own: at least once, without a double effect.
//!
//! A [`Projector`] only derives tables of its own, in the transaction that moves its place, so it may be rebuilt at any
//! time. A [`Reactor`] issues commands or jobs, keyed by (follower, number), and then its place moves.

#![expect(clippy::disallowed_methods, reason = "followers are the machinery's")]

use std::{marker::PhantomData, pin::Pin, sync::Arc, time::Duration};

use kernel::{Clock, Id, Timestamp};
use macros::Row;
use store::{Col, Column, Condition, Db, Row, StoreError, Tables, Unguarded, Work};
use telemetry::spans;
use tracing::Instrument as _;

use crate::{Entry, seal};

/// An entry with its number in the chain.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Its number; one more than that of the entry before.
    pub seq: i64,
    /// The entry.
    pub entry: Entry,
}

impl Sealed {
    fn of(link: seal::Link) -> Result<Self, StoreError> {
        Ok(Self { seq: link.seq, entry: link.entry? })
    }
}

/// What went wrong while following.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// A follower that only derives its own tables.
pub trait Projector: Send + Sync + 'static {
    /// Its name; its place is kept under it.
    const NAME: &'static str;
    /// The tables it derives, and nobody else writes.
    type Writes: 'static;

    /// Whether it wants to hear of this event.
    fn listens(&self, event: &str) -> bool;
    /// Brings its tables up to date with one entry.
    fn project<'t>(
        &self,
        sealed: &'t Sealed,
        tables: &'t Derived<'t, Self::Writes>,
    ) -> impl Future<Output = Result<(), Trouble>> + Send;
    /// Empties its tables, before it is rebuilt.
    fn clear<'t>(&self, tables: &'t Derived<'t, Self::Writes>) -> impl Future<Output = Result<(), Trouble>> + Send;
}

/// A follower that issues commands or jobs. It may be asked twice about one entry and has to key what it does by
/// (its name, the entry's number).
pub trait Reactor: Send + Sync + 'static {
    /// Its name; its place is kept under it.
    const NAME: &'static str;
    /// Whether what it does leaves us; then it waits for entries that may still be undone.
    const OUTSIDE: bool;

    /// Learns what [`Self::listens`] and [`Self::react`] need to know, once a turn and after its entries were read: what
    /// was committed before an entry is known by the time it is listened to.
    fn prepare(&self) -> impl Future<Output = Result<(), Trouble>> + Send {
        std::future::ready(Ok(()))
    }
    /// Whether it wants to hear of this event.
    fn listens(&self, event: &str) -> bool;
    /// Does what follows from one entry.
    fn react(&self, sealed: &Sealed) -> impl Future<Output = Result<(), Trouble>> + Send;
}

/// The derived tables of a projector: no proof is needed, since they say nothing that others do not.
pub struct Derived<'a, W> {
    raw: Unguarded<'a>,
    writes: PhantomData<fn() -> W>,
}

impl<W> Derived<'_, W> {
    /// Adds or replaces a row by its id.
    ///
    /// # Errors
    /// The database's.
    pub async fn put<R: Row, I>(&self, row: &R) -> Result<(), StoreError>
    where
        W: Tables<R, I>,
    {
        if self.raw.update(row).await? {
            return Ok(());
        }
        self.raw.insert(row).await
    }

    /// The first row for which `condition` holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn first<R: Row, I>(&self, condition: Condition<R>) -> Result<Option<R>, StoreError>
    where
        W: Tables<R, I>,
    {
        self.raw.first(condition).await
    }

    /// Removes rows.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete<R: Row, I>(&self, condition: Condition<R>) -> Result<u64, StoreError>
    where
        W: Tables<R, I>,
    {
        self.raw.delete(condition).await
    }

    /// Removes every row of a table.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete_all<R: Row, I, C: Column>(&self, id: Col<R, C>) -> Result<u64, StoreError>
    where
        W: Tables<R, I>,
    {
        self.raw.delete(id.is_known()).await
    }
}

/// A follower's place in the chain.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "journal_followers")]
struct Place {
    id: Id<Place>,
    name: String,
    position: i64,
    failures: i64,
    trouble: Option<String>,
    next_at: Option<Timestamp>,
}

impl Place {
    /// Whether it waits after a failure; longer each time, so that an outage parks nothing.
    fn rests(&self, now: Timestamp) -> bool {
        self.next_at.is_some_and(|next| now < next)
    }
}

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

/// How many entries one turn takes.
const BATCH: usize = 200;

type Step<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A follower, whatever kind it is.
#[derive(Clone)]
pub struct Follower {
    name: &'static str,
    inner: Arc<dyn Turn>,
}

trait Turn: Send + Sync {
    fn turn<'a>(&'a self, db: &'a Db, clock: &'a dyn Clock) -> Step<'a, Result<usize, StoreError>>;
    fn rebuild<'a>(&'a self, db: &'a Db) -> Step<'a, Result<(), StoreError>>;
}

impl Follower {
    /// A projector as a follower.
    pub fn projector<P: Projector>(projector: P) -> Self {
        Self { name: P::NAME, inner: Arc::new(Projecting(projector)) }
    }

    /// A reactor as a follower.
    pub fn reactor<R: Reactor>(reactor: R) -> Self {
        Self { name: R::NAME, inner: Arc::new(Reacting(reactor)) }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Takes the next entries; tells how many it passed. Nothing to do gives zero.
    ///
    /// # Errors
    /// The database's; the place has not moved then.
    pub async fn turn(&self, db: &Db, clock: &dyn Clock) -> Result<usize, StoreError> {
        self.inner.turn(db, clock).await
    }

    /// Empties a projector's tables and sends it back to the first entry. Reactors are never sent back.
    ///
    /// # Errors
    /// The database's.
    pub async fn rebuild(&self, db: &Db) -> Result<(), StoreError> {
        self.inner.rebuild(db).await
    }
}

struct Projecting<P>(P);
struct Reacting<R>(R);

impl<P: Projector> Turn for Projecting<P> {
    fn turn<'a>(&'a self, db: &'a Db, clock: &'a dyn Clock) -> Step<'a, Result<usize, StoreError>> {
        Box::pin(project_batch(&self.0, db, clock))
    }

    fn rebuild<'a>(&'a self, db: &'a Db) -> Step<'a, Result<(), StoreError>> {
        Box::pin(rebuild(&self.0, db))
    }
}

impl<R: Reactor> Turn for Reacting<R> {
    fn turn<'a>(&'a self, db: &'a Db, clock: &'a dyn Clock) -> Step<'a, Result<usize, StoreError>> {
        Box::pin(react_batch(&self.0, db, clock))
    }

    fn rebuild<'a>(&'a self, _db: &'a Db) -> Step<'a, Result<(), StoreError>> {
        Box::pin(std::future::ready(Err(StoreError::Fault("a reactor has effects and cannot be rebuilt"))))
    }
}

/// One transaction: the entries' effects and the moved place. A failed entry is tried alone the next time, so that
/// those before it stand.
async fn project_batch<P: Projector>(projector: &P, db: &Db, clock: &dyn Clock) -> Result<usize, StoreError> {
    let place = place(db, P::NAME).await?;
    if place.rests(clock.now()) {
        return Ok(0);
    }
    let limit = if place.failures > 0 { 1 } else { BATCH };
    let entries = seal::sealed_after(db.unguarded(), place.position, limit).await?;
    let entries = entries.into_iter().map(Sealed::of).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = entries.last().map(|sealed| sealed.seq) else { return Ok(0) };
    let work = db.begin().await?;
    if take(&work, &place).await?.is_none() {
        return Ok(0);
    }
    let raw = work.unguarded();
    let tables = Derived::<P::Writes> { raw, writes: PhantomData };
    for sealed in entries.iter().filter(|sealed| projector.listens(&sealed.entry.event)) {
        let told = spans::follow(P::NAME, &sealed.entry.trace);
        if let Err(trouble) = projector.project(sealed, &tables).instrument(told.clone()).await {
            spans::failed(&told);
            work.roll_back().await?;
            // The first of a batch may not be the culprit: mark the place, so that the next turn takes one at a time.
            let alone = entries.len() == 1;
            return stumble(db, clock, place, sealed.seq, alone, &*trouble).await;
        }
    }
    raw.update(&Place { position: last, failures: 0, trouble: None, next_at: None, ..place }).await?;
    work.commit().await?;
    Ok(entries.len())
}

async fn react_batch<R: Reactor>(reactor: &R, db: &Db, clock: &dyn Clock) -> Result<usize, StoreError> {
    let mut place = place(db, R::NAME).await?;
    if place.rests(clock.now()) {
        return Ok(0);
    }
    let entries = seal::sealed_after(db.unguarded(), place.position, BATCH).await?;
    if entries.is_empty() {
        return Ok(0);
    }
    if let Err(trouble) = reactor.prepare().await {
        tracing::warn!(follower = R::NAME, error = %trouble, "A follower could not make ready; it will try again");
        return Ok(0);
    }
    let at = |place: &Place, seq| Place { position: seq, failures: 0, trouble: None, next_at: None, ..place.clone() };
    let (mut passed, mut reached) = (0, place.position);
    for sealed in entries.into_iter().map(Sealed::of) {
        let Sealed { seq, entry } = sealed?;
        if R::OUTSIDE && entry.held_until.is_some_and(|until| clock.now() < until) {
            break;
        }
        let sealed = Sealed { seq, entry };
        if reactor.listens(&sealed.entry.event) {
            let told = spans::follow(R::NAME, &sealed.entry.trace);
            if let Err(trouble) = reactor.react(&sealed).instrument(told.clone()).await {
                spans::failed(&told);
                return stumble(db, clock, place, seq, true, &*trouble).await.map(|more| passed + more);
            }
            let moved = at(&place, seq);
            if !advance(db, &place, &moved).await? {
                return Ok(passed);
            }
            place = moved;
        }
        reached = seq;
        passed += 1;
    }
    // What it does not listen to is passed all at once.
    if reached > place.position && !advance(db, &place, &at(&place, reached)).await? {
        return Ok(0);
    }
    Ok(passed)
}

/// Notes a failure; after [`TRIES`] of them the entry is parked and the place moves on.
async fn stumble(
    db: &Db,
    clock: &dyn Clock,
    place: Place,
    seq: i64,
    alone: bool,
    trouble: &(dyn std::error::Error + Send + Sync),
) -> Result<usize, StoreError> {
    let gives_up = alone && place.failures + 1 >= TRIES;
    let failures = if alone { place.failures + 1 } else { 1 };
    tracing::warn!(follower = place.name, seq, failures, error = %trouble, "A follower could not take an entry");
    let work = db.begin().await?;
    let Some(place) = take(&work, &place).await? else { return Ok(0) };
    if gives_up {
        let id = Id::from_uuid(uuid::Uuid::now_v7());
        let parked = Parked { id, follower: place.name.clone(), seq, trouble: trouble.to_string(), at: clock.now() };
        work.unguarded().insert_if_new(&parked).await?;
    }
    let rest = Duration::from_secs(1 << failures.clamp(0, 6));
    let next = Place {
        position: if gives_up { seq } else { place.position },
        failures: if gives_up { 0 } else { failures },
        trouble: Some(trouble.to_string()),
        next_at: (alone && !gives_up).then(|| clock.now().plus(rest)),
        ..place
    };
    work.unguarded().update(&next).await?;
    work.commit().await?;
    if gives_up {
        metrics::counter!("follower_parked_total", "follower" => next.name).increment(1);
        tracing::error!(seq, "A follower gave up on an entry; it is parked");
    }
    Ok(usize::from(gives_up))
}

/// Locks a follower's place, and gives it if it has not moved since it was read: another instance may have taken the
/// turn meanwhile, and a place never moves back.
async fn take(work: &Work, seen: &Place) -> Result<Option<Place>, StoreError> {
    work.lock([store::Lock { table: Place::TABLE, id: seen.id.uuid(), shared: false }]).await?;
    let current = work.unguarded().first(Place::ID.is(&seen.id)).await?;
    Ok(current.filter(|current| current.position == seen.position))
}

async fn advance(db: &Db, from: &Place, to: &Place) -> Result<bool, StoreError> {
    let work = db.begin().await?;
    if take(&work, from).await?.is_none() {
        return Ok(false);
    }
    work.unguarded().update(to).await?;
    work.commit().await?;
    Ok(true)
}

async fn place(db: &Db, name: &'static str) -> Result<Place, StoreError> {
    let named = Place::NAME.is(&name.to_owned());
    if let Some(place) = db.unguarded().first(named.clone()).await? {
        return Ok(place);
    }
    let id = Id::from_uuid(uuid::Uuid::now_v7());
    let first = Place { id, name: name.to_owned(), position: 0, failures: 0, trouble: None, next_at: None };
    db.unguarded().insert_if_new(&first).await?;
    db.unguarded().first(named).await?.ok_or(StoreError::Fault("a follower's place vanished"))
}

async fn rebuild<P: Projector>(projector: &P, db: &Db) -> Result<(), StoreError> {
    let place = place(db, P::NAME).await?;
    let work = db.begin().await?;
    work.lock([store::Lock { table: Place::TABLE, id: place.id.uuid(), shared: false }]).await?;
    let tables = Derived::<P::Writes> { raw: work.unguarded(), writes: PhantomData };
    if let Err(trouble) = projector.clear(&tables).await {
        tracing::error!(follower = P::NAME, error = %trouble, "A projector could not be emptied");
        return Err(StoreError::Fault("a projector could not be emptied"));
    }
    work.unguarded().update(&Place { position: 0, failures: 0, trouble: None, next_at: None, ..place }).await?;
    work.commit().await
}

/// Entries that followers gave up on.
///
/// # Errors
/// The database's.
pub async fn parked(db: &Db) -> Result<Vec<Parked>, StoreError> {
    db.unguarded().find(Parked::ID.is_known()).await
}
