use std::marker::PhantomData;

use access::Account;
use kernel::{Currency, Date, Id, Money};

use crate::{Col, Column, Columns, Condition, Object, Scope, Sql, StoreError, filter};

/// What is added up in one walk over the rows: amounts, by currency, for each account, by how far a day lies, and by
/// what holds of them.
pub struct Totals<R> {
    amounts: Vec<&'static str>,
    currency: &'static str,
    each: Option<&'static str>,
    buckets: Option<(&'static str, Vec<Date>)>,
    asked: Vec<Condition<R>>,
    days: Option<&'static str>,
    condition: Option<Condition<R>>,
    of: PhantomData<fn() -> R>,
}

/// One sum: of one currency, in one bucket, of rows of which the same holds. Amounts in two currencies are never added.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Total {
    /// Whose, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Id<Account>>,
    /// The sum.
    pub amount: Money,
    /// The sums of the further columns, in the order in which they were asked for. What is unknown adds nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Money>,
    /// Which bucket: 0 before the first edge, n at or after the nth; nothing where the day is unknown.
    pub bucket: Option<usize>,
    /// What was asked of the rows, and whether it holds of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<bool>,
    /// The first and the last of their days, where those were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<(Date, Date)>,
    /// Of how many rows.
    pub rows: u64,
}

impl<R> Totals<R> {
    /// Adds up a column of minor units, by the currency beside it.
    pub fn of(amount: Col<R, i64>, currency: Col<R, Currency>) -> Self {
        Self {
            amounts: vec![amount.name],
            currency: currency.name,
            each: None,
            buckets: None,
            asked: Vec::new(),
            days: None,
            condition: None,
            of: PhantomData,
        }
    }

    /// Adds up a further column, in the same currency.
    #[must_use]
    pub fn and(mut self, amount: Col<R, i64>) -> Self {
        self.amounts.push(amount.name);
        self
    }

    /// Apart for each account.
    #[must_use]
    pub fn each(mut self, account: Col<R, Id<Account>>) -> Self {
        self.each = Some(account.name);
        self
    }

    /// Apart by where a day lies among these edges, given in ascending order.
    #[must_use]
    pub fn apart<C>(mut self, day: Col<R, C>, edges: Vec<Date>) -> Self {
        self.buckets = Some((day.name, edges));
        self
    }

    /// Apart by whether this holds; what cannot be known does not. At most 60 such questions.
    #[must_use]
    pub fn whether(mut self, condition: Condition<R>) -> Self {
        self.asked.push(condition);
        self
    }

    /// With the first and the last of these days.
    #[must_use]
    pub fn days(mut self, day: Col<R, Date>) -> Self {
        self.days = Some(day.name);
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
        sql.push(" AS bucket, ");
        flags(&mut sql, &totals.asked);
        sql.push(" AS flags, COUNT(*) AS counted");
        for amount in &totals.amounts {
            sql.push(", CAST(SUM(t.").push(amount).push(") AS BIGINT)");
        }
        if let Some(day) = totals.days {
            sql.push(", MIN(t.").push(day).push("), MAX(t.").push(day).push(")");
        }
        if let Some(account) = totals.each {
            sql.push(", t.").push(account);
        }
        sql.push(" FROM ").push(R::TABLE).push(" AS t WHERE ");
        filter::condition::<R>(&mut sql, "t", self.filter(), &self.facts);
        if let Some(condition) = &totals.condition {
            sql.push(" AND ");
            condition.write(&mut sql, "t");
        }
        sql.push(" GROUP BY 1, 2, 3");
        if let Some(account) = totals.each {
            sql.push(", t.").push(account);
        }
        sql.push(" ORDER BY 1, 2, 3");
        let found = self.query(sql).await?;
        found.iter().map(|row| totals.read(&mut Columns::of(row))).collect()
    }
}

impl<R> Totals<R> {
    fn read(&self, columns: &mut Columns<'_>) -> Result<Total, StoreError> {
        let currency: Currency = columns.take()?;
        let (bucket, flags, rows): (i64, i64, i64) = (columns.take()?, columns.take()?, columns.take()?);
        let mut sum = || Ok::<_, StoreError>(Money::new(columns.take::<Option<i64>>()?.unwrap_or(0), currency));
        let amount = sum()?;
        let more = self.amounts.iter().skip(1).map(|_| sum()).collect::<Result<_, _>>()?;
        let days = match self.days {
            Some(_) => columns.take::<Option<Date>>()?.zip(columns.take::<Option<Date>>()?),
            None => None,
        };
        let account = self.each.map(|_| columns.take()).transpose()?;
        let holds = (0..self.asked.len()).map(|place| flags & (1 << place) != 0).collect();
        let (bucket, rows) = (usize::try_from(bucket).ok(), u64::try_from(rows).unwrap_or(0));
        Ok(Total { account, amount, more, bucket, holds, days, rows })
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

/// A number with a bit for each condition that holds.
fn flags<R: Object>(sql: &mut Sql, asked: &[Condition<R>]) {
    sql.push("CAST(0 AS BIGINT)");
    for (place, condition) in asked.iter().enumerate() {
        sql.push(" + CASE WHEN ");
        condition.write(sql, "t");
        let bit = 1_i64 << place;
        sql.push(&format!(" THEN CAST({bit} AS BIGINT) ELSE CAST(0 AS BIGINT) END"));
    }
}
