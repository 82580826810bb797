//! Each part has its own history; a database and a program that do not fit say so.

use portico::compose;
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
async fn a_step_that_fails_leaves_nothing_of_all_steps_and_says_which_it_was() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    const BROKEN: Migration =
        Migration { name: "003_broken", sql: "CREATE TABLE half (id uuid PRIMARY KEY); CREATE TABEL x" };
    db.migrate(&[Migrations { part: "toy", steps: &[FIRST] }]).await.unwrap();
    let broken = Migrations { part: "toy", steps: &[FIRST, SECOND, BROKEN] };
    let error = db.migrate(&[broken]).await.unwrap_err().to_string();
    assert!(error.starts_with("003_broken of toy failed: ") && error.ends_with("as it was before"), "{error}");
    assert!(db.pending(&[Migrations { part: "toy", steps: &[FIRST] }]).await.unwrap().is_empty());
    let older = Migrations { part: "toy", steps: &[FIRST] };
    assert!(db.ahead(&[older]).await.unwrap().is_empty(), "the step before it is undone as well");
    let mended = Migrations {
        part: "toy",
        steps: &[FIRST, SECOND, Migration { name: "003_broken", sql: "CREATE TABLE half (id uuid PRIMARY KEY)" }],
    };
    assert_eq!(db.migrate(&[mended]).await.unwrap().len(), 2, "the half-made tables are gone, so they can be made");
}

#[tokio::test]
async fn a_database_that_a_newer_program_added_to_is_used_and_a_changed_step_is_refused() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    db.migrate(&[Migrations { part: "toy", steps: &[FIRST, SECOND] }]).await.unwrap();
    let older = [Migrations { part: "toy", steps: &[FIRST] }];
    assert_eq!(db.migrate(&older).await.unwrap().len(), 0);
    assert!(db.pending(&older).await.unwrap().is_empty());
    assert_eq!(db.ahead(&older).await.unwrap(), ["002_second of toy"]);
    const CHANGED: Migration = Migration { name: "001_first", sql: "CREATE TABLE first (id uuid)" };
    let changed = db.migrate(&[Migrations { part: "toy", steps: &[CHANGED, SECOND] }]).await.unwrap_err().to_string();
    assert!(changed.contains("write a new step instead"), "{changed}");
}

#[tokio::test]
async fn what_a_newer_program_took_away_is_missed_only_by_those_who_still_need_it() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    const CONTRACT: Migration = Migration { name: "003_contract_002_first", sql: "DROP TABLE first" };
    db.migrate(&[Migrations { part: "toy", steps: &[FIRST, SECOND, CONTRACT] }]).await.unwrap();
    let previous = [Migrations { part: "toy", steps: &[FIRST, SECOND] }];
    assert_eq!(db.ahead(&previous).await.unwrap(), ["003_contract_002_first of toy"]);
    let oldest = [Migrations { part: "toy", steps: &[FIRST] }];
    let refused = db.migrate(&oldest).await.unwrap_err().to_string();
    assert!(
        refused.contains("003_contract_002_first of toy") && refused.contains("start the newer program"),
        "{refused}"
    );
}

/// The release before serves beside the new one, and may be put back: what it keeps stays.
#[test]
fn a_step_takes_nothing_away_unless_its_name_says_since_when_nothing_needs_it() {
    const TAKES: [&str; 4] = ["DELETE FROM", "DROP COLUMN", "DROP TABLE", "TRUNCATE"];
    let (mut looked, mut found) = (0, Vec::new());
    for part in compose::migrations() {
        for step in part.steps {
            looked += 1;
            // Moved to the directory, before anything was released.
            let is_excused =
                step.name.contains("_contract_") || (part.part, step.name) == ("identity", "002_invitations");
            let said = step.sql.lines().filter(|line| !line.trim_start().starts_with("--"));
            let sql = said.collect::<Vec<_>>().join(" ").to_uppercase();
            if !is_excused && TAKES.iter().any(|takes| sql.contains(takes)) {
                found.push(format!("{} of {}", step.name, part.part));
            }
        }
    }
    assert!(looked > 40 && found.is_empty(), "of {looked} steps these take something away: {found:?}");
}
