use kernel::Timestamp;

use crate::{Col, Column, Columns, Condition, Count, Object, Scope, Sql, StoreError, filter};

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
    /// Counts what may be seen of each of these values of a column, none further than `cap`, and tells when the latest
    /// came, if a column says so; all in one statement. A value that no row has is left out.
    ///
    /// # Errors
    /// The database's.
    pub async fn shares<C: Column>(
        &self,
        column: Col<R, C>,
        of: &[C],
        came: Option<Col<R, Option<Timestamp>>>,
        only: Option<&Condition<R>>,
        cap: u32,
    ) -> Result<Vec<Share<C>>, StoreError> {
        if of.is_empty() || self.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT one, COUNT(*), MAX(came) FROM (");
        for (index, value) in of.iter().enumerate() {
            sql.push(if index == 0 { "SELECT * FROM (SELECT t." } else { " UNION ALL SELECT * FROM (SELECT t." });
            sql.push(column.name).push(" AS one, ");
            match &came {
                Some(came) => sql.push("t.").push(came.name),
                None => sql.push("CAST(NULL AS bigint)"),
            };
            sql.push(" AS came FROM ").push(R::TABLE);
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
}
