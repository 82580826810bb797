//! The journal: whole or the first altered entry named; followers go on whatever happens.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use gateway::Raw;
use journal::{
    Checkpoint, SigningKey,
    follow::{Follower, Followers, Reactor, Sealed, TRIES, Trouble, parked},
    verify::{Fault, Verdict, verify, verify_end},
};
use kernel::Clock;
use store::Sql;

use crate::{
    concurrency::draft,
    toy::{
        commands::{AddNote, CloseJob},
        queries::ShowJob,
        rows::{Job, NoteCount},
    },
    world::{World, form},
};

/// Five notes on one job, sealed.
pub async fn told() -> (World, Job) {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await;
    let ben = world.as_member(world.cast.ben);
    for _ in 0..5 {
        world.does::<AddNote>(&ben, &[job.id.uuid()], &form(&[("body", "hello")])).await.unwrap();
    }
    world.settle().await;
    (world, job)
}

async fn tamper(world: &World, sql: &str) {
    let touched = world.raw().execute(Sql::new(sql)).await.unwrap();
    assert!(touched > 0, "{sql} changed nothing");
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_which_object_and_why_it_was_allowed() {
    let (world, job) = told().await;
    let entry = world.raw().first(journal::Entry::EVENT.is(&"jobs.noted".to_owned())).await.unwrap().unwrap();
    assert_eq!(entry.actor, format!("person:{}", world.cast.ben.person));
    assert_eq!(entry.acting, format!("account:{}", world.cast.northgate));
    assert_eq!(entry.target.id, job.id.uuid());
    assert_eq!(entry.account_id, Some(world.cast.northgate));
    assert_eq!(entry.command, "jobs.note");
    assert_eq!(entry.decision.0, ["reach.job"]);
    assert!(!entry.payload.unwrap().contains("hello"), "free text stays in the service's rows");
}

#[tokio::test]
async fn an_untouched_chain_is_whole() {
    let (world, _) = told().await;
    assert!(matches!(verify(&world.db, None).await.unwrap(), Verdict::Whole { entries: 5, erased: 0, .. }));
}

#[tokio::test]
async fn the_first_altered_entry_is_named() {
    for (sql, seq, fault) in [
        ("UPDATE journal_entries SET actor = 'person:other' WHERE seq = 3", 3, Fault::Altered),
        ("UPDATE journal_entries SET payload = '{\"note\":\"x\"}' WHERE seq = 4", 4, Fault::Payload),
        ("UPDATE journal_entries SET salt = NULL WHERE seq = 4", 4, Fault::Payload),
        ("DELETE FROM journal_entries WHERE seq = 2", 2, Fault::Missing),
        ("DELETE FROM journal_entries WHERE seq = 5", 5, Fault::Missing),
        ("UPDATE journal_entries SET at = at + 1 WHERE seq = 1", 1, Fault::Altered),
        ("UPDATE journal_entries SET face = 'window' WHERE seq = 2", 2, Fault::Altered),
    ] {
        let (world, _) = told().await;
        tamper(&world, sql).await;
        assert_eq!(verify(&world.db, None).await.unwrap(), Verdict::Broken { seq, fault }, "{sql}");
    }
}

#[tokio::test]
async fn the_end_alone_is_proved_from_the_link_before_it() {
    for (sql, broken) in [
        ("UPDATE journal_entries SET actor = 'person:other' WHERE seq = 5", Some((5, Fault::Altered))),
        ("DELETE FROM journal_entries WHERE seq = 5", Some((5, Fault::Missing))),
        ("DELETE FROM journal_entries WHERE seq = 3", Some((3, Fault::Missing))),
        // It is quick because it does not look so far.
        ("UPDATE journal_entries SET actor = 'person:other' WHERE seq = 1", None),
    ] {
        let (world, _) = told().await;
        tamper(&world, sql).await;
        let found = match verify_end(&world.db, 2).await.unwrap() {
            Verdict::Broken { seq, fault } => Some((seq, fault)),
            Verdict::Whole { entries, .. } => {
                assert_eq!(entries, 5);
                None
            }
        };
        assert_eq!(found, broken, "{sql}");
    }
    let (world, _) = told().await;
    assert!(matches!(verify_end(&world.db, 100).await.unwrap(), Verdict::Whole { entries: 5, .. }));
}

#[tokio::test]
async fn erasing_words_keeps_the_chain_whole_and_is_told_of() {
    let (world, _) = told().await;
    let entry = world.raw().first(journal::Entry::EVENT.is(&"jobs.noted".to_owned())).await.unwrap().unwrap();
    let tom = world.signed_in(world.as_staff(world.cast.tom)).await;
    let work = world.db.begin().await.unwrap();
    journal::erase(&work, entry.id, tom.principal, world.clock.now()).await.unwrap();
    work.commit().await.unwrap();
    world.settle().await;
    assert!(matches!(verify(&world.db, None).await.unwrap(), Verdict::Whole { entries: 6, erased: 1, .. }));
}

#[tokio::test]
async fn words_that_nobody_says_they_erased_are_missed() {
    let (world, _) = told().await;
    tamper(&world, "UPDATE journal_entries SET salt = NULL, payload = NULL WHERE seq = 2").await;
    assert_eq!(verify(&world.db, None).await.unwrap(), Verdict::Broken { seq: 2, fault: Fault::Erased });
}

#[tokio::test]
async fn a_signed_checkpoint_shows_a_chain_that_was_written_anew() {
    let (world, job) = told().await;
    let key = SigningKey::read(&SigningKey::generate().unwrap()).unwrap();
    let (seq, hash) = journal::seal::head(&world.db).await.unwrap();
    let checkpoint = key.sign(seq, &hash, world.clock.now());
    checkpoint.check(None).unwrap();
    assert!(matches!(verify(&world.db, Some(&checkpoint)).await.unwrap(), Verdict::Whole { .. }));
    // The forger changes an entry, and then seals everything again from the start.
    tamper(&world, "UPDATE journal_entries SET actor = 'person:other' WHERE seq = 3").await;
    tamper(&world, "UPDATE journal_entries SET seq = NULL, hash = NULL").await;
    tamper(&world, "DELETE FROM journal_head").await;
    journal::seal::seal(&world.db).await.unwrap();
    assert!(matches!(verify(&world.db, None).await.unwrap(), Verdict::Whole { .. }), "the chain alone cannot tell");
    assert_eq!(
        verify(&world.db, Some(&checkpoint)).await.unwrap(),
        Verdict::Broken { seq: 5, fault: Fault::Checkpoint }
    );
    let forged = Checkpoint { seq: 4, ..checkpoint };
    assert!(forged.check(None).is_err(), "nor can the checkpoint be changed");
    let _ = job;
}

#[tokio::test]
async fn a_chain_cut_short_is_shown_by_the_checkpoint() {
    let (world, _) = told().await;
    let key = SigningKey::read(&SigningKey::generate().unwrap()).unwrap();
    let (seq, hash) = journal::seal::head(&world.db).await.unwrap();
    let checkpoint = key.sign(seq, &hash, world.clock.now());
    tamper(&world, "DELETE FROM journal_entries WHERE seq = 5").await;
    tamper(&world, "UPDATE journal_head SET seq = 4, hash = (SELECT hash FROM journal_entries WHERE seq = 4)").await;
    assert!(matches!(verify(&world.db, None).await.unwrap(), Verdict::Whole { entries: 4, .. }));
    assert_eq!(verify(&world.db, Some(&checkpoint)).await.unwrap(), Verdict::Broken { seq: 5, fault: Fault::Missing });
}

#[tokio::test]
async fn a_projector_counts_each_entry_once_and_can_be_rebuilt() {
    let (world, job) = told().await;
    let follower = crate::toy::service().take_followers().remove(0);
    let followers = Followers::of([follower.clone()]);
    let count = async || world.raw().first(NoteCount::ID.is(&job.id.cast())).await.unwrap().unwrap().notes;
    assert_eq!(count().await, 5);
    assert_eq!(followers.turn(&world.db, &*world.clock).await.unwrap(), 0, "nothing is read twice");
    tamper(&world, "UPDATE job_note_counts SET notes = 999").await;
    follower.rebuild(&world.db).await.unwrap();
    world.settle().await;
    assert_eq!(count().await, 5);
}

#[tokio::test]
async fn an_entry_nobody_can_take_is_parked_and_the_rest_goes_on() {
    let (world, job) = told().await;
    let ben = world.signed_in(world.as_member(world.cast.ben)).await;
    let work = world.db.begin().await.unwrap();
    let mut poison = draft(&world, &ben.principal, &job);
    poison.trace = "poison".to_owned();
    journal::append(&work, poison).await.unwrap();
    journal::append(&work, draft(&world, &ben.principal, &job)).await.unwrap();
    work.commit().await.unwrap();
    journal::seal::seal(&world.db).await.unwrap();
    let followers = Followers::of(crate::toy::service().take_followers());
    for _ in 0..TRIES + 3 {
        followers.turn(&world.db, &*world.clock).await.unwrap();
    }
    assert!(
        parked(&world.db).await.unwrap().is_empty(),
        "it rests between tries, so that a short outage parks nothing"
    );
    for _ in 0..TRIES + 3 {
        world.advance(60);
        followers.turn(&world.db, &*world.clock).await.unwrap();
    }
    let parked: Vec<i64> = parked(&world.db).await.unwrap().into_iter().map(|parked| parked.seq).collect();
    assert_eq!(parked, [6]);
    let count = world.raw().first(NoteCount::ID.is(&job.id.cast())).await.unwrap().unwrap();
    assert_eq!(count.notes, 6);
}

/// Notes which entries it was told of; fails the first time.
struct Bell {
    rung: Arc<Mutex<Vec<i64>>>,
}

impl Reactor for Bell {
    const NAME: &'static str = "jobs.bell";
    const OUTSIDE: bool = true;

    fn listens(&self, _: &str) -> bool {
        true
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let mut rung = self.rung.lock().unwrap();
        rung.push(sealed.seq);
        if rung.len() == 1 { Err("the line was busy".into()) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_reactor_that_reaches_outside_waits_until_nothing_can_be_undone() {
    let world = World::new().await;
    let rung = Arc::new(Mutex::new(Vec::new()));
    let bell = Followers::of([Follower::reactor(Bell { rung: Arc::clone(&rung) })]);
    let tom = world.as_staff(world.cast.tom);
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    world.does::<AddNote>(&tom, &[job.id.uuid()], &form(&[("body", "hello")])).await.unwrap();
    world.does::<CloseJob>(&tom, &[job.id.uuid()], &Raw::empty()).await.unwrap();
    journal::seal::seal(&world.db).await.unwrap();
    for _ in 0..3 {
        bell.turn(&world.db, &*world.clock).await.unwrap();
        world.advance(2);
    }
    assert_eq!(*rung.lock().unwrap(), [1, 1], "the failed one again, the one that can be undone not yet");
    world.clock.advance(Duration::from_secs(10));
    bell.turn(&world.db, &*world.clock).await.unwrap();
    assert_eq!(*rung.lock().unwrap(), [1, 1, 2]);
}

#[tokio::test]
async fn a_view_that_is_altered_or_taken_out_is_found() {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    for _ in 0..3 {
        // What staff look at is written down at once; what was not there to be looked at, shortly after.
        world.asks::<ShowJob>(&world.as_staff(world.cast.tom), Some(job.id.uuid()), &Raw::empty()).await.unwrap();
        let absent = Some(uuid::Uuid::now_v7());
        let nothing = world.asks::<ShowJob>(&world.as_member(world.cast.amelia), absent, &Raw::empty()).await;
        assert!(nothing.is_err());
    }
    world.gateway.logs().flush(&world.db).await.unwrap();
    let verdict = async || journal::verify_logs(&world.db).await.unwrap();
    assert!(verdict().await.is_ok_and(|batches| batches >= 4));
    let view = world.raw().find(journal::View::ID.is_known()).await.unwrap().remove(1);
    let other = journal::View { actor: "person:somebody-else".to_owned(), ..view.clone() };
    world.raw().update(&other).await.unwrap();
    assert_eq!(verdict().await, Err(journal::BrokenLog { log: "views", batch: view.batch }));
    world.raw().delete(journal::View::ID.is(&view.id)).await.unwrap();
    assert_eq!(verdict().await, Err(journal::BrokenLog { log: "views", batch: view.batch }));
}
