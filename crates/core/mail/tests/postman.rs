//! Letters in the queue, and the postmen who carry them. Told by the integration suite, in its world.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use futures::future::{BoxFuture, pending, ready};
use kernel::{Id, Timestamp};
use mail::{Letter, Outbox, Postman, State, Transport, Trouble, recent};
use tokio::sync::Notify;

use crate::world::{START, World, fresh};

/// A post office in memory: takes letters, or gives the troubles it was told to, in order.
#[derive(Default)]
struct Office {
    troubles: Mutex<VecDeque<Trouble>>,
    taken: Mutex<Vec<Letter>>,
}

impl Office {
    fn with(troubles: impl IntoIterator<Item = Trouble>) -> Self {
        Self { troubles: Mutex::new(troubles.into_iter().collect()), ..Self::default() }
    }

    fn taken(&self) -> Vec<Letter> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn answer(&self, letter: &Letter) -> Result<(), Trouble> {
        if let Some(trouble) = self.troubles.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
            return Err(trouble);
        }
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}

impl Transport for Office {
    fn deliver<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), Trouble>> {
        Box::pin(ready(self.answer(letter)))
    }
}

/// Takes a letter in hand and never answers.
#[derive(Default)]
struct Silence {
    reached: Notify,
}

impl Transport for Silence {
    fn deliver<'a>(&'a self, _letter: &'a Letter) -> BoxFuture<'a, Result<(), Trouble>> {
        self.reached.notify_one();
        Box::pin(pending())
    }
}

fn refused() -> Trouble {
    Trouble::Refused("550 5.1.1".to_owned())
}

fn later() -> Trouble {
    Trouble::Later("451 4.7.1".to_owned())
}

fn away() -> Trouble {
    Trouble::Away("no connection".to_owned())
}

/// Queues a letter to Amelia with a code in it, written at `at`.
async fn queued(world: &World, at: Timestamp) -> Id<Letter> {
    let letter = Letter {
        id: fresh(),
        to_address: "amelia@northgate.example".to_owned(),
        to_person: Some(world.cast.amelia.person),
        template: "identity/mail/sign_in".to_owned(),
        locale: "en-GB".to_owned(),
        subject: "Your sign-in code is 418 207".to_owned(),
        text: "418 207\n".to_owned(),
        html: "<p>418 207</p>".to_owned(),
        state: State::Queued,
        attempts: 0,
        next_at: Some(at),
        created_at: at,
        sent_at: None,
        last_problem: None,
        secret: true,
        thread: None,
        trace: None,
    };
    let work = world.db.begin().await.expect("a connection");
    work.unguarded().insert(&letter).await.expect("insert");
    work.commit().await.expect("commit");
    letter.id
}

async fn turn(world: &World, transport: &dyn Transport) -> usize {
    Postman::turn(&world.db, transport, &*world.clock).await.expect("a turn")
}

async fn found(world: &World, id: Id<Letter>) -> Letter {
    world.raw().first(Letter::ID.is(&id)).await.expect("a query").expect("letters stay")
}

#[tokio::test]
async fn a_letter_leaves_once_and_its_code_is_forgotten() {
    let world = World::new().await;
    let id = queued(&world, START).await;
    let office = Office::default();
    assert_eq!(turn(&world, &office).await, 1);
    assert_eq!(turn(&world, &office).await, 0);
    let taken = office.taken();
    assert_eq!(taken.iter().map(|letter| (letter.id, letter.text.as_str())).collect::<Vec<_>>(), [(id, "418 207\n")]);
    let kept = found(&world, id).await;
    assert_eq!((kept.state, kept.attempts, kept.sent_at, kept.next_at), (State::Sent, 1, Some(START), None));
    assert_eq!((kept.subject.as_str(), kept.text.as_str(), kept.html.as_str()), ("", "", ""));
}

#[tokio::test]
async fn a_letter_whose_change_was_undone_never_leaves() {
    let world = World::new().await;
    let id = queued(&world, START).await;
    let unsent = Letter { id: fresh(), ..found(&world, id).await };
    let work = world.db.begin().await.unwrap();
    work.unguarded().insert(&unsent).await.unwrap();
    work.roll_back().await.unwrap();
    let office = Office::default();
    turn(&world, &office).await;
    assert_eq!(office.taken().iter().map(|letter| letter.id).collect::<Vec<_>>(), [id]);
}

