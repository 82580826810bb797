//! Where papers are drawn: on threads of their own, as many at once as there are processors.

use std::{
    num::NonZero,
    sync::{Arc, LazyLock},
    thread,
    time::Duration,
};

use kernel::{Message, Problem};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};

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

/// Draws as many papers at once as it has plates.
pub(crate) struct Press {
    plates: Arc<Semaphore>,
    patience: Duration,
}

/// One in a process: it is the process's processors and memory that are shared out.
pub(crate) static PRESS: LazyLock<Press> =
    LazyLock::new(|| Press::of(thread::available_parallelism().map_or(1, NonZero::get), PATIENCE));

impl Press {
    fn of(plates: usize, patience: Duration) -> Self {
        Self { plates: Arc::new(Semaphore::new(plates)), patience }
    }

    /// Runs `work` when its turn comes. The plate goes with the work: a request that is given up does not free it.
    ///
    /// # Errors
    /// 503 where the turn does not come in time; the work's own.
    pub async fn draw<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = timeout(self.patience, Arc::clone(&self.plates).acquire_owned()).await;
        drawn(turn.map_err(|_| Busy)?.map_err(Problem::unexpected)?, work).await
    }

    /// The same for more of what was begun and is on its way to somebody: it waits for its turn as long as it takes.
    ///
    /// # Errors
    /// The work's own.
    pub async fn draw_on<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        drawn(Arc::clone(&self.plates).acquire_owned().await.map_err(Problem::unexpected)?, work).await
    }
}

async fn drawn<T: Send + 'static>(
    plate: OwnedSemaphorePermit,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let drawn = spawn_blocking(move || {
        let done = work();
        drop(plate);
        done
    });
    drawn.await.map_err(Problem::unexpected)?
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use tokio::sync::mpsc::unbounded_channel;

    use super::{AGAIN, Arc, Duration, Message, Press, Problem};

    #[tokio::test]
    async fn no_more_are_drawn_at_once_than_there_are_plates_whoever_gives_up() {
        let press = Arc::new(Press::of(2, Duration::ZERO));
        let done = Arc::new(Barrier::new(3));
        let (begin, mut begun) = unbounded_channel();
        let asked = [(); 2].map(|()| {
            let (press, done, begin) = (Arc::clone(&press), Arc::clone(&done), begin.clone());
            tokio::spawn(async move {
                let work = move || {
                    let told = begin.send(()).is_ok();
                    done.wait();
                    Ok(told)
                };
                press.draw(work).await
            })
        });
        for _ in &asked {
            begun.recv().await.expect("a paper is begun");
        }
        let third = press.draw(|| Ok(())).await;
        for request in &asked {
            request.abort();
        }
        let after_they_gave_up = press.draw(|| Ok(())).await;
        done.wait();
        for refused in [third, after_they_gave_up] {
            let problem = refused.expect_err("both plates are in use");
            assert_eq!(problem.kind(), &Problem::UNAVAILABLE);
            assert_eq!(problem.says(), &Message::new("billing-papers-busy").with("seconds", AGAIN));
        }
        let plates = Arc::clone(&press.plates).acquire_many_owned(2).await.expect("drawn papers free their plates");
        drop(plates);
        press.draw(|| Ok(())).await.expect("a free plate");
    }

    #[tokio::test]
    async fn what_was_begun_waits_for_its_turn_however_long_that_takes() {
        let press = Press::of(1, Duration::ZERO);
        let taken = Arc::clone(&press.plates).acquire_owned().await.expect("a free plate");
        let (drawn, ()) = tokio::join!(press.draw_on(|| Ok(20_418)), async move { drop(taken) });
        assert_eq!(drawn.expect("its turn came"), 20_418);
    }

    #[tokio::test]
    async fn whoever_comes_while_the_plates_are_in_use_waits_for_their_turn() {
        let press = Press::of(1, Duration::from_secs(3600));
        let taken = Arc::clone(&press.plates).acquire_owned().await.expect("a free plate");
        let (drawn, ()) = tokio::join!(press.draw(|| Ok(20_418)), async move { drop(taken) });
        assert_eq!(drawn.expect("its turn came"), 20_418);
    }
}
