#![expect(clippy::disallowed_methods, reason = "numbers are given out by the gate, in the command's transaction")]

use store::{Columns, Sql, StoreError, Work};

/// The first number of a series: no reader takes it for a position in a list, and all look alike for a long time.
const FIRST: i64 = 10_001;

/// Takes the next number of a series.
pub(crate) async fn next(work: &Work, series: &str) -> Result<i64, StoreError> {
    let mut sql = Sql::new("INSERT INTO counters (name, value) VALUES (");
    sql.bind(series).push(", ").bind(FIRST);
    sql.push(") ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value");
    let found = work.unguarded().query(sql).await?;
    let next = found.first().map(|row| Columns::of(row).take()).transpose()?;
    next.ok_or(StoreError::Fault("a series gave no number"))
}
