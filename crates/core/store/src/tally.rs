use kernel::Timestamp;

use crate::{Col, Column, Columns, Condition, Object, Scope, Sql, StoreError, filter};

/// Rows that say the same in two columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<C, D> {
    /// What they say.
    pub by: (C, D),
    /// How many they are.
    pub rows: u64,
    /// When the latest of them came.
    pub latest: Timestamp,
}

impl<A, R: Object> Scope<A, R> {
    /// Counts what may be seen, apart by what two columns say; no more than `cap` rows in all.
    ///
    /// # Errors
    /// The database's.
    pub async fn tally<C: Column, D: Column>(
        &self,
        (one, other): (Col<R, C>, Col<R, D>),
        came: Col<R, Timestamp>,
        only: &Condition<R>,
        cap: u32,
    ) -> Result<Vec<Tally<C, D>>, StoreError> {
        let mut sql = Sql::new("SELECT one, other, COUNT(*), MAX(came) FROM (SELECT t.");
        sql.push(one.name).push(" AS one, t.").push(other.name).push(" AS other, t.").push(came.name);
        sql.push(" AS came FROM ").push(R::TABLE).push(" AS t WHERE ");
        filter::condition::<R>(&mut sql, "t", self.filter(), &self.facts);
        sql.push(" AND ");
        only.write(&mut sql, "t");
        sql.push(&format!(" LIMIT {cap}) AS few GROUP BY one, other"));
        let found = self.query(sql).await?;
        let tallies = found.iter().map(|row| {
            let mut columns = Columns::of(row);
            let by = (columns.take()?, columns.take()?);
            let rows: i64 = columns.take()?;
            Ok(Tally { by, rows: u64::try_from(rows).unwrap_or(0), latest: columns.take()? })
        });
        tallies.collect()
    }
}
