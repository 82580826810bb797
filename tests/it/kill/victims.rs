//! Programs of the command line that are killed and called again: an import, and the migration of an older database.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use portico::compose;
use store::{Columns, Db, Migrations, Options, Sql};
use tokio::task::block_in_place;

use super::random::Random;
use crate::{
    process::{self, Said},
    staged::{Staged, number},
    world::{START, blank},
};

/// How the files are read.
const MAPPING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../blueprints/wholesale/online-retail-ii.toml");

/// Documents in a file, and lines in each.
const DOCUMENTS: u32 = 150;
const LINES: u32 = 2;

/// People in an older database.
const PEOPLE: i64 = 400;

/// The parts there were in the beginning; of each, the older database has the first step.
const FIRST: [&str; 9] = ["directory", "journal", "gateway", "mail", "front", "identity", "sync", "billing", "cases"];

/// When a command is killed: at any moment of the time it takes. What that is, is learnt.
struct Span(Duration);

impl Span {
    /// Runs it and kills it at some moment; gives what it said if it was done before.
    fn kills(&mut self, command: std::process::Command, random: &mut Random) -> Option<Said> {
        let moment = random.moment(self.0);
        let said = block_in_place(|| process::run_killed(command, moment));
        self.0 = match &said {
            Some(_) => moment.max(Duration::from_millis(50)),
            None => (self.0 * 5 / 4).min(Duration::from_secs(10)),
        };
        said
    }
}

/// A wholesaler's files, one after the other, each of them imported to its end.
pub struct Imports {
    span: Span,
    files: Vec<PathBuf>,
    is_done: bool,
}

impl Imports {
    pub fn new() -> Self {
        Self { span: Span(Duration::from_millis(1500)), files: Vec::new(), is_done: true }
    }

    /// Imports the file that is not done yet, or the next one, by the same call as before, and kills that. Tells
    /// whether it was in time.
    pub fn killed(&mut self, stage: &Staged, random: &mut Random) -> bool {
        if self.is_done {
            self.files.push(written(stage.folder.path(), self.files.len()));
            self.is_done = false;
        }
        let command = stage.command(&call(&self.files[self.files.len() - 1]));
        let Some(said) = self.span.kills(command, random) else { return true };
        assert!(said.done, "{} {}", said.out, said.err);
        self.is_done = true;
        false
    }

    /// Imports what is not done, and compares what came of all files with what they come to elsewhere, where nothing
    /// was killed.
    pub async fn end_as_elsewhere(&self, stage: &Staged, db: &Db) {
        let Some(last) = self.files.last() else { return };
        let said = block_in_place(|| process::run(stage.command(&call(last))));
        assert!(said.done, "{} {}", said.out, said.err);
        let (elsewhere, _kept) = blank().await;
        let folder = tempfile::tempdir().expect("a folder");
        for file in &self.files {
            let call = call(file);
            let command = process::portico(folder.path(), Some(&elsewhere.url), &call);
            let said = block_in_place(|| process::run(command));
            assert!(said.done, "{} {}", said.out, said.err);
        }
        let other = Db::open(&elsewhere).await.expect("the other database");
        let expected = books(&other).await;
        assert_eq!(expected.len(), self.files.len() * DOCUMENTS as usize);
        assert_eq!(books(db).await, expected);
        for table in ["billing_invoices", "billing_invoice_lines", "sync_marks", "sync_quarantine", "sync_lines"] {
            let count = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
            assert_eq!(number(db, &count).await, number(&other, &count).await, "{table}");
        }
        other.close().await.expect("closing");
    }
}

fn call(file: &Path) -> [&str; 3] {
    ["import", MAPPING, file.to_str().expect("a plain path")]
}

/// A file of invoices that no other file has.
fn written(folder: &Path, number: usize) -> PathBuf {
    let mut text = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n".to_owned();
    for document in 0..DOCUMENTS {
        for line in 0..LINES {
            let (invoice, code) = (600_000 + number * 1000 + document as usize, 20_000 + line);
            let (customer, quantity) = (13_000 + document % 40, 1 + (document + line) % 12);
            let rest = format!("{quantity},2009-12-01 07:45:00,2.{:02},{customer},United Kingdom", document % 100);
            writeln!(text, "{invoice},{code},PUMP GASKET,{rest}").expect("memory");
        }
    }
    let path = folder.join(format!("invoices{number}.csv"));
    std::fs::write(&path, text).expect("a file");
    path
}

