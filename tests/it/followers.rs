//! Followers take their turns together, and each goes on as if it were alone; what a command costs, and what follows.

use std::sync::{Arc, Mutex};

use gateway::Key;
use journal::{
    Entry,
    follow::{Derived, Follower, Followers, Projector, Reactor, Sealed, Trouble, parked},
    verify::{Verdict, verify},
};
use kernel::Id;
use store::{Backend, Columns, Sql};
use uuid::Uuid;

use crate::{
    concurrency::draft,
    toy::{commands::AddNote, rows::NoteCount},
    world::{World, form},
};

/// What each of them is called.
const NAMES: [&str; 16] = [
    "crowd.0", "crowd.1", "crowd.2", "crowd.3", "crowd.4", "crowd.5", "crowd.6", "crowd.7", "crowd.8", "crowd.9",
    "crowd.10", "crowd.11", "crowd.12", "crowd.13", "crowd.14", "crowd.15",
];

/// Writes a row for each entry, in a range of its own; of one it writes the row and then fails.
struct Keeps<const PLACE: usize> {
    fails_at: Option<i64>,
}

impl<const PLACE: usize> Keeps<PLACE> {
    fn row(seq: i64) -> Id<NoteCount> {
        Id::from_uuid(Uuid::from_u64_pair(PLACE as u64 + 1, u64::try_from(seq).unwrap()))
    }
}

impl<const PLACE: usize> Projector for Keeps<PLACE> {
    const NAME: &'static str = NAMES[PLACE];
    type Writes = (NoteCount,);

    fn listens(&self, event: &str) -> bool {
        event == "jobs.noted"
    }

    async fn project<'t>(&self, sealed: &'t Sealed, tables: &'t Derived<'t, Self::Writes>) -> Result<(), Trouble> {
        let id = Self::row(sealed.seq);
        let before = tables.first(NoteCount::ID.is(&id)).await?.map_or(0, |count| count.notes);
        tables.put(&NoteCount { id, notes: before + 1 }).await?;
        if self.fails_at == Some(sealed.seq) { Err("this entry cannot be taken".into()) } else { Ok(()) }
    }

    async fn clear<'t>(&self, tables: &'t Derived<'t, Self::Writes>) -> Result<(), Trouble> {
        tables.delete_all(NoteCount::ID).await?;
        Ok(())
    }
}

/// Listens to nothing that happens here.
struct Deaf<const PLACE: usize>;

impl<const PLACE: usize> Reactor for Deaf<PLACE> {
    const NAME: &'static str = NAMES[PLACE];
    const OUTSIDE: bool = false;

    fn listens(&self, event: &str) -> bool {
        event == "jobs.lost"
    }

    async fn react(&self, _: &Sealed) -> Result<(), Trouble> {
        Err("nobody may ask".into())
    }
}

/// Listens to notes, of which none concerns it.
struct Unconcerned<const PLACE: usize>;

impl<const PLACE: usize> Reactor for Unconcerned<PLACE> {
    const NAME: &'static str = NAMES[PLACE];
    const OUTSIDE: bool = false;

    fn listens(&self, event: &str) -> bool {
        event == "jobs.noted"
    }

    fn concerns(&self, _: &Entry) -> bool {
        false
    }

    async fn react(&self, _: &Sealed) -> Result<(), Trouble> {
        Err("nobody may ask".into())
    }
}

/// Notes which entries it was told of.
struct Hears<const PLACE: usize> {
    heard: Arc<Mutex<Vec<i64>>>,
}

impl<const PLACE: usize> Reactor for Hears<PLACE> {
    const NAME: &'static str = NAMES[PLACE];
    const OUTSIDE: bool = false;

    fn listens(&self, event: &str) -> bool {
        event == "jobs.noted"
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        self.heard.lock().unwrap().push(sealed.seq);
        Ok(())
    }
}

/// So many notes more, sealed.
async fn noted(world: &World, notes: usize) {
    appended(world, notes).await;
    assert_eq!(journal::seal::seal(&world.db).await.unwrap(), notes);
}

/// So many notes more, not sealed yet.
async fn appended(world: &World, notes: usize) {
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await;
    let ben = world.signed_in(world.as_member(world.cast.ben)).await;
    let work = world.db.begin().await.unwrap();
    journal::append_all(&work, vec![draft(world, &ben.principal, &job); notes]).await.unwrap();
    work.commit().await.unwrap();
}

async fn turn(world: &World, followers: &Followers) -> usize {
    followers.turn(&world.db, &*world.clock).await.unwrap()
}

async fn seal_and_turn(world: &World, followers: &Followers) -> usize {
    followers.seal_and_turn(&world.db, &*world.clock).await.unwrap()
}

/// How often a projector has kept each of the first entries.
async fn kept<const PLACE: usize>(world: &World, entries: i64) -> Vec<i64> {
    let mut kept = Vec::new();
    for seq in 1..=entries {
        let found = world.raw().first(NoteCount::ID.is(&Keeps::<PLACE>::row(seq))).await.unwrap();
        kept.push(found.map_or(0, |count| count.notes));
    }
    kept
}

