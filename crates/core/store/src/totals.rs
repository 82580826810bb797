use std::marker::PhantomData;

use kernel::{Currency, Date, Money};

use crate::{Col, Column, Columns, Condition, Object, Scope, Sql, StoreError, filter};

/// What is added up: an amount, by currency, and by how far a day lies.
pub struct Totals<R> {
    amount: &'static str,
    currency: &'static str,
    buckets: Option<(&'static str, Vec<Date>)>,
    condition: Option<Condition<R>>,
    of: PhantomData<fn() -> R>,
}

/// One sum: of one currency, in one bucket. Amounts in two currencies are never added.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Total {
    /// The sum.
    pub amount: Money,
    /// Which bucket: 0 before the first edge, n at or after the nth; nothing where the day is unknown.
    pub bucket: Option<usize>,
    /// Of how many rows.
    pub rows: u64,
}

impl<R> Totals<R> {
    /// Adds up a column of minor units, by the currency beside it.
    pub fn of(amount: Col<R, i64>, currency: Col<R, Currency>) -> Self {
        Self { amount: amount.name, currency: currency.name, buckets: None, condition: None, of: PhantomData }
    }

    /// Apart by where a day lies among these edges, given in ascending order.
    #[must_use]
    pub fn apart<C>(mut self, day: Col<R, C>, edges: Vec<Date>) -> Self {
        self.buckets = Some((day.name, edges));
        self
    }

    /// Only of rows for which this holds.
    #[must_use]
    pub fn only(mut self, condition: Condition<R>) -> Self {
        self.condition = Some(condition);
        self
    }
}

impl<A, R: Object> Scope<A, R> {
    /// Sums over all that may be seen: the same rows that the list shows, page by page.
    ///
    /// # Errors
    /// The database's.
    pub async fn totals(&self, totals: Totals<R>) -> Result<Vec<Total>, StoreError> {
        let mut sql = Sql::new("SELECT t.");
        sql.push(totals.currency).push(" AS currency, ");
        bucket(&mut sql, totals.buckets.as_ref());
        sql.push(" AS bucket, CAST(SUM(t.")
            .push(totals.amount)
            .push(") AS BIGINT) AS amount, COUNT(*) AS counted FROM ");
        sql.push(R::TABLE).push(" AS t WHERE ");
        filter::condition::<R>(&mut sql, "t", self.filter(), &self.facts);
        if let Some(condition) = &totals.condition {
            sql.push(" AND ");
            condition.write(&mut sql, "t");
        }
        sql.push(" GROUP BY 1, 2 ORDER BY 1, 2");
        let found = self.query(sql).await?;
        let totals = found.iter().map(|row| {
            let mut columns = Columns::of(row);
            let currency: Currency = columns.take()?;
            let bucket: i64 = columns.take()?;
            let amount: i64 = columns.take()?;
            let rows: i64 = columns.take()?;
            Ok(Total {
                amount: Money::new(amount, currency),
                bucket: usize::try_from(bucket).ok(),
                rows: u64::try_from(rows).unwrap_or(0),
            })
        });
        totals.collect()
    }
}

fn bucket(sql: &mut Sql, buckets: Option<&(&'static str, Vec<Date>)>) {
    let Some((day, edges)) = buckets else {
        sql.push("CAST(0 AS BIGINT)");
        return;
    };
    sql.push("CASE WHEN t.").push(day).push(" IS NULL THEN CAST(-1 AS BIGINT)");
    for (index, edge) in edges.iter().enumerate() {
        sql.push(" WHEN t.").push(day).push(" < ").bind(edge.put()).push(&format!(" THEN CAST({index} AS BIGINT)"));
    }
    sql.push(&format!(" ELSE CAST({} AS BIGINT) END", edges.len()));
}
