#![expect(clippy::disallowed_methods, reason = "migrations are the machinery's")]

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{Backend, Column, Columns, Db, Sql, StoreError};

/// One step of a schema, as SQL that both databases read.
///
/// Types are PostgreSQL's names (`uuid`, `text`, `bigint`, `boolean`, `bytea`), which SQLite takes as they are. One
/// word stands for what differs: `{serial}`, a primary key that grows with each row. Time is always bound, never asked.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its name, beginning with its number: `001_accounts`.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// The migrations of one part of the program, in order.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The part: `directory`, `journal`, a service.
    pub part: &'static str,
    /// Its steps.
    pub steps: &'static [Migration],
}

/// A step that has not run yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The part.
    pub part: &'static str,
    /// The step.
    pub step: &'static str,
}

/// PostgreSQL's advisory lock under which instances take turns to migrate: "portico" in ASCII.
const LOCK: i64 = 0x0070_6f72_7469_636f;

impl Db {
    /// Brings every part's tables up to date, part by part in the order given; each step is one transaction.
    ///
    /// # Errors
    /// [`StoreError::Migration`] naming the step that failed, or a step in the database that this program has not.
    pub async fn migrate(&self, parts: &[Migrations]) -> Result<Vec<Pending>, StoreError> {
        let work = self.begin().await?;
        work.exclusively(LOCK).await?;
        work.unguarded().script(HISTORY).await?;
        work.commit().await?;
        let mut ran = Vec::new();
        for pending in self.pending(parts).await? {
            let step = parts.iter().filter(|part| part.part == pending.part).flat_map(|part| part.steps);
            let Some(step) = step.clone().find(|step| step.name == pending.step) else { continue };
            if self.step(pending.part, step).await? {
                ran.push(pending);
            }
        }
        Ok(ran)
    }

    /// The steps that have not run yet.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when the database is ahead of this program, or a step that ran has since been changed.
    pub async fn pending(&self, parts: &[Migrations]) -> Result<Vec<Pending>, StoreError> {
        let mut done = self.history().await?;
        let mut pending = Vec::new();
        for part in parts {
            for step in part.steps {
                match done.remove(&(part.part.to_owned(), step.name.to_owned())) {
                    Some(print) if print != fingerprint(step.sql) => {
                        let problem = format!(
                            "{} of {} was changed after it ran; write a new step instead",
                            step.name, part.part
                        );
                        return Err(StoreError::Migration(problem));
                    }
                    Some(_) => {}
                    None => pending.push(Pending { part: part.part, step: step.name }),
                }
            }
        }
        if let Some((part, step)) = done.keys().next() {
            let problem =
                format!("the database has {step} of {part}, which this program does not know; start the newer program");
            return Err(StoreError::Migration(problem));
        }
        Ok(pending)
    }

    async fn history(&self) -> Result<BTreeMap<(String, String), String>, StoreError> {
        let sql = match self.backend() {
            Backend::Sqlite => "SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_master WHERE name = 'migrations'",
            Backend::Postgres => {
                "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_tables WHERE tablename = 'migrations' AND schemaname = current_schema()"
            }
        };
        let exists = self.unguarded().query(Sql::new(sql)).await?;
        if exists.first().map(|row| i64::take(&mut Columns::of(row))).transpose()? == Some(0) {
            return Ok(BTreeMap::new());
        }
        let found = self.unguarded().query(Sql::new("SELECT part, step, fingerprint FROM migrations")).await?;
        let done = found.iter().map(|row| {
            let mut columns = Columns::of(row);
            Ok(((columns.take()?, columns.take()?), columns.take()?))
        });
        done.collect()
    }

    async fn step(&self, part: &'static str, step: &Migration) -> Result<bool, StoreError> {
        let work = self.begin().await?;
        let raw = work.unguarded();
        work.exclusively(LOCK).await?;
        let mut claim = Sql::new("INSERT INTO migrations (part, step, fingerprint) VALUES (");
        claim
            .bind(part)
            .push(", ")
            .bind(step.name)
            .push(", ")
            .bind(fingerprint(step.sql))
            .push(") ON CONFLICT DO NOTHING");
        if raw.execute(claim).await? == 0 {
            return Ok(false);
        }
        let serial = match self.backend() {
            Backend::Sqlite => "integer PRIMARY KEY AUTOINCREMENT",
            Backend::Postgres => "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        };
        let ran = raw.script(&step.sql.replace("{serial}", serial)).await;
        ran.map_err(|error| StoreError::Migration(format!("{} of {part} failed: {}", step.name, whole(&error))))?;
        work.commit().await?;
        Ok(true)
    }
}

const HISTORY: &str = "CREATE TABLE IF NOT EXISTS migrations (part text NOT NULL, step text NOT NULL, \
                       fingerprint text NOT NULL, PRIMARY KEY (part, step))";

/// Tells two texts of a step apart; the step is ours, so nobody forges it.
fn fingerprint(sql: &str) -> String {
    let hash = sql
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

fn whole(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
