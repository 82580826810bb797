#![expect(clippy::disallowed_methods, reason = "a copy is of everything, whoever it belongs to")]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use journal::verify::{Verdict, verify};
use kernel::Message;
use serde::{Deserialize, Serialize};
use store::{Backend, Column, Columns, Db, Migrations, Sql, StoreError, Unguarded};

use crate::said::say;

/// What a database holds, as far as it can be counted: a copy that was put back holds the same.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Facts {
    /// The steps that have run, as `part/step`.
    pub migrations: Vec<String>,
    /// How many rows each table has.
    pub rows: BTreeMap<String, i64>,
    /// The number of the journal's last sealed entry.
    pub entries: i64,
    /// That entry's link.
    pub journal: String,
}

impl Facts {
    /// Counts everything, by one way to the database; in a transaction that sees one state, they are of that.
    pub(crate) async fn of(raw: Unguarded<'_>) -> anyhow::Result<Self> {
        let mut rows = BTreeMap::new();
        for table in tables(raw).await? {
            let count = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM \"{}\"", table.replace('"', "\"\""));
            let count = column(raw, &count).await?.into_iter().next().unwrap_or_default();
            rows.insert(table, count);
        }
        anyhow::ensure!(
            rows.contains_key("migrations") && rows.contains_key("journal_head"),
            say(&Message::new("backup-no-portal"))
        );
        let steps = "SELECT CAST(part || '/' || step AS TEXT) FROM migrations ORDER BY 1";
        let migrations = column(raw, steps).await?;
        let head = raw.query(Sql::new("SELECT seq, hash FROM journal_head")).await?;
        let (entries, journal) = match head.first() {
            Some(row) => {
                let mut columns = Columns::of(row);
                (columns.take()?, columns.take()?)
            }
            None => (0, String::new()),
        };
        Ok(Self { migrations, rows, entries, journal })
    }

    /// What the database at hand holds otherwise than these say.
    fn differ(&self, found: &Self) -> Vec<String> {
        let mut differ = Vec::new();
        if self.migrations != found.migrations {
            differ.push(say(&Message::new("backup-differs-program")));
        }
        let names: BTreeSet<&String> = self.rows.keys().chain(found.rows.keys()).collect();
        for table in names {
            let (said, is) = (self.rows.get(table), found.rows.get(table));
            if said != is {
                let number = |count: Option<&i64>| match count {
                    Some(count) => count.to_string(),
                    None => say(&Message::new("backup-differs-none")),
                };
                let rows = Message::new("backup-differs-rows").with("table", table.as_str());
                differ.push(say(&rows.with("found", number(is)).with("said", number(said))));
            }
        }
        if (self.entries, &self.journal) != (found.entries, &found.journal) {
            let ends = Message::new("backup-differs-journal").with("found", found.entries);
            differ.push(say(&ends.with("said", self.entries)));
        }
        differ
    }
}

/// Proves that a database is the one a copy was made of: what it holds, then, brought up to date, each link of the
/// journal. Tells how many steps that took.
pub(crate) async fn prove(db: &Db, said: &Facts, parts: &[Migrations]) -> anyhow::Result<usize> {
    if db.backend() == Backend::Sqlite {
        let faults: Vec<String> = column(db.unguarded(), "PRAGMA integrity_check").await?;
        let damaged = Message::new("backup-file-damaged").with("says", faults.join("; "));
        anyhow::ensure!(faults == ["ok"], say(&damaged));
    }
    let differ = said.differ(&Facts::of(db.unguarded()).await?);
    anyhow::ensure!(differ.is_empty(), say(&Message::new("backup-differs").with("says", differ.join("; "))));
    let ran = db.migrate(parts).await.with_context(|| say(&Message::new("backup-not-migrated")))?;
    match verify(db, None).await? {
        Verdict::Whole { entries, .. } if entries == said.entries => {}
        Verdict::Whole { entries, .. } => {
            let short = Message::new("backup-journal-short").with("found", entries);
            anyhow::bail!(say(&short.with("said", said.entries)))
        }
        Verdict::Broken { seq, fault } => {
            let broken = Message::new("backup-journal-broken").with("entry", seq);
            anyhow::bail!(say(&broken.with("fault", fault.word())))
        }
    }
    if let Err(broken) = journal::verify_logs(db).await? {
        let says = Message::new("backup-log-broken").with("log", broken.log);
        anyhow::bail!(say(&says.with("batch", broken.batch)));
    }
    Ok(ran.len())
}

/// Every table of ours.
pub(crate) async fn tables(raw: Unguarded<'_>) -> Result<Vec<String>, StoreError> {
    let sql = match raw.backend() {
        Backend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        }
        Backend::Postgres => {
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        }
    };
    column(raw, sql).await
}

/// The first column of an answer.
pub(crate) async fn column<C: Column>(raw: Unguarded<'_>, sql: &str) -> Result<Vec<C>, StoreError> {
    raw.query(Sql::new(sql)).await?.iter().map(|row| Columns::of(row).take()).collect()
}
