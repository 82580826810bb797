#![expect(clippy::disallowed_methods, reason = "migrations are the machinery's")]

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{Backend, Column, Columns, Db, Sql, StoreError, Unguarded};

/// One step of a schema, as SQL that both databases read.
///
/// Types are PostgreSQL's names (`uuid`, `text`, `bigint`, `boolean`, `bytea`), which SQLite takes as they are. One
/// word stands for what differs: `{serial}`, a primary key that grows with each row. Time is always bound, never asked.
///
/// The previous release goes on beside the new one while instances are replaced, so a step adds only. What nothing uses
/// since some step, a later release takes away, in a step that names that one: `014_contract_012_old_totals`.
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
pub(crate) const LOCK: i64 = 0x0070_6f72_7469_636f;

/// What ran, by part and step, each with the print of its text.
type History = BTreeMap<(String, String), String>;

impl Db {
    /// Brings every part's tables up to date, part by part in the order given, all in one transaction: when a step fails,
    /// or the program is killed meanwhile, the database is as it was. One that a newer program brought further stays so.
    /// Then PostgreSQL's tables get their policies, as [`crate::RowSecurity`] wants.
    ///
    /// # Errors
    /// [`StoreError::Migration`] naming the step that failed, or that policies are required and the
    /// role for them is missing; or as [`Self::pending`].
    pub async fn migrate(&self, parts: &[Migrations]) -> Result<Vec<Pending>, StoreError> {
        let work = self.begin().await?;
        work.exclusively(LOCK).await?;
        let raw = work.unguarded();
        raw.script(HISTORY).await?;
        let mut ran = Vec::new();
        for (pending, sql) in compare(parts, history(raw).await?)?.0 {
            run(raw, &pending, sql).await?;
            ran.push(pending);
        }
        work.commit().await?;
        self.raise_fence().await?;
        Ok(ran)
    }

    /// The steps that have not run yet.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when a step that ran has since been changed, or when a newer program took away what this
    /// one needs.
    pub async fn pending(&self, parts: &[Migrations]) -> Result<Vec<Pending>, StoreError> {
        let (pending, _) = compare(parts, history(self.unguarded()).await?)?;
        Ok(pending.into_iter().map(|(pending, _)| pending).collect())
    }

    /// What a newer program did to the database that this one does not know of, as `step of part`. It added to it only,
    /// so this program goes on.
    ///
    /// # Errors
    /// As [`Self::pending`].
    pub async fn ahead(&self, parts: &[Migrations]) -> Result<Vec<String>, StoreError> {
        Ok(compare(parts, history(self.unguarded()).await?)?.1)
    }
}

async fn history(raw: Unguarded<'_>) -> Result<History, StoreError> {
    let sql = match raw.backend() {
        Backend::Sqlite => "SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_master WHERE name = 'migrations'",
        Backend::Postgres => {
            "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_tables WHERE tablename = 'migrations' AND schemaname = current_schema()"
        }
    };
    let exists = raw.query(Sql::new(sql)).await?;
    if exists.first().map(|row| i64::take(&mut Columns::of(row))).transpose()? == Some(0) {
        return Ok(BTreeMap::new());
    }
    let found = raw.query(Sql::new("SELECT part, step, fingerprint FROM migrations")).await?;
    let done = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        Ok(((columns.take()?, columns.take()?), columns.take()?))
    });
    done.collect()
}

/// The steps that are still to be made, each with what it does, and the names of those that only a newer program knows.
type Compared = (Vec<(Pending, &'static str)>, Vec<String>);

/// The steps to run, with their texts; and those that ran and this program does not know.
fn compare(parts: &[Migrations], mut done: History) -> Result<Compared, StoreError> {
    let mut pending = Vec::new();
    for part in parts {
        for step in part.steps {
            match done.remove(&(part.part.to_owned(), step.name.to_owned())) {
                Some(print) if print != fingerprint(step.sql) => {
                    let problem =
                        format!("{} of {} was changed after it ran; write a new step instead", step.name, part.part);
                    return Err(StoreError::Migration(problem));
                }
                Some(_) => {}
                None => pending.push((Pending { part: part.part, step: step.name }, step.sql)),
            }
        }
    }
    if let Some((part, step)) = done.keys().find(|(part, step)| takes_away(parts, part, step)) {
        let problem =
            format!("{step} of {part} took away from the database what this program needs; start the newer program");
        return Err(StoreError::Migration(problem));
    }
    Ok((pending, done.keys().map(|(part, step)| format!("{step} of {part}")).collect()))
}

/// Whether a step this program does not know took away what it needs. Such a step says in its name since which one
/// nothing needs that any more: `014_contract_012_old_totals` leaves programs alone that know 012.
fn takes_away(parts: &[Migrations], part: &str, step: &str) -> bool {
    let Some((_, rest)) = step.split_once("_contract_") else { return false };
    let known = parts.iter().filter(|known| known.part == part).flat_map(|known| known.steps);
    let known = known.filter_map(|step| number(step.name)).max();
    known < number(rest) || number(rest).is_none()
}

/// The number a name begins with.
fn number(name: &str) -> Option<u32> {
    name.split('_').next()?.parse().ok()
}

async fn run(raw: Unguarded<'_>, pending: &Pending, sql: &str) -> Result<(), StoreError> {
    let Pending { part, step } = *pending;
    let serial = match raw.backend() {
        Backend::Sqlite => "integer PRIMARY KEY AUTOINCREMENT",
        Backend::Postgres => "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    };
    let ran = raw.script(&sql.replace("{serial}", serial)).await;
    ran.map_err(|error| {
        let why = whole(&error);
        StoreError::Migration(format!("{step} of {part} failed: {why}; the database is as it was before"))
    })?;
    let mut note = Sql::new("INSERT INTO migrations (part, step, fingerprint) VALUES (");
    note.bind(part).push(", ").bind(step).push(", ").bind(fingerprint(sql)).push(")");
    raw.execute(note).await?;
    Ok(())
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
