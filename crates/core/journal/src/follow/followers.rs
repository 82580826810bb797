use std::{collections::BTreeMap, error::Error};

use kernel::{Clock, Id};
use store::{Db, StoreError, Work};
use telemetry::spans;
use tracing::Instrument as _;

use super::{
    Follower, Parked, Sealed, Trouble,
    follower::{Kind, Projects, Reacts},
    parked::{self, Failure},
    place::{self, Place},
};
use crate::seal::{self, Stretch};

/// Held while places are moved together, so that two instances never wait for each other.
const PLACES: i64 = 0x706c_6163_6573_0001;

/// Followers that take their turns together.
///
/// Those at the same place read its entries once, and what they do not listen to they pass with one statement. One that
/// is behind, or has failed, stands elsewhere and goes by itself.
#[derive(Clone)]
pub struct Followers(Vec<Follower>);

impl Followers {
    /// How many entries a turn takes from one place. A turn in which fewer were passed has left none behind, but for
    /// those that somebody may still undo or has failed at.
    pub fn batch(db: &Db) -> usize {
        seal::batch(db.backend())
    }

    /// These followers, which react in this order.
    pub fn of(followers: impl IntoIterator<Item = Follower>) -> Self {
        Self(followers.into_iter().collect())
    }

    /// Those of them whose names are `wanted`.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Self {
        Self::of(self.0.iter().filter(|follower| wanted(follower.name)).cloned())
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|follower| follower.name)
    }

    /// Each takes the next entries; tells how many they passed, all together. Nothing to do gives zero.
    ///
    /// Reactors go first, each by itself, as their commands have transactions of their own. Then one transaction moves
    /// all places, with what projectors derive; it moves those only that nobody has moved meanwhile.
    ///
    /// # Errors
    /// The database's, after all others had their turn; the place of whoever met it has not moved.
    pub async fn turn(&self, db: &Db, clock: &dyn Clock) -> Result<usize, StoreError> {
        let (members, head) = self.members(db, clock).await?;
        catch_up(db, clock, members, head).await
    }

    /// Seals the next entries, and takes everybody along in that transaction who stands at the end of the chain and has
    /// nothing to do outside of it: who projects, and who reacts to none of them. Then the others have their
    /// [`Self::turn`]. Tells how many entries were passed, all together.
    ///
    /// # Errors
    /// The database's, as in [`Self::turn`]; if sealing meets it, what is sealed already is followed nevertheless.
    pub async fn seal_and_turn(&self, db: &Db, clock: &dyn Clock) -> Result<usize, StoreError> {
        loop {
            let (members, head) = self.members(db, clock).await?;
            let Some(stretch) = Stretch::next(db.unguarded()).await? else {
                return catch_up(db, clock, members, head).await;
            };
            let turn = Turn { db, clock, entries: &stretch.entries, passed: 0, failed: None };
            let (along, others) = turn.sort(members, stretch.position()).await;
            // Where another sealer was quicker, all is looked at anew.
            let Some(sealed) = turn.seal(&stretch, along).await.transpose() else { continue };
            let end = stretch.entries.last().map_or(head, |last| last.seq);
            let passed = catch_up(db, clock, others, end).await?;
            return Ok(sealed? + passed);
        }
    }

    /// Everybody who does not rest, with their places, and the number at which the chain ends.
    async fn members(&self, db: &Db, clock: &dyn Clock) -> Result<(Vec<Member<'_>>, i64), StoreError> {
        let (mut places, mut head) = place::all(db.unguarded()).await?;
        let new: Vec<&Follower> = self.0.iter().filter(|follower| !places.contains_key(follower.name)).collect();
        for follower in &new {
            place::begin(db.unguarded(), follower.name).await?;
        }
        if !new.is_empty() {
            (places, head) = place::all(db.unguarded()).await?;
        }
        let now = clock.now();
        let members = self.0.iter().filter_map(|follower| {
            let place = places.remove(follower.name)?;
            (!place.rests(now)).then_some(Member { follower, place })
        });
        Ok((members.collect(), head))
    }
}

/// Has those take a turn who are behind the end of the chain, in groups that stand at one place.
async fn catch_up(db: &Db, clock: &dyn Clock, members: Vec<Member<'_>>, head: i64) -> Result<usize, StoreError> {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for member in members.into_iter().filter(|member| member.place.position < head) {
        groups.entry((member.place.position, member.goes_alone())).or_default().push(member);
    }
    let (mut passed, mut failed) = (0, None);
    // Whoever is near the end of the chain waits for nobody who is far behind.
    for ((position, alone), members) in groups.into_iter().rev() {
        let limit = if alone { 1 } else { Followers::batch(db) };
        match go_on(db, clock, position, limit, members).await {
            Ok(more) => passed += more,
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(passed), Err)
}

