use kernel::Timestamp;

use crate::{Col, Column, Columns, Condition, Count, Object, Scope, Sql, StoreError, filter};

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

/// What there is of one value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share<C> {
    /// The value.
    pub of: C,
    /// How many rows have it.
    pub count: Count,
    /// When the latest of those counted came; nothing where none of them says.
    pub latest: Option<Timestamp>,
}

impl<A, R: Object> Scope<A, R> {
    /// Counts what may be seen of each of these values of a column, none further than `cap`; all in one statement. A
    /// value that no row has is left out.
    ///
    /// # Errors
    /// The database's.
    pub async fn shares<C: Column, T>(
        &self,
        column: Col<R, C>,
        of: &[C],
        came: Col<R, T>,
        only: Option<&Condition<R>>,
        cap: u32,
    ) -> Result<Vec<Share<C>>, StoreError> {
        if of.is_empty() || self.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT one, COUNT(*), MAX(came) FROM (");
        for (index, value) in of.iter().enumerate() {
            sql.push(if index == 0 { "SELECT * FROM (SELECT t." } else { " UNION ALL SELECT * FROM (SELECT t." });
            sql.push(column.name).push(" AS one, t.").push(came.name).push(" AS came FROM ").push(R::TABLE);
            sql.push(" AS t WHERE ");
            filter::condition::<R>(&mut sql, "t", self.filter(), &self.facts);
            sql.push(" AND ");
            column.is(value).write(&mut sql, "t");
            if let Some(only) = only {
                sql.push(" AND ");
                only.write(&mut sql, "t");
            }
            sql.push(&format!(" LIMIT {}) AS b{index}", u64::from(cap) + 1));
        }
        sql.push(") AS few GROUP BY one");
        let found = self.query(sql).await?;
        let shares = found.iter().map(|row| {
            let mut columns = Columns::of(row);
            let of = columns.take()?;
            let counted = u64::try_from(columns.take::<i64>()?).unwrap_or(0);
            let count = Count { rows: counted.min(cap.into()), more: counted > cap.into() };
            Ok(Share { of, count, latest: columns.take()? })
        });
        shares.collect()
    }

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