async fn place(world: &World, name: &str) -> i64 {
    let mut sql = Sql::new("SELECT position FROM journal_followers WHERE name = ");
    sql.bind(name);
    let found = world.raw().query(sql).await.unwrap();
    Columns::of(&found[0]).take().unwrap()
}

#[tokio::test]
async fn a_projector_that_fails_neither_holds_up_the_others_nor_undoes_them() {
    let world = World::new().await;
    let followers = Followers::of([
        Follower::projector(Keeps::<0> { fails_at: None }),
        Follower::projector(Keeps::<1> { fails_at: Some(2) }),
        Follower::projector(Keeps::<2> { fails_at: None }),
        Follower::reactor(Deaf::<3>),
    ]);
    noted(&world, 3).await;
    assert_eq!(turn(&world, &followers).await, 9, "three of them passed three entries");
    assert_eq!(kept::<0>(&world, 3).await, [1, 1, 1]);
    assert_eq!(kept::<1>(&world, 3).await, [0, 0, 0], "its own part is undone, also what it could take");
    assert_eq!(kept::<2>(&world, 3).await, [1, 1, 1], "whoever comes after it is not");
    assert_eq!((place(&world, NAMES[1]).await, place(&world, NAMES[3]).await), (0, 3));
    // It goes on by one entry at a time, while the others go on as they do.
    noted(&world, 1).await;
    assert_eq!(turn(&world, &followers).await, 4);
    assert_eq!(kept::<1>(&world, 3).await, [1, 0, 0]);
    for _ in 0..20 {
        world.advance(60);
        turn(&world, &followers).await;
    }
    assert_eq!(kept::<1>(&world, 4).await, [1, 0, 1, 1]);
    let given_up = parked(&world.db).await.unwrap();
    let given_up: Vec<(&str, i64)> = given_up.iter().map(|parked| (parked.follower.as_str(), parked.seq)).collect();
    assert_eq!(given_up, [(NAMES[1], 2)]);
    assert_eq!(kept::<0>(&world, 4).await, [1, 1, 1, 1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_turns_at_once_move_each_place_once() {
    let world = World::new().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let followers = Followers::of([
        Follower::projector(Keeps::<0> { fails_at: None }),
        Follower::projector(Keeps::<1> { fails_at: None }),
        Follower::reactor(Deaf::<2>),
        Follower::reactor(Hears::<3> { heard: Arc::clone(&heard) }),
    ]);
    for round in 1..=8_usize {
        noted(&world, 5).await;
        let (db, clock, other) = (world.db.clone(), Arc::clone(&world.clock), followers.clone());
        let other = tokio::spawn(async move { other.turn(&db, &*clock).await.unwrap() });
        let passed = turn(&world, &followers).await + other.await.unwrap();
        assert_eq!(passed, 20, "four of them passed five entries, whoever was quicker");
        let sealed = i64::try_from(round * 5).unwrap();
        assert!(kept::<0>(&world, sealed).await.iter().all(|times| *times == 1));
        assert!(kept::<1>(&world, sealed).await.iter().all(|times| *times == 1));
        for name in &NAMES[..4] {
            assert_eq!(place(&world, name).await, sealed);
        }
        let heard = heard.lock().unwrap().clone();
        assert!((1..=sealed).all(|seq| heard.contains(&seq)), "a reactor hears of each at least once");
    }
}

#[tokio::test]
async fn sixteen_followers_of_whom_one_listens_cost_as_much_as_one() {
    let world = World::new().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let deaf = [
        Follower::reactor(Deaf::<1>),
        Follower::reactor(Deaf::<2>),
        Follower::reactor(Deaf::<3>),
        Follower::reactor(Deaf::<4>),
        Follower::reactor(Deaf::<5>),
        Follower::reactor(Deaf::<6>),
        Follower::reactor(Deaf::<7>),
        Follower::reactor(Deaf::<8>),
        Follower::reactor(Deaf::<9>),
        Follower::reactor(Deaf::<10>),
        Follower::reactor(Deaf::<11>),
        Follower::reactor(Deaf::<12>),
        Follower::reactor(Deaf::<13>),
        Follower::reactor(Deaf::<14>),
        Follower::reactor(Deaf::<15>),
    ];
    let hears = Follower::reactor(Hears::<0> { heard: Arc::clone(&heard) });
    let followers = Followers::of([hears].into_iter().chain(deaf));
    noted(&world, 1).await;
    assert_eq!(turn(&world, &followers).await, 16, "all are new");
    noted(&world, 1).await;
    let (passed, statements) = store::counted(turn(&world, &followers)).await;
    assert_eq!(passed, 16);
    // Where they are, the entry, on PostgreSQL their turn, and where they are now.
    assert!(statements <= 4, "{statements} statements");
    assert_eq!(*heard.lock().unwrap(), [1, 2]);
    let (passed, statements) = store::counted(turn(&world, &followers)).await;
    assert_eq!((passed, statements), (0, 1), "with nothing to do, only where they are is asked");
    let (sealed, statements) = store::counted(journal::seal::seal(&world.db)).await;
    assert_eq!((sealed.unwrap(), statements), (0, 1), "nor does the sealer ask more");
}

#[tokio::test]
async fn who_stands_at_the_end_of_the_chain_goes_along_when_it_is_sealed() {
    let world = World::new().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let followers = Followers::of([
        Follower::reactor(Deaf::<0>),
        Follower::reactor(Unconcerned::<1>),
        Follower::reactor(Hears::<2> { heard: Arc::clone(&heard) }),
        Follower::projector(Keeps::<3> { fails_at: Some(3) }),
        Follower::projector(Keeps::<4> { fails_at: None }),
    ]);
    let deaf = followers.only(|name| [NAMES[0], NAMES[1]].contains(&name));
    appended(&world, 1).await;
    assert_eq!(seal_and_turn(&world, &followers).await, 5, "all begin, and pass the first entry");
    appended(&world, 1).await;
    let (passed, statements) = store::counted(seal_and_turn(&world, &deaf)).await;
    assert_eq!(passed, 2);
    // Where they are, what is to be sealed, the head, the link, on PostgreSQL their turn, and where they are now.
    assert!(statements <= 6, "{statements} statements");
    while seal_and_turn(&world, &followers).await > 0 {}
    assert_eq!(*heard.lock().unwrap(), [1, 2], "who reacts does so to what is sealed already");
    assert_eq!((kept::<3>(&world, 2).await, kept::<4>(&world, 2).await), (vec![1, 1], vec![1, 1]));
    // One that cannot take an entry keeps nobody from sealing it, nor from projecting it.
    appended(&world, 2).await;
    seal_and_turn(&world, &followers).await;
    assert!(matches!(verify(&world.db, None).await.unwrap(), Verdict::Whole { entries: 4, .. }));
    assert_eq!((kept::<3>(&world, 4).await, kept::<4>(&world, 4).await), (vec![1, 1, 0, 0], vec![1, 1, 1, 1]));
    assert_eq!((place(&world, NAMES[3]).await, place(&world, NAMES[4]).await), (2, 4));
    assert_eq!(*heard.lock().unwrap(), [1, 2, 3, 4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_seal_at_once_with_their_followers_project_each_entry_once() {
    let world = World::new().await;
    let followers = Followers::of([Follower::projector(Keeps::<0> { fails_at: None }), Follower::reactor(Deaf::<1>)]);
    for round in 1..=8_usize {
        appended(&world, 5).await;
        let (db, clock, other) = (world.db.clone(), Arc::clone(&world.clock), followers.clone());
        let other = tokio::spawn(async move { other.seal_and_turn(&db, &*clock).await.unwrap() });
        let passed = seal_and_turn(&world, &followers).await + other.await.unwrap();
        assert_eq!(passed, 10, "two of them passed five entries, whoever was quicker");
        let sealed = i64::try_from(round * 5).unwrap();
        assert!(kept::<0>(&world, sealed).await.iter().all(|times| *times == 1));
        let verdict = verify(&world.db, None).await.unwrap();
        assert!(matches!(verdict, Verdict::Whole { entries, .. } if entries == sealed), "{verdict:?}");
    }
}

#[tokio::test]
async fn a_follower_that_is_far_behind_holds_nobody_up() {
    let world = World::new().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let old = Follower::reactor(Hears::<0> { heard: Arc::clone(&heard) });
    let new = Follower::reactor(Hears::<1> { heard: Arc::clone(&heard) });
    let most = Followers::batch(&world.db);
    noted(&world, most).await;
    noted(&world, 50).await;
    while turn(&world, &Followers::of([old.clone()])).await > 0 {}
    heard.lock().unwrap().clear();
    noted(&world, 1).await;
    let passed = turn(&world, &Followers::of([new, old])).await;
    assert_eq!(passed, most + 1, "one the last entry, the other as many as one turn takes");
    let (most, last) = (i64::try_from(most).unwrap(), i64::try_from(most + 51).unwrap());
    assert_eq!(heard.lock().unwrap().first(), Some(&last), "who is near the end does not wait for who is not");
    assert_eq!((place(&world, NAMES[0]).await, place(&world, NAMES[1]).await), (last, most));
}

#[tokio::test]
async fn a_command_and_its_entry_s_seal_ask_for_nothing_twice() {
    let world = World::new().await;
    if world.db.backend() == Backend::Postgres {
        // There it also locks what it reads, row by row.
        return;
    }
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await;
    let ben = world.as_member(world.cast.ben);
    for key in ["first", "second"] {
        let keyed = ben.clone().keyed(Key::parse(key).unwrap());
        let told = form(&[("body", "hello")]);
        let (done, statements) = store::counted(world.does::<AddNote>(&keyed, &[job.id.uuid()], &told)).await;
        done.unwrap();
        // The key, who ben is now, the job, the note, the entry, and the answer beside the key.
        assert_eq!(statements, 6);
        let (sealed, statements) = store::counted(journal::seal::seal(&world.db)).await;
        // What is to be sealed with the head, the head moved, the entry's link.
        assert_eq!((sealed.unwrap(), statements), (1, 3));
    }
}
