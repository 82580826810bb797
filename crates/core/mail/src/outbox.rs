#![expect(clippy::disallowed_methods, reason = "the outbox page of a demo shows everybody's mail")]

use futures::future::{BoxFuture, ready};
use store::{Columns, Db, Row, Sql, StoreError};

use crate::{Letter, Transport, Trouble};

/// Where letters of a demo end: nothing leaves, every word stays readable.
pub struct Outbox;

impl Transport for Outbox {
    fn deliver<'a>(&'a self, _letter: &'a Letter) -> BoxFuture<'a, Result<(), Trouble>> {
        Box::pin(ready(Ok(())))
    }

    fn keeps_secrets(&self) -> bool {
        true
    }
}

/// The latest `rows` letters to anybody, newest first; for the outbox page of a demo and nothing else.
///
/// # Errors
/// The database's.
pub async fn recent(db: &Db, rows: u32) -> Result<Vec<Letter>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(&Letter::COLUMNS.join(", ")).push(" FROM mail_letters ORDER BY created_at DESC, id DESC LIMIT ");
    sql.push(&rows.to_string());
    let found = db.unguarded().query(sql).await?;
    found.iter().map(|row| Letter::read(&mut Columns::of(row))).collect()
}
