use crate::{
    Col, Column, Condition, Row, Sql, StoreError,
    db::{Backend, Link},
    filter, row,
};
use sea_orm::QueryResult;

/// Rows without a proof: for the machinery itself, never for a person's request.
///
/// Who may use it is listed in `docs/doors.md`; `clippy.toml` refuses it elsewhere.
#[derive(Clone, Copy)]
pub struct Unguarded<'a> {
    link: Link<'a>,
    backend: Backend,
}

/// SQLite takes 32,766 values in a statement, PostgreSQL 65,535; one bound for both.
pub(crate) const VALUES: usize = 30_000;

impl<'a> Unguarded<'a> {
    pub(crate) fn over(link: Link<'a>, backend: Backend) -> Self {
        Self { link, backend }
    }

    /// Which database answers.
    pub fn backend(self) -> Backend {
        self.backend
    }

    /// The rows for which `condition` holds, in the order of their ids.
    ///
    /// # Errors
    /// The database's.
    pub async fn find<R: Row>(self, condition: Condition<R>) -> Result<Vec<R>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        filter::columns::<R>(&mut sql);
        sql.push(" FROM ").push(R::TABLE).push(" AS t WHERE ");
        condition.write(&mut sql, "t");
        sql.push(" ORDER BY t.id");
        self.query(sql).await?.iter().map(row::read).collect()
    }

    /// The first such row.
    ///
    /// # Errors
    /// The database's.
    pub async fn first<R: Row>(self, condition: Condition<R>) -> Result<Option<R>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        filter::columns::<R>(&mut sql);
        sql.push(" FROM ").push(R::TABLE).push(" AS t WHERE ");
        condition.write(&mut sql, "t");
        sql.push(" ORDER BY t.id LIMIT 1");
        self.query(sql).await?.first().map(row::read).transpose()
    }

    /// The row with the greatest value in column `by`.
    ///
    /// # Errors
    /// The database's.
    pub async fn last<R: Row, C: Column>(
        self,
        condition: Condition<R>,
        by: Col<R, C>,
    ) -> Result<Option<R>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        filter::columns::<R>(&mut sql);
        sql.push(" FROM ").push(R::TABLE).push(" AS t WHERE ");
        condition.write(&mut sql, "t");
        sql.push(" ORDER BY t.").push(by.name).push(" DESC LIMIT 1");
        self.query(sql).await?.first().map(row::read).transpose()
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a unique value is in use.
    pub async fn insert<R: Row>(self, row: &R) -> Result<(), StoreError> {
        self.insert_all(std::slice::from_ref(row)).await
    }

    /// Adds rows, many in one statement.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a unique value is in use.
    pub async fn insert_all<R: Row>(self, rows: &[R]) -> Result<(), StoreError> {
        for chunk in rows.chunks(VALUES / R::COLUMNS.len()) {
            self.execute(insert(chunk)).await?;
        }
        Ok(())
    }

    /// Adds a row unless a unique value is in use; tells whether it did.
    ///
    /// # Errors
    /// The database's.
    pub async fn insert_if_new<R: Row>(self, row: &R) -> Result<bool, StoreError> {
        let mut sql = insert(std::slice::from_ref(row));
        sql.push(" ON CONFLICT DO NOTHING");
        Ok(self.execute(sql).await? == 1)
    }

    /// Writes every column of a row anew; tells whether there was one.
    ///
    /// # Errors
    /// The database's.
    pub async fn update<R: Row>(self, row: &R) -> Result<bool, StoreError> {
        Ok(self.execute(update(row)).await? == 1)
    }

    /// Removes the rows for which `condition` holds; tells how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete<R: Row>(self, condition: Condition<R>) -> Result<u64, StoreError> {
        let mut sql = Sql::new("DELETE FROM ");
        sql.push(R::TABLE).push(" WHERE ");
        condition.write(&mut sql, R::TABLE);
        self.execute(sql).await
    }

    /// Runs a statement of our own; tells how many rows it touched.
    ///
    /// # Errors
    /// The database's.
    pub async fn execute(self, sql: Sql) -> Result<u64, StoreError> {
        self.link.execute(sql, self.backend).await
    }

    /// Runs a question of our own.
    ///
    /// # Errors
    /// The database's.
    pub async fn query(self, sql: Sql) -> Result<Vec<QueryResult>, StoreError> {
        self.link.query(sql, self.backend).await
    }

    /// Runs several statements, as migrations do.
    ///
    /// # Errors
    /// The database's.
    pub async fn script(self, text: &str) -> Result<(), StoreError> {
        self.link.script(text).await
    }
}

pub(crate) fn insert<R: Row>(rows: &[R]) -> Sql {
    let mut sql = Sql::new("INSERT INTO ");
    sql.push(R::TABLE).push(" (").push(&R::COLUMNS.join(", ")).push(") VALUES ");
    sql.join(", ", rows, |sql, row| {
        sql.push("(");
        sql.join(", ", row.write(), |sql, value| {
            sql.bind(value);
        });
        sql.push(")");
    });
    sql
}

pub(crate) fn update<R: Row>(row: &R) -> Sql {
    let mut sql = Sql::new("UPDATE ");
    sql.push(R::TABLE).push(" SET ");
    let changed = R::COLUMNS.iter().zip(row.write()).skip(1);
    sql.join(", ", changed, |sql, (column, value)| {
        sql.push(column).push(" = ").bind(value);
    });
    sql.push(" WHERE id = ").bind(row.id().uuid());
    sql
}
