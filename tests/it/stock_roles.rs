//! The roles a portal begins with follow the program from release to release, until somebody changes them.

use access::{Grant, Role};
use directory::{RoleRow, follow_roles, generation};
use kernel::SystemClock;
use portico::compose;
use store::{Db, Json, Migrations, Sql};

use crate::world::{blank, fresh};

/// What this release gives a role.
fn stock(name: &str) -> Role {
    compose::stock_roles().into_iter().find(|role| role.name == name).expect("a stock role")
}

/// What a release before this one gave it: not yet the last of its grants.
fn earlier(role: &Role) -> Vec<Grant> {
    role.grants.split_last().expect("some grants").1.to_vec()
}

async fn held(db: &Db, name: &str) -> RoleRow {
    db.unguarded().first(RoleRow::NAME.is(&name.to_owned())).await.unwrap().expect("the role")
}

/// Makes a role what it is after a release that shipped `shipped`, and after somebody here made `grants` of it.
async fn leave(db: &Db, name: &str, shipped: Vec<Grant>, grants: Vec<Grant>) {
    let row = RoleRow { grants: Json(grants), shipped: Some(Json(shipped)), ..held(db, name).await };
    assert!(db.unguarded().update(&row).await.unwrap());
}

async fn start(db: &Db) {
    compose::migrate(db, &SystemClock).await.unwrap();
}

#[tokio::test]
async fn a_role_of_an_earlier_release_gets_what_this_one_adds() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    start(&db).await;
    let agent = stock("agent");
    leave(&db, "agent", earlier(&agent), earlier(&agent)).await;
    let before = generation(&db, "rights").await.unwrap();
    start(&db).await;
    assert_eq!(held(&db, "agent").await.grants.0, agent.grants);
    let after = generation(&db, "rights").await.unwrap();
    assert_eq!(after, before + 1, "instances that run learn of it");
    start(&db).await;
    assert_eq!(generation(&db, "rights").await.unwrap(), after, "where nothing is new, nothing is written");
}

#[tokio::test]
async fn a_role_somebody_changed_stays_as_they_left_it() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    start(&db).await;
    let agent = stock("agent");
    let theirs = earlier(&agent).split_off(1);
    leave(&db, "agent", earlier(&agent), theirs.clone()).await;
    start(&db).await;
    assert_eq!(held(&db, "agent").await.grants.0, theirs);
    let work = db.begin().await.unwrap();
    let left_alone = follow_roles(&work, &[], &compose::stock_roles()).await.unwrap();
    assert_eq!(left_alone, ["agent"], "whoever starts it is told");
    work.roll_back().await.unwrap();
    // Nothing new for it: nothing to be told.
    leave(&db, "agent", agent.grants.clone(), theirs.clone()).await;
    let work = db.begin().await.unwrap();
    assert!(follow_roles(&work, &[], &compose::stock_roles()).await.unwrap().is_empty());
    work.roll_back().await.unwrap();
    assert_eq!(held(&db, "agent").await.grants.0, theirs);
    // Made by hand what the program makes of it, it follows again.
    leave(&db, "agent", earlier(&agent), agent.grants.clone()).await;
    start(&db).await;
    assert_eq!(held(&db, "agent").await.shipped, Some(Json(agent.grants)));
}

#[tokio::test]
async fn roles_from_before_this_was_remembered_follow_too() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    let steps = directory::MIGRATIONS.steps;
    let remembers = steps.iter().position(|step| step.name == "008_shipped_roles").expect("the step");
    db.migrate(&[Migrations { part: "directory", steps: steps.split_at(remembers).0 }]).await.unwrap();
    let agent = stock("agent");
    let mut sql = Sql::new("INSERT INTO roles (id, name, staff, grants) VALUES (");
    sql.bind(fresh::<RoleRow>().uuid()).push(", ").bind("agent").push(", ").bind(true).push(", ");
    sql.bind(serde_json::to_string(&earlier(&agent)).unwrap()).push(")");
    db.unguarded().execute(sql).await.unwrap();
    start(&db).await;
    assert_eq!(held(&db, "agent").await.grants.0, agent.grants);
}
