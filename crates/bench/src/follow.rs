//! The journal by itself: how many entries a second are sealed and followed while more are written.

#![expect(clippy::disallowed_methods, reason = "measurements write entries of their own; nobody's are read")]

use std::time::{Duration, Instant};

use access::{Acting, Actor, Principal};
use anyhow::ensure;
use journal::{
    Audience, Draft, Face, Recorded,
    follow::{Derived, Follower, Followers, Projector, Sealed, Trouble},
};
use kernel::{Clock as _, Id, Ref, SystemClock};
use macros::Row;
use portico::compose;
use serde_json::json;
use store::Db;
use uuid::Uuid;

use crate::{
    house,
    place::Place,
    table::{Reach, Rounds, Table},
};

/// How often each is measured, each time in an empty portal.
const ROUNDS: u32 = 3;

/// How many entries a round has; a fifth of them where each is written for by all.
const ENTRIES: u32 = 50_000;

/// How many are written in one transaction, as an import does.
const BATCH: u32 = 500;

/// How many objects they are about.
const OBJECTS: u32 = 47;

/// What happens, in turns. Each has a projector that is called the same.
const EVENTS: [&str; 5] = ["bench.raised", "bench.sent", "bench.paid", "bench.settled", "bench.closed"];

/// How long nothing is done when there is nothing to follow yet.
const REST: Duration = Duration::from_millis(1);

/// Measures the journal.
///
/// # Errors
/// The database's.
pub async fn measure(place: &Place, table: &mut Table) -> anyhow::Result<()> {
    let (mut own, mut all) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS {
        own.push(once(place, &format!("follow{number}"), false, ENTRIES).await?);
        all.push(once(place, &format!("followall{number}"), true, ENTRIES / 5).await?);
    }
    let what = "entries sealed and followed by 5 projectors";
    table.add(what, Reach::AtLeast(5_000.0), "/s", Rounds::of(own));
    table.add("  the same, when each of them writes for each entry", Reach::Told, "/s", Rounds::of(all));
    Ok(())
}

/// How often something happened to an object, as one projector counts it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "bench_counts")]
struct Count {
    id: Id<Count>,
    entries: i64,
}

/// Counts what happens to each object: its own event, or every one.
struct Counting<const PLACE: usize> {
    hears_all: bool,
}

impl<const PLACE: usize> Projector for Counting<PLACE> {
    const NAME: &'static str = EVENTS[PLACE];
    type Writes = (Count,);

    fn listens(&self, event: &str) -> bool {
        self.hears_all || event == Self::NAME
    }

    async fn project<'t>(&self, sealed: &'t Sealed, tables: &'t Derived<'t, Self::Writes>) -> Result<(), Trouble> {
        // All count in one table, each in rows of its own.
        let own = sealed.entry.target.id.as_u128().wrapping_add(PLACE as u128);
        let id: Id<Count> = Id::from_uuid(Uuid::from_u128(own));
        let before = tables.first(Count::ID.is(&id)).await?.map_or(0, |count| count.entries);
        tables.put(&Count { id, entries: before + 1 }).await?;
        Ok(())
    }

    async fn clear<'t>(&self, tables: &'t Derived<'t, Self::Writes>) -> Result<(), Trouble> {
        tables.delete_all(Count::ID).await?;
        Ok(())
    }
}

/// How many entries a second, from the first one's commit until all are sealed and followed. As the portal does, one
/// sealer and the followers go on in turns while entries are still written; but without its rests.
async fn once(place: &Place, name: &str, hears_all: bool, entries: u32) -> anyhow::Result<f64> {
    let database = place.database(name).await?;
    let db = compose::database(&house::settings(place.folder(name)?, &database)).await?;
    compose::migrate(&db, &SystemClock).await?;
    db.unguarded().script("CREATE TABLE bench_counts (id uuid PRIMARY KEY, entries bigint NOT NULL)").await?;
    let followers = Followers::of([
        Follower::projector(Counting::<0> { hears_all }),
        Follower::projector(Counting::<1> { hears_all }),
        Follower::projector(Counting::<2> { hears_all }),
        Follower::projector(Counting::<3> { hears_all }),
        Follower::projector(Counting::<4> { hears_all }),
    ]);
    while followers.seal_and_turn(&db, &SystemClock).await? > 0 {}
    let objects: Vec<Uuid> = (0..OBJECTS).map(|_| Uuid::now_v7()).map(apart).collect();
    append(&db, &objects).await?;
    let began = Instant::now();
    let writer = db.clone();
    let writing = tokio::spawn(async move {
        for _ in 1..entries / BATCH {
            append(&writer, &objects).await?;
        }
        anyhow::Ok(())
    });
    let wanted = usize::try_from(entries)? * EVENTS.len();
    let mut passed = 0;
    while passed < wanted {
        let is_written = writing.is_finished();
        let more = followers.seal_and_turn(&db, &SystemClock).await?;
        passed += more;
        if more == 0 {
            if is_written {
                break;
            }
            tokio::time::sleep(REST).await;
        }
    }
    let took = began.elapsed().as_secs_f64();
    writing.await??;
    ensure!(passed == wanted, "the followers passed {passed} entries instead of {wanted}");
    db.close().await?;
    Ok(f64::from(entries) / took)
}

/// An id that leaves room behind it for one of each projector.
fn apart(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128() & !0xff)
}

async fn append(db: &Db, objects: &[Uuid]) -> anyhow::Result<()> {
    let happened = EVENTS.iter().cycle().zip(objects.iter().cycle());
    let drafts = (0..BATCH).zip(happened).map(|(_, (event, object))| draft(event, *object)).collect();
    let work = db.begin().await?;
    journal::append_all(&work, drafts).await?;
    work.commit().await?;
    Ok(())
}

fn draft(event: &str, object: Uuid) -> Draft {
    let invoice = Ref { kind: "invoice".into(), id: object };
    Draft {
        at: SystemClock.now(),
        principal: Principal::vouch(Actor::System("bench".into()), Acting::System, Vec::new()),
        face: Face::Sync,
        command: "bench.tell".to_owned(),
        event: Recorded {
            name: event.to_owned(),
            version: 1,
            audience: Audience::Account,
            payload: json!({ "object": object }),
            refs: vec![invoice.clone()],
        },
        target: invoice,
        account: Some(Id::from_uuid(object)),
        cause: None,
        depth: 0,
        decision: Vec::new(),
        trace: String::new(),
        held_until: None,
    }
}