/// What each invoice comes to: number, total, lines, and the customer.
async fn books(db: &Db) -> Vec<(String, i64, i64, String)> {
    let question = "SELECT i.number, i.total_minor, CAST(COUNT(*) AS BIGINT), a.reference FROM billing_invoices AS i \
                    JOIN billing_invoice_lines AS l ON l.invoice_id = i.id JOIN accounts AS a ON a.id = i.account_id \
                    GROUP BY i.id, i.number, i.total_minor, a.reference ORDER BY i.number";
    let found = db.unguarded().query(Sql::new(question)).await.expect("invoices");
    let rows = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        let (number, total) = (columns.take().expect("a number"), columns.take().expect("a total"));
        (number, total, columns.take().expect("a count"), columns.take().expect("a customer"))
    });
    rows.collect()
}

/// A database as the first release left it, which is being brought up to date.
pub struct Older {
    span: Span,
    database: Option<(Options, Option<tempfile::TempDir>)>,
}

impl Older {
    pub fn new() -> Self {
        Self { span: Span(Duration::from_millis(600)), database: None }
    }

    /// Brings it up to date and kills that; tells whether it was in time. What is up to date has kept everybody, and
    /// the next time there is another.
    pub async fn killed(&mut self, stage: &Staged, random: &mut Random) -> bool {
        let database = match self.database.take() {
            Some(database) => database,
            None => planted().await,
        };
        let command = migration(stage, &database.0);
        let Some(said) = self.span.kills(command, random) else {
            self.database = Some(database);
            return true;
        };
        assert!(said.done, "{} {}", said.out, said.err);
        is_whole(&database.0).await;
        false
    }

    /// Brings up to date what is not, by the same call as before.
    pub async fn ends(&mut self, stage: &Staged) {
        let Some((options, _kept)) = self.database.take() else { return };
        let said = block_in_place(|| process::run(migration(stage, &options)));
        assert!(said.done, "{} {}", said.out, said.err);
        is_whole(&options).await;
    }
}

fn migration(stage: &Staged, options: &Options) -> std::process::Command {
    process::portico(stage.folder.path(), Some(&options.url), &["db", "migrate"])
}

async fn planted() -> (Options, Option<tempfile::TempDir>) {
    let (options, kept) = blank().await;
    let db = Db::open(&options).await.expect("a database");
    let early = |part: &Migrations| FIRST.contains(&part.part);
    let first = |part: Migrations| Migrations { part: part.part, steps: &part.steps[..1] };
    let steps: Vec<Migrations> = compose::migrations().into_iter().filter(early).map(first).collect();
    assert_eq!(steps.len(), FIRST.len());
    db.migrate(&steps).await.expect("the first steps");
    let raw = db.unguarded();
    let account = uuid::Uuid::now_v7();
    let mut sql = Sql::new("INSERT INTO accounts (id, kind, name, name_fold, created_at) VALUES (");
    sql.bind(account).push(", 'company', 'Northgate', 'northgate', ").bind(START.micros()).push(")");
    raw.execute(sql).await.expect("an account");
    let people: Vec<_> = (0..PEOPLE).map(|_| uuid::Uuid::now_v7()).collect();
    let mut sql = Sql::new("INSERT INTO persons (id, name, name_fold, created_at) VALUES ");
    sql.join(", ", &people, |sql, person| {
        sql.push("(").bind(*person).push(", 'Ben', 'ben', ").bind(START.micros()).push(")");
    });
    raw.execute(sql).await.expect("people");
    let mut sql = Sql::new("INSERT INTO memberships (id, account_id, person_id, created_at) VALUES ");
    sql.join(", ", &people, |sql, person| {
        sql.push("(").bind(uuid::Uuid::now_v7()).push(", ").bind(account).push(", ").bind(*person);
        sql.push(", ").bind(START.micros()).push(")");
    });
    raw.execute(sql).await.expect("memberships");
    db.close().await.expect("closing");
    (options, kept)
}

/// Every step has run, once, and everybody is there under the name that a later step writes beside their membership.
async fn is_whole(options: &Options) {
    let db = Db::open(options).await.expect("the database");
    assert!(db.pending(&compose::migrations()).await.expect("the history").is_empty());
    let named = "SELECT CAST(COUNT(*) AS BIGINT) FROM memberships WHERE name = 'Ben'";
    assert_eq!(number(&db, named).await, PEOPLE);
    let brands = "SELECT CAST(COUNT(*) AS BIGINT) FROM brands";
    assert_eq!(number(&db, brands).await, 1);
    db.close().await.expect("closing");
}