/// One of those who take a turn.
struct Member<'a> {
    follower: &'a Follower,
    place: Place,
}

impl Member<'_> {
    /// Whether it takes one entry at a time: a projector that has failed, so that those before the one it cannot take
    /// stand.
    fn goes_alone(&self) -> bool {
        self.place.failures > 0 && matches!(self.follower.kind, Kind::Projects(_))
    }
}

/// A turn of those who stand at one place.
struct Turn<'a> {
    db: &'a Db,
    clock: &'a dyn Clock,
    entries: &'a [Sealed],
    passed: usize,
    /// What one of them met; it keeps no other from their turn.
    failed: Option<StoreError>,
}

/// From where to where they go, all in one transaction.
type Moves<'a> = BTreeMap<(i64, i64), Vec<Member<'a>>>;

/// What a transaction has moved.
#[derive(Default)]
struct Moved {
    /// How many entries were passed.
    passed: usize,
    given_up: Vec<Parked>,
}

impl Moved {
    /// Once it is committed: tells what was given up, which counts as passed, and gives how many entries were.
    fn tell(self) -> usize {
        let passed = self.passed + self.given_up.len();
        self.given_up.into_iter().for_each(Parked::tell);
        passed
    }
}

/// Those who stand at one place take its next entries.
async fn go_on(
    db: &Db,
    clock: &dyn Clock,
    position: i64,
    limit: usize,
    members: Vec<Member<'_>>,
) -> Result<usize, StoreError> {
    let links = seal::sealed_after(db.unguarded(), position, limit).await?;
    let entries = links.into_iter().map(Sealed::of).collect::<Result<Vec<_>, _>>()?;
    let turn = Turn { db, clock, entries: &entries, passed: 0, failed: None };
    turn.take(members).await
}

