//! Where papers are drawn: on threads of their own, as many at once as there are processors, and for one reader half as
//! many, rounded up.

use std::{
    collections::HashMap,
    num::NonZero,
    sync::{Arc, LazyLock, Mutex, PoisonError, Weak},
    thread,
    time::Duration,
};

use kernel::{Message, Problem};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};
use uuid::Uuid;

/// How long a paper waits for its turn. A request may take three times as long, so that the paper can still be drawn.
const PATIENCE: Duration = Duration::from_secs(10);

/// After how many seconds it is worth to ask again: most papers are drawn by then.
const AGAIN: i64 = 10;

/// Too many papers are being drawn; a little later it works.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("too many papers are being drawn")]
struct Busy;

impl From<Busy> for Problem {
    fn from(busy: Busy) -> Self {
        let says = Message::new("billing-papers-busy").with("seconds", AGAIN);
        Self::of(&Self::UNAVAILABLE, says).because(busy)
    }
}

/// Draws as many papers at once as it has plates. They go to whoever waits longest; but what one reader asks for beyond
/// their part waits for their own before it, so that others come between, however many files somebody has on their way.
pub(crate) struct Press {
    plates: Arc<Semaphore>,
    /// How many papers of one reader are drawn at once, or are next to be.
    part: usize,
    /// The parts that are in use, by whose they are.
    readers: Mutex<HashMap<Uuid, Weak<Semaphore>>>,
    patience: Duration,
}

/// A place in a reader's part, and a plate.
type Turn = (OwnedSemaphorePermit, OwnedSemaphorePermit);

/// One in a process: it is the process's processors and memory that are shared out.
pub(crate) static PRESS: LazyLock<Press> =
    LazyLock::new(|| Press::of(thread::available_parallelism().map_or(1, NonZero::get), PATIENCE));

impl Press {
    fn of(plates: usize, patience: Duration) -> Self {
        let part = plates.div_ceil(2);
        Self { plates: Arc::new(Semaphore::new(plates)), part, readers: Mutex::default(), patience }
    }

    /// Runs `work` for a reader when its turn comes. The turn goes with the work: a request that is given up does not
    /// free it.
    ///
    /// # Errors
    /// 503 where the turn does not come in time; the work's own.
    pub async fn draw<T: Send + 'static>(
        &self,
        reader: Uuid,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = timeout(self.patience, self.turn(reader)).await;
        drawn(turn.map_err(|_| Busy)??, work).await
    }

    /// The same for more of what was begun and is on its way to somebody: it waits for its turn as long as it takes.
    ///
    /// # Errors
    /// The work's own.
    pub async fn draw_on<T: Send + 'static>(
        &self,
        reader: Uuid,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        drawn(self.turn(reader).await?, work).await
    }

    async fn turn(&self, reader: Uuid) -> Result<Turn, Problem> {
        let place = self.part_of(reader).acquire_owned().await.map_err(Problem::unexpected)?;
        let plate = Arc::clone(&self.plates).acquire_owned().await.map_err(Problem::unexpected)?;
        Ok((place, plate))
    }

    /// A reader's part; it is forgotten when nothing of theirs is drawn or waits.
    fn part_of(&self, reader: Uuid) -> Arc<Semaphore> {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.retain(|_, part| part.strong_count() > 0);
        let known = readers.get(&reader).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let part = Arc::new(Semaphore::new(self.part));
            readers.insert(reader, Arc::downgrade(&part));
            part
        })
    }
}