#[tokio::test]
async fn a_letter_put_off_goes_out_a_minute_later() {
    let world = World::new().await;
    let id = queued(&world, START).await;
    let office = Office::with([later()]);
    assert_eq!(turn(&world, &office).await, 1);
    let waiting = found(&world, id).await;
    assert_eq!((waiting.state, waiting.last_problem.as_deref()), (State::Queued, Some("put off: 451 4.7.1")));
    assert_eq!(waiting.text, "418 207\n");
    world.advance(59);
    assert_eq!(turn(&world, &office).await, 0);
    world.advance(1);
    assert_eq!(turn(&world, &office).await, 1);
    assert_eq!(found(&world, id).await.attempts, 2);
    assert_eq!(office.taken().len(), 1);
}

#[tokio::test]
async fn a_refused_letter_is_not_tried_again() {
    let world = World::new().await;
    let id = queued(&world, START).await;
    let office = Office::with([refused()]);
    assert_eq!(turn(&world, &office).await, 1);
    let failed = found(&world, id).await;
    assert_eq!((failed.state, failed.next_at), (State::Failed, None));
    assert_eq!((failed.last_problem.as_deref(), failed.text.as_str()), (Some("refused: 550 5.1.1"), ""));
    world.advance(100 * 3600);
    assert_eq!(turn(&world, &office).await, 0);
}

#[tokio::test]
async fn a_letter_put_off_for_three_days_fails() {
    let world = World::new().await;
    let id = queued(&world, START).await;
    let office = Office::with(std::iter::repeat_n(later(), 100));
    while found(&world, id).await.state != State::Failed {
        turn(&world, &office).await;
        world.advance(6 * 3600);
    }
    assert!(found(&world, id).await.attempts > 10);
    assert!(office.taken().is_empty());
}

#[tokio::test]
async fn without_a_way_out_the_other_letters_keep_their_tries() {
    let world = World::new().await;
    let first = queued(&world, START).await;
    let second = queued(&world, START).await;
    let office = Office::with([away()]);
    assert_eq!(turn(&world, &office).await, 1);
    assert_eq!(found(&world, second).await.attempts, 0);
    assert_eq!(turn(&world, &office).await, 1);
    world.advance(60);
    assert_eq!(turn(&world, &office).await, 1);
    assert_eq!(office.taken().iter().map(|letter| letter.id).collect::<Vec<_>>(), [second, first]);
}

#[tokio::test]
async fn two_postmen_do_not_carry_the_same_letter() {
    let world = World::new().await;
    for _ in 0..20 {
        queued(&world, START).await;
    }
    let office = Office::default();
    let (one, other) = futures::join!(turn(&world, &office), turn(&world, &office));
    assert_eq!((one + other, office.taken().len()), (20, 20));
}

#[tokio::test]
async fn a_letter_whose_postman_vanished_is_carried_by_another() {
    let world = World::new().await;
    let id = queued(&world, START).await;
    let silence = Silence::default();
    tokio::select! {
        _ = turn(&world, &silence) => panic!("nobody answers"),
        () = silence.reached.notified() => {}
    }
    let held = found(&world, id).await;
    assert_eq!((held.state, held.attempts), (State::Sending, 1));
    let office = Office::default();
    world.advance(10 * 60 - 1);
    assert_eq!(turn(&world, &office).await, 0);
    world.advance(1);
    assert_eq!(turn(&world, &office).await, 1);
    // The same id, so the same Message-ID.
    assert_eq!(office.taken().iter().map(|letter| (letter.id, letter.attempts)).collect::<Vec<_>>(), [(id, 2)]);
}

#[tokio::test]
async fn a_demo_shows_the_latest_letters_in_full() {
    let world = World::new().await;
    let first = queued(&world, START).await;
    world.advance(60);
    let second = queued(&world, kernel::Clock::now(&*world.clock)).await;
    assert_eq!(turn(&world, &Outbox).await, 2);
    let shown = recent(&world.db, None, 10).await.unwrap();
    assert_eq!(shown.iter().map(|letter| letter.id).collect::<Vec<_>>(), [second, first]);
    assert!(shown.iter().all(|letter| letter.state == State::Sent && letter.text == "418 207\n"));
    assert_eq!(recent(&world.db, None, 1).await.unwrap().len(), 1);
    let before = |one: Id<Letter>| recent(&world.db, Some(one), 10);
    assert_eq!(before(second).await.unwrap().iter().map(|letter| letter.id).collect::<Vec<_>>(), [first]);
    assert!(before(first).await.unwrap().is_empty() && before(fresh()).await.unwrap().is_empty());
}
