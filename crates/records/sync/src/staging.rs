//! The lines of a run, by document, between the file and the services: in the database, so that memory stays bounded
//! and a run can be taken up again.

#![expect(clippy::disallowed_methods, reason = "staged lines are scratch of the import itself")]

mod load;
mod read;

use std::collections::BTreeMap;

use kernel::Timestamp;
use store::{Columns, Db, Sql, Unguarded, Work};

pub(crate) use load::load;
pub(crate) use read::stage;

use crate::{ImportError, Run, RunState, shape::LineFault};

/// A line on its way.
pub(crate) struct Staged {
    pub key: String,
    pub file: usize,
    pub line: i64,
    pub fault: LineFault,
    /// Its fields, as a JSON array.
    pub fields: String,
}

/// Writes a batch of lines and how far the run is with them, in one transaction.
async fn write(db: &Db, run: &mut Run, batch: &[Staged], now: Timestamp) -> Result<(), ImportError> {
    let work = db.begin().await?;
    let raw = work.unguarded();
    let mut numbers = known(raw, run, batch).await?;
    let mut fresh: Vec<(i64, &str)> = Vec::new();
    for line in batch {
        if !numbers.contains_key(line.key.as_str()) {
            let number = run.documents + count(fresh.len()) + 1;
            numbers.insert(line.key.clone(), number);
            fresh.push((number, &line.key));
        }
    }
    if !fresh.is_empty() {
        raw.execute(documents(run, &fresh)).await?;
    }
    raw.execute(lines(run, batch, &numbers)).await?;
    let (staged, documents) = (run.staged + count(batch.len()), run.documents + count(fresh.len()));
    let mut sql = Sql::new("UPDATE sync_runs SET staged = ");
    sql.bind(staged).push(", documents = ").bind(documents).push(", touched_at = ").bind(now.micros());
    sql.push(" WHERE id = ").bind(run.id.uuid()).push(" AND state = ").bind(RunState::Staging.word());
    sql.push(" AND staged = ").bind(run.staged);
    // Whoever finds the run elsewhere than it left it is not alone.
    if raw.execute(sql).await? == 0 {
        return Err(ImportError::Overtaken);
    }
    work.commit().await?;
    (run.staged, run.documents, run.touched_at) = (staged, documents, now);
    Ok(())
}

/// The documents of this batch that have lines already, by their keys.
async fn known(raw: Unguarded<'_>, run: &Run, batch: &[Staged]) -> Result<BTreeMap<String, i64>, ImportError> {
    let mut keys: Vec<&str> = batch.iter().map(|line| line.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut sql = Sql::new("SELECT key, number FROM sync_documents WHERE run_id = ");
    sql.bind(run.id.uuid()).push(" AND key IN (");
    sql.join(", ", keys, |sql, key| {
        sql.bind(key);
    });
    sql.push(")");
    let found = raw.query(sql).await?;
    let numbers = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        Ok((columns.take()?, columns.take()?))
    });
    numbers.collect()
}

fn documents(run: &Run, fresh: &[(i64, &str)]) -> Sql {
    let mut sql = Sql::new("INSERT INTO sync_documents (run_id, number, key) VALUES ");
    sql.join(", ", fresh, |sql, (number, key)| {
        sql.push("(").bind(run.id.uuid()).push(", ").bind(*number).push(", ").bind(*key).push(")");
    });
    sql
}

fn lines(run: &Run, batch: &[Staged], numbers: &BTreeMap<String, i64>) -> Sql {
    let mut sql = Sql::new("INSERT INTO sync_lines (run_id, document, file, line, fault, fields) VALUES ");
    sql.join(", ", batch, |sql, line| {
        let number = numbers.get(&line.key).copied().unwrap_or_default();
        sql.push("(").bind(run.id.uuid()).push(", ").bind(number).push(", ").bind(count(line.file)).push(", ");
        sql.bind(line.line).push(", ").bind(line.fault.number()).push(", ").bind(line.fields.as_str()).push(")");
    });
    sql
}

/// Throws away what was staged up to a document; in the transaction that has imported it.
pub(crate) async fn discard(work: &Work, run: &Run, up_to: i64) -> Result<(), store::StoreError> {
    for (table, column) in [("sync_lines", "document"), ("sync_documents", "number")] {
        let mut sql = Sql::new("DELETE FROM ");
        sql.push(table).push(" WHERE run_id = ").bind(run.id.uuid());
        sql.push(" AND ").push(column).push(" <= ").bind(up_to);
        work.unguarded().execute(sql).await?;
    }
    Ok(())
}

/// Ends a run whose files could not be read: nothing of it was imported, and nothing of it stays staged.
pub(crate) async fn fail(db: &Db, run: &Run, ended: &Run) -> Result<(), ImportError> {
    let work = db.begin().await?;
    discard(&work, run, i64::MAX).await?;
    work.unguarded().update(ended).await?;
    Ok(work.commit().await?)
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