async fn drawn<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let drawn = spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    drawn.await.map_err(Problem::unexpected)?
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use futures::future::join_all;
    use tokio::sync::mpsc::unbounded_channel;

    use super::{AGAIN, Arc, Duration, Message, Press, Problem, Uuid};

    const AMELIA: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);
    const CHIDI: Uuid = Uuid::from_u128(3);

    #[tokio::test]
    async fn no_more_are_drawn_at_once_than_there_are_plates_whoever_gives_up() {
        let press = Arc::new(Press::of(2, Duration::ZERO));
        let done = Arc::new(Barrier::new(3));
        let (begin, mut begun) = unbounded_channel();
        let asked = [AMELIA, BEN].map(|reader| {
            let (press, done, begin) = (Arc::clone(&press), Arc::clone(&done), begin.clone());
            tokio::spawn(async move {
                let work = move || {
                    let told = begin.send(()).is_ok();
                    done.wait();
                    Ok(told)
                };
                press.draw(reader, work).await
            })
        });
        for _ in &asked {
            begun.recv().await.expect("a paper is begun");
        }
        let third = press.draw(CHIDI, || Ok(())).await;
        for request in &asked {
            request.abort();
        }
        let after_they_gave_up = press.draw(CHIDI, || Ok(())).await;
        done.wait();
        for refused in [third, after_they_gave_up] {
            let problem = refused.expect_err("both plates are in use");
            assert_eq!(problem.kind(), &Problem::UNAVAILABLE);
            assert_eq!(problem.says(), &Message::new("billing-papers-busy").with("seconds", AGAIN));
        }
        let plates = Arc::clone(&press.plates).acquire_many_owned(2).await.expect("drawn papers free their plates");
        drop(plates);
        press.draw(AMELIA, || Ok(())).await.expect("a free plate");
    }

    #[tokio::test]
    async fn what_was_begun_waits_for_its_turn_however_long_that_takes() {
        let press = Press::of(1, Duration::ZERO);
        let taken = Arc::clone(&press.plates).acquire_owned().await.expect("a free plate");
        let (drawn, ()) = tokio::join!(press.draw_on(AMELIA, || Ok(20_418)), async move { drop(taken) });
        assert_eq!(drawn.expect("its turn came"), 20_418);
    }

    #[tokio::test]
    async fn whoever_comes_while_the_plates_are_in_use_waits_for_their_turn() {
        let press = Press::of(1, Duration::from_secs(3600));
        let taken = Arc::clone(&press.plates).acquire_owned().await.expect("a free plate");
        let (drawn, ()) = tokio::join!(press.draw(AMELIA, || Ok(20_418)), async move { drop(taken) });
        assert_eq!(drawn.expect("its turn came"), 20_418);
    }

    #[tokio::test]
    async fn nobody_has_more_than_half_of_the_plates() {
        let press = Arc::new(Press::of(2, Duration::ZERO));
        let done = Arc::new(Barrier::new(2));
        let (begin, mut begun) = unbounded_channel();
        let first = tokio::spawn({
            let (press, done) = (Arc::clone(&press), Arc::clone(&done));
            async move {
                let work = move || {
                    let told = begin.send(()).is_ok();
                    done.wait();
                    Ok(told)
                };
                press.draw(AMELIA, work).await
            }
        });
        begun.recv().await.expect("a paper is begun");
        let one_more = press.draw(AMELIA, || Ok(())).await;
        let bens = press.draw(BEN, || Ok(())).await;
        done.wait();
        assert_eq!(one_more.expect_err("her part is in use").kind(), &Problem::UNAVAILABLE);
        bens.expect("a plate that is not hers");
        first.await.expect("no panic").expect("drawn");
        press.draw(AMELIA, || Ok(())).await.expect("her part is free again");
    }

    #[tokio::test]
    async fn whoever_has_many_files_on_their_way_lets_others_come_between() {
        let press = Press::of(1, Duration::ZERO);
        let taken = Arc::clone(&press.plates).acquire_owned().await.expect("a free plate");
        let (told, mut drawn) = unbounded_channel();
        let draws = |reader: Uuid| {
            let told = told.clone();
            press.draw_on(reader, move || Ok(told.send(reader).is_ok()))
        };
        let all = join_all([AMELIA, AMELIA, AMELIA, BEN].map(draws));
        tokio::join!(all, async move { drop(taken) });
        let mut order = Vec::new();
        while let Ok(reader) = drawn.try_recv() {
            order.push(reader);
        }
        assert_eq!(order, [AMELIA, BEN, AMELIA, AMELIA]);
    }
}