impl Turn<'_> {
    async fn take(mut self, members: Vec<Member<'_>>) -> Result<usize, StoreError> {
        let mut moves = Moves::new();
        for mut member in members {
            let reached = match &member.follower.kind {
                Kind::Projects(_) => self.entries.last().map(|last| last.seq),
                Kind::Reacts(reactor) => match self.react(member.follower.name, &**reactor, &mut member.place).await {
                    Ok(reached) => reached,
                    Err(error) => {
                        self.failed = Some(error);
                        None
                    }
                },
            };
            if let Some(reached) = reached {
                moves.entry((member.place.position, reached)).or_default().push(member);
            }
        }
        if !moves.is_empty() {
            self.move_on(moves).await?;
        }
        self.failed.map_or(Ok(self.passed), Err)
    }

    /// Has a reactor react to what it listens to; tells how far it then may move, unless it goes no further.
    ///
    /// After each entry its place is written, but for the last one: that is written with all others', so that a kill in
    /// between repeats one entry at the most.
    async fn react(
        &mut self,
        name: &'static str,
        reactor: &dyn Reacts,
        place: &mut Place,
    ) -> Result<Option<i64>, StoreError> {
        if self.entries.is_empty() {
            return Ok(None);
        }
        if let Err(trouble) = reactor.prepare().await {
            tracing::warn!(follower = name, error = %trouble, "A follower could not make ready; it will try again");
            return Ok(None);
        }
        let entries = self.entries.iter();
        let reached: Vec<&Sealed> =
            entries.take_while(|sealed| !(reactor.is_outside() && self.is_held(sealed))).collect();
        let last = reached.last().map(|last| last.seq);
        let heard: Vec<&Sealed> = reached.into_iter().filter(|sealed| reactor.hears(&sealed.entry)).collect();
        let mut heard = heard.into_iter().peekable();
        while let Some(sealed) = heard.next() {
            let told = spans::follow(name, &sealed.entry.trace);
            if let Err(trouble) = reactor.react(sealed).instrument(told.clone()).await {
                spans::failed(&told);
                self.stumble(place, sealed.seq, &*trouble).await?;
                return Ok(None);
            }
            if heard.peek().is_some() {
                if !place::advance(self.db, place, sealed.seq).await? {
                    return Ok(None);
                }
                self.passed += self.between(place.position, sealed.seq);
                *place = Place { position: sealed.seq, failures: 0, trouble: None, next_at: None, ..place.clone() };
            }
        }
        Ok(last)
    }

    /// Notes that a reactor failed, in a transaction of its own.
    async fn stumble(&mut self, seen: &Place, seq: i64, trouble: &(dyn Error + Send + Sync)) -> Result<(), StoreError> {
        let work = self.db.begin().await?;
        let Some(place) = place::hold(&work, seen).await? else { return Ok(()) };
        let failure = Failure { place: &place, seq, alone: true, trouble };
        let parked = parked::note(work.unguarded(), self.clock, &failure).await?;
        work.commit().await?;
        self.passed += Moved { passed: 0, given_up: parked.into_iter().collect() }.tell();
        Ok(())
    }

    /// Moves places, and projects what lies between; a projector that fails is undone alone.
    async fn move_on(&mut self, moves: Moves<'_>) -> Result<(), StoreError> {
        let work = self.db.begin().await?;
        let moved = self.moved(&work, moves).await?;
        work.commit().await?;
        self.passed += moved.tell();
        Ok(())
    }

    /// The same, within a transaction.
    async fn moved(&self, work: &Work, moves: Moves<'_>) -> Result<Moved, StoreError> {
        work.exclusively(PLACES).await?;
        let mut moved = Moved::default();
        for ((from, to), members) in moves {
            let ids: Vec<Id<Place>> = members.iter().map(|member| member.place.id).collect();
            let taken = place::take(work.unguarded(), &ids, from, to).await?;
            for Member { follower, place } in members {
                if !taken.contains(&place.id) {
                    continue;
                }
                let stumbled = match &follower.kind {
                    Kind::Projects(projector) => self.project(work, follower.name, &**projector).await?,
                    Kind::Reacts(_) => None,
                };
                let Some((seq, trouble)) = stumbled else {
                    moved.passed += self.between(from, to);
                    continue;
                };
                let alone = self.entries.len() == 1;
                let failure = Failure { place: &place, seq, alone, trouble: &*trouble };
                moved.given_up.extend(parked::note(work.unguarded(), self.clock, &failure).await?);
            }
        }
        Ok(moved)
    }

    /// Who may be taken along when these entries are sealed, and who not.
    async fn sort<'m>(&self, members: Vec<Member<'m>>, position: i64) -> (Vec<Member<'m>>, Vec<Member<'m>>) {
        let (mut along, mut others) = (Vec::new(), Vec::new());
        for member in members {
            let goes_along = member.place.position == position
                && match &member.follower.kind {
                    Kind::Projects(_) => !member.goes_alone(),
                    Kind::Reacts(reactor) => self.is_nothing_to(&**reactor).await,
                };
            if goes_along { along.push(member) } else { others.push(member) }
        }
        (along, others)
    }

    /// Whether a reactor reacts to none of the entries. One that could not make ready tries again in its own turn.
    async fn is_nothing_to(&self, reactor: &dyn Reacts) -> bool {
        let is_ready = reactor.prepare().await.is_ok();
        is_ready
            && !self
                .entries
                .iter()
                .any(|sealed| reactor.hears(&sealed.entry) || reactor.is_outside() && self.is_held(sealed))
    }

    /// Seals, with what those do who are taken along; tells how many entries they passed, unless another sealer was
    /// quicker.
    async fn seal(&self, stretch: &Stretch, along: Vec<Member<'_>>) -> Result<Option<usize>, StoreError> {
        let work = self.db.begin().await?;
        if !stretch.chain(work.unguarded()).await? {
            return Ok(None);
        }
        let mut moves = Moves::new();
        if let Some(last) = self.entries.last().filter(|_| !along.is_empty()) {
            moves.insert((stretch.position(), last.seq), along);
        }
        // Where nobody goes along, the head waits for no other's turn.
        let moved = if moves.is_empty() { Moved::default() } else { self.moved(&work, moves).await? };
        work.commit().await?;
        Ok(Some(moved.tell()))
    }

    /// Has a projector project in a part of its own; gives the entry it could not take, with all of its part undone.
    async fn project(
        &self,
        work: &Work,
        name: &'static str,
        projector: &dyn Projects,
    ) -> Result<Option<(i64, Trouble)>, StoreError> {
        let heard: Vec<&Sealed> = self.entries.iter().filter(|sealed| projector.listens(&sealed.entry.event)).collect();
        if heard.is_empty() {
            return Ok(None);
        }
        work.begin_part().await?;
        for sealed in heard {
            let told = spans::follow(name, &sealed.entry.trace);
            if let Err(trouble) = projector.project(sealed, work.unguarded()).instrument(told.clone()).await {
                spans::failed(&told);
                work.undo_part().await?;
                return Ok(Some((sealed.seq, trouble)));
            }
        }
        Ok(None)
    }

    /// Whether an entry may still be undone.
    fn is_held(&self, sealed: &Sealed) -> bool {
        sealed.entry.held_until.is_some_and(|until| self.clock.now() < until)
    }

    /// How many entries lie behind one place, up to another.
    fn between(&self, from: i64, to: i64) -> usize {
        self.entries.iter().filter(|sealed| from < sealed.seq && sealed.seq <= to).count()
    }
}
