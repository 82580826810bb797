//! Two at once: the right outcome, no gap, no double.

use std::sync::Arc;

use gateway::{Key, Raw};
use journal::{
    follow::Followers,
    verify::{Verdict, verify},
};
use kernel::Problem;
use tokio::task::JoinSet;

use crate::{
    toy::{
        commands::{AddNote, CloseJob, RedeemVoucher, RemoveMember},
        rows::{Job, Note, NoteCount, State, Voucher},
    },
    world::{World, form, holding},
};
use directory::{HoldingRow, Membership};
use store::{Backend, Columns, Db, Lock, Row, Sql};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_who_remove_each_other_leave_one() {
    let world = World::new().await;
    let cast = &world.cast;
    for round in 0..4 {
        let (amelia, anna) = (world.as_member(cast.amelia), world.as_member(cast.anna));
        let (of_anna, of_amelia) = ([cast.anna.membership.uuid()], [cast.amelia.membership.uuid()]);
        let empty = Raw::empty();
        // Both stand at the door, held up by a third, before either of them may go on.
        let held_up = world.db.begin().await.unwrap();
        let rows = [cast.amelia.membership, cast.anna.membership];
        held_up.lock(rows.map(|id| Lock { table: Membership::TABLE, id: id.uuid(), shared: false })).await.unwrap();
        let let_go = async {
            both_wait(&world.db).await;
            held_up.roll_back().await.unwrap();
        };
        let (first, second, ()) = tokio::join!(
            world.does::<RemoveMember>(&amelia, &of_anna, &empty),
            world.does::<RemoveMember>(&anna, &of_amelia, &empty),
            let_go,
        );
        assert!(first.is_ok() != second.is_ok(), "round {round}: one of them, and only one");
        let refused = first.err().or(second.err()).unwrap();
        assert_eq!(refused.kind(), &Problem::NOT_FOUND, "who was removed sees nothing any more");
        for member in [cast.amelia, cast.anna] {
            let mut membership = world.raw().first(Membership::ID.is(&member.membership)).await.unwrap().unwrap();
            if membership.ended_at.take().is_some() {
                world.raw().update(&membership).await.unwrap();
                world.raw().insert(&holding(member.person, Some(&membership), "admin")).await.unwrap();
            }
        }
        assert_eq!(world.raw().find(HoldingRow::ROLE.is(&"admin".to_owned())).await.unwrap().len(), 3);
    }
}

