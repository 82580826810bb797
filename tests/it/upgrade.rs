//! From one release to the next: a database that the previous issue's program made, and instances that are replaced one
//! by one.

use std::{
    fs::File,
    io::{BufReader, copy},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use flate2::read::GzDecoder;
use store::{Backend, Columns, Db, Options, Sql};
use tokio::task::block_in_place;

use crate::{
    kill::{clients::Client, toml},
    process,
    relay::Relay,
    staged::{AMELIA, Staged, number},
    wire::{Tab, ask},
    world::blank,
};

/// What the demo of the previous issue's program left behind; `scripts/upgrade-fixture.sh` makes it.
fn fixture(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/upgrade").join(name);
    assert!(path.is_file(), "there is no {}; scripts/upgrade-fixture.sh makes it", path.display());
    path
}

fn unpacked(name: &str, to: &Path) {
    let mut from = GzDecoder::new(BufReader::new(File::open(fixture(name)).expect("the fixture")));
    copy(&mut from, &mut File::create(to).expect("a file")).expect("it is unpacked");
}

/// A database as the previous issue's program left it.
async fn previous() -> (Options, Option<tempfile::TempDir>) {
    let (options, kept) = blank().await;
    let Some(file) = options.url.strip_prefix("sqlite:") else {
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("previous.sql");
        unpacked("issue-2.sql.gz", &script);
        let mut psql = Command::new("psql");
        psql.args(["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--single-transaction", "--file"]).arg(script);
        psql.arg(&options.url).stdout(Stdio::null());
        assert!(block_in_place(|| psql.status()).expect("psql").success());
        return (options, kept);
    };
    unpacked("issue-2.sqlite.gz", Path::new(file));
    (options, kept)
}

/// How many rows each of these tables has.
async fn rows(db: &Db) -> Vec<(String, i64)> {
    let tables = match db.backend() {
        Backend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        Backend::Postgres => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()",
    };
    let found = db.unguarded().query(Sql::new(tables)).await.expect("tables");
    let mut rows = Vec::new();
    for row in &found {
        let table: String = Columns::of(row).take().expect("a name");
        let count = number(db, &format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await;
        rows.push((table, count));
    }
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_of_the_previous_issue_is_brought_up_to_date_with_all_that_is_in_it() {
    let (options, _kept) = previous().await;
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&options).await.expect("the database");
    let before = rows(&db).await;
    db.close().await.expect("closing");
    for table in ["billing_invoices", "cases", "persons", "journal_entries"] {
        assert!(before.iter().any(|(name, count)| name == table && *count > 0), "{table}: {before:?}");
    }
    let run =
        |words: &[&str]| block_in_place(|| process::run(process::portico(folder.path(), Some(&options.url), words)));
    let said = run(&["db", "migrate"]);
    assert!(said.done && !said.out.contains("\n0 steps run"), "{} {}", said.out, said.err);
    let db = Db::open(&options).await.expect("the database");
    let after = rows(&db).await;
    db.close().await.expect("closing");
    // Roles follow the program, and steps may plant rows beside; nothing that was there is gone.
    for (table, count) in before.iter().filter(|(table, _)| after.iter().any(|(name, _)| name == table)) {
        let now = after.iter().find(|(name, _)| name == table).map_or(0, |(_, count)| *count);
        assert!(now >= *count, "{table} had {count} rows and has {now}");
    }
    for table in ["billing_invoices", "cases", "persons", "journal_entries"] {
        assert!(after.iter().any(|(name, _)| name == table), "{table} is there still");
    }
    let said = run(&["journal", "verify"]);
    assert!(said.done && said.out.contains("whole: "), "{} {}", said.out, said.err);

    let port = process::free_port();
    let _running = block_in_place(|| process::serve(folder.path(), Some(&options.url), port));
    let at = SocketAddr::from(([127, 0, 0, 1], port));
    block_in_place(|| {
        let mut tab = Tab::default();
        let told = [("email", "priya@northgatewater.example"), ("password", "mill race otterby")];
        let entered = tab.post(at, "/sign-in", &told);
        assert_eq!(entered.status, 303, "her password of then lets her in: {}", entered.body);
        assert_eq!(tab.get(at, "/me/sign-in").status, 200);
    });
}

/// What a newer program does to the database: it adds a table and a column, and says so.
const NEWER: &str = "CREATE TABLE later (id uuid PRIMARY KEY); ALTER TABLE cases ADD COLUMN later text; \
                     INSERT INTO migrations (part, step, fingerprint) VALUES ('cases', '900_later', 'of a newer program')";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_older_instance_goes_on_and_starts_again_after_a_newer_one_added_to_the_database() {
    let relay = Relay::open();
    let stage = Staged::set(&AMELIA, &toml(&relay)).await;
    let (mut clients, _) = stage.hires(2).await;
    let (older, at) = stage.serves();
    let ready = |at: SocketAddr| block_in_place(|| ask(at, "GET", "/readyz", &[], "")).expect("an answer").status;
    let does = |clients: &mut [Client], at: SocketAddr| {
        block_in_place(|| {
            for client in clients {
                assert!(client.asks(at) && client.asks(at), "it goes on");
            }
        });
    };
    does(&mut clients, at);
    let db = stage.db().await;
    let work = db.begin().await.expect("a connection");
    work.unguarded().script(NEWER).await.expect("the newer program's step");
    work.commit().await.expect("the newer program's step");
    does(&mut clients, at);
    assert_eq!(ready(at), 200);
    // On PostgreSQL both are there for a while; a file has one program at a time.
    let older = Some(older).filter(|_| db.backend() == Backend::Postgres);
    db.close().await.expect("closing");
    let (again, beside) = stage.serves();
    does(&mut clients, beside);
    assert_eq!(ready(beside), 200);
    drop((older, again));
    let told: usize = clients.iter().map(|client| client.told.len()).sum();
    assert!(told >= 6, "{told} were answered");
    let said = block_in_place(|| process::run(stage.command(&["db", "check"])));
    assert!(said.done && said.out.contains("up to date"), "{} {}", said.out, said.err);
}
