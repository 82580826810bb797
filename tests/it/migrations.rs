//! Each part has its own history; a database and a program that do not fit say so.

use store::{Db, Migration, Migrations};

use crate::world::{blank, migrations};

const FIRST: Migration = Migration { name: "001_first", sql: "CREATE TABLE first (id uuid PRIMARY KEY)" };
const SECOND: Migration = Migration { name: "002_second", sql: "CREATE TABLE second (id uuid PRIMARY KEY)" };

#[tokio::test]
async fn a_new_database_is_brought_up_to_date_once() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    let all: usize = migrations().iter().map(|part| part.steps.len()).sum();
    assert_eq!(db.pending(&migrations()).await.unwrap().len(), all);
    assert_eq!(db.migrate(&migrations()).await.unwrap().len(), all);
    assert_eq!(db.migrate(&migrations()).await.unwrap().len(), 0);
    assert!(db.pending(&migrations()).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_instances_that_start_at_once_migrate_once() {
    for _ in 0..4 {
        migrate_from_two_sides().await;
    }
}

async fn migrate_from_two_sides() {
    let (options, _folder) = blank().await;
    let (one, two) = (Db::open(&options).await.unwrap(), Db::open(&options).await.unwrap());
    let parts = migrations();
    let (first, second) = tokio::join!(one.migrate(&parts), two.migrate(&parts));
    assert_eq!(first.unwrap().len() + second.unwrap().len(), parts.iter().map(|part| part.steps.len()).sum::<usize>());
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_and_says_which_it_was() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    const BROKEN: Migration =
        Migration { name: "002_broken", sql: "CREATE TABLE half (id uuid PRIMARY KEY); CREATE TABEL x" };
    let broken = Migrations { part: "toy", steps: &[FIRST, BROKEN] };
    let error = db.migrate(&[broken]).await.unwrap_err().to_string();
    assert!(error.starts_with("002_broken of toy failed: "), "{error}");
    let mended = Migrations {
        part: "toy",
        steps: &[FIRST, Migration { name: "002_broken", sql: "CREATE TABLE half (id uuid PRIMARY KEY)" }],
    };
    assert_eq!(db.migrate(&[mended]).await.unwrap().len(), 1, "the half-made table is gone, so it can be made");
}

#[tokio::test]
async fn a_database_from_a_newer_program_and_a_changed_step_are_refused() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    db.migrate(&[Migrations { part: "toy", steps: &[FIRST, SECOND] }]).await.unwrap();
    let older = db.migrate(&[Migrations { part: "toy", steps: &[FIRST] }]).await.unwrap_err().to_string();
    assert!(older.contains("002_second of toy") && older.contains("start the newer program"), "{older}");
    const CHANGED: Migration = Migration { name: "001_first", sql: "CREATE TABLE first (id uuid)" };
    let changed = db.migrate(&[Migrations { part: "toy", steps: &[CHANGED, SECOND] }]).await.unwrap_err().to_string();
    assert!(changed.contains("write a new step instead"), "{changed}");
}
