//! Lists stay on their indexes even when what one may see is a drop in the sea.

use kernel::{Limit, Timestamp};
use store::{Backend, Direction, List, Order};

use crate::{
    toy::rows::Job,
    world::{Member, World, fresh},
};

/// Twenty thousand jobs of somebody else, forty of one's own, and the database's statistics brought up to date.
async fn sea(world: &World) {
    let template = world.job(world.cast.meridian, None, |_| {}).await;
    let rows = |account, count: i64| -> Vec<Job> {
        (0..count)
            .map(|number| Job {
                id: fresh(),
                account_id: account,
                raised_at: Timestamp::from_micros(number),
                ..template.clone()
            })
            .collect()
    };
    world.raw().insert_all(&rows(world.cast.meridian, 20_000)).await.unwrap();
    world.raw().insert_all(&rows(world.cast.northgate, 20)).await.unwrap();
    world.raw().insert_all(&rows(world.cast.depot, 20)).await.unwrap();
    world.raw().script("ANALYZE").await.unwrap();
}

async fn plan(world: &World, member: Member, order: Order<Job>) -> String {
    let asked = world.signed_in(world.as_member(member)).await;
    let caller = world.gateway.caller(&asked.principal, None).await.unwrap();
    let scope = world.db.scope::<(), Job>(&caller, "jobs.list").await.unwrap();
    scope.plan(List::by(order).rows(Limit::clamp(25))).await.unwrap().join("\n")
}

fn walks_an_index(world: &World, plan: &str, index: &str) {
    assert!(plan.contains(index), "not on {index}:\n{plan}");
    match world.db.backend() {
        Backend::Sqlite => assert!(!plan.contains("SCAN t"), "reads the whole table:\n{plan}"),
        Backend::Postgres => assert!(!plan.contains("Seq Scan on jobs"), "reads the whole table:\n{plan}"),
    }
}

#[tokio::test]
async fn an_account_among_many_is_walked_on_its_index() {
    let world = World::new().await;
    sea(&world).await;
    let by_date = plan(&world, world.cast.amelia, Order::by(Job::RAISED_AT, Direction::Descending)).await;
    walks_an_index(&world, &by_date, "jobs_by_raised");
    let by_due = plan(&world, world.cast.amelia, Order::by(Job::DUE_ON, Direction::Ascending)).await;
    walks_an_index(&world, &by_due, "jobs_by_due");
    if world.db.backend() == Backend::Sqlite {
        assert!(!by_date.contains("TEMP B-TREE") && !by_due.contains("TEMP B-TREE"), "sorts:\n{by_date}\n{by_due}");
    } else {
        // Sorting only within equal keys is no sorting of the list.
        assert!(!by_date.lines().any(|line| line.trim_start().starts_with("Sort ")), "sorts:\n{by_date}");
    }
}

#[tokio::test]
async fn a_sparse_tree_is_walked_account_by_account() {
    let world = World::new().await;
    sea(&world).await;
    let plan = plan(&world, world.cast.greta, Order::by(Job::RAISED_AT, Direction::Descending)).await;
    walks_an_index(&world, &plan, "jobs_by_raised");
    assert_eq!(plan.matches("jobs_by_raised").count(), 3, "one walk for each account of the tree:\n{plan}");
}

#[tokio::test]
async fn own_and_linked_rows_are_found_without_reading_the_table() {
    let world = World::new().await;
    sea(&world).await;
    let plan = plan(&world, world.cast.eve, Order::by(Job::RAISED_AT, Direction::Descending)).await;
    walks_an_index(&world, &plan, "jobs_by_raised");
}