/// Until two transactions wait for a row. SQLite's one writer keeps others out before they have begun.
pub async fn both_wait(db: &Db) {
    while db.backend() == Backend::Postgres {
        let mut sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity ");
        sql.push("WHERE datname = current_database() AND wait_event_type = 'Lock'");
        let found = db.unguarded().query(sql).await.unwrap();
        if Columns::of(&found[0]).take::<i64>().unwrap() >= 2 {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_voucher_is_redeemed_once_however_many_try() {
    let world = World::new().await;
    let other = world.another_instance().await;
    let voucher = world.voucher(world.cast.northgate).await;
    let mut tries = JoinSet::new();
    for number in 0..12 {
        let gateway = if number % 2 == 0 { Arc::clone(&world.gateway) } else { Arc::clone(&other) };
        let asked = world.as_member(if number % 3 == 0 { world.cast.ben } else { world.cast.amelia });
        tries.spawn(async move {
            gateway.execute::<RedeemVoucher>(&asked, &[voucher.id.uuid()], &Raw::empty()).await.is_ok()
        });
    }
    let outcomes = tries.join_all().await;
    assert_eq!(outcomes.into_iter().filter(|done| *done).count(), 1);
    let voucher = world.raw().first(Voucher::ID.is(&voucher.id)).await.unwrap().unwrap();
    assert_eq!(voucher.uses, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_writers_on_one_row_both_count() {
    let world = World::new().await;
    let label = world.gateway.registry().operation("jobs.set_label").unwrap().clone();
    for _ in 0..10 {
        let job = world.job(world.cast.northgate, None, |_| {}).await;
        let targets = [job.id.uuid()];
        let tom = world.as_staff(world.cast.tom);
        let raw = form(&[("label", "mine")]);
        let empty = Raw::empty();
        let (labelled, closed) = tokio::join!(
            label.run(&world.gateway, &tom, &targets, &raw),
            world.does::<CloseJob>(&tom, &targets, &empty)
        );
        labelled.unwrap();
        closed.unwrap();
        let job = world.raw().first(Job::ID.is(&job.id)).await.unwrap().unwrap();
        assert_eq!((job.label.as_deref(), job.state), (Some("mine"), State::Closed));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_sent_at_once_from_many_sides_is_done_once() {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await;
    let mut tries = JoinSet::new();
    for _ in 0..8 {
        let gateway = Arc::clone(&world.gateway);
        let asked = world.as_member(world.cast.ben).keyed(Key::parse("once").unwrap());
        tries.spawn(async move {
            gateway.execute::<AddNote>(&asked, &[job.id.uuid()], &form(&[("body", "hello")])).await.unwrap().output
        });
    }
    let answers = tries.join_all().await;
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "all are told of the same note");
    assert_eq!(world.raw().find(Note::JOB_ID.is(&job.id)).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_instances_sealing_and_following_at_once_leave_no_gap_and_no_double() {
    let world = World::new().await;
    let other = world.another_instance().await;
    let jobs = [
        world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await,
        world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await,
    ];
    let mut writers = JoinSet::new();
    for (number, gateway) in [&world.gateway, &other, &world.gateway, &other].into_iter().enumerate() {
        let (gateway, asked, job) = (Arc::clone(gateway), world.as_member(world.cast.ben), jobs[number % 2].id);
        writers.spawn(async move {
            for _ in 0..15 {
                gateway.execute::<AddNote>(&asked, &[job.uuid()], &form(&[("body", "hello")])).await.unwrap();
            }
        });
    }
    let mut sealers = JoinSet::new();
    for _ in 0..2 {
        let (db, clock) = (world.db.clone(), Arc::clone(&world.clock));
        let followers = Followers::of(crate::toy::service().take_followers());
        sealers.spawn(async move {
            for _ in 0..40 {
                followers.seal_and_turn(&db, &*clock).await.unwrap();
                tokio::task::yield_now().await;
            }
        });
    }
    writers.join_all().await;
    sealers.join_all().await;
    world.settle().await;
    let Verdict::Whole { entries, .. } = verify(&world.db, None).await.unwrap() else { panic!("the chain is broken") };
    assert_eq!(entries, 60);
    for job in jobs {
        let count = world.raw().first(NoteCount::ID.is(&job.id.cast())).await.unwrap().unwrap();
        assert_eq!(count.notes, 30);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_entry_that_commits_late_is_sealed_all_the_same() {
    let world = World::new().await;
    if world.db.backend() == Backend::Sqlite {
        // There is one writer, so nothing can commit late.
        return;
    }
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await;
    let early = world.db.begin().await.unwrap();
    let ben = world.signed_in(world.as_member(world.cast.ben)).await;
    journal::append(&early, draft(&world, &ben.principal, &job)).await.unwrap();
    world.does::<AddNote>(&ben, &[job.id.uuid()], &form(&[("body", "quicker")])).await.unwrap();
    assert_eq!(journal::seal::seal(&world.db).await.unwrap(), 1);
    early.commit().await.unwrap();
    assert_eq!(journal::seal::seal(&world.db).await.unwrap(), 1);
    assert!(matches!(verify(&world.db, None).await.unwrap(), Verdict::Whole { entries: 2, .. }));
}

pub fn draft(world: &World, principal: &access::Principal, job: &Job) -> journal::Draft {
    journal::Draft {
        at: kernel::Clock::now(&*world.clock),
        principal: principal.clone(),
        face: journal::Face::Inside,
        command: "jobs.note".to_owned(),
        event: journal::Recorded::of(&crate::toy::commands::Noted { note: crate::world::fresh() }),
        target: kernel::Ref::new("job", job.id),
        account: Some(job.account_id),
        cause: None,
        depth: 0,
        decision: Vec::new(),
        trace: String::new(),
        held_until: None,
    }
}
