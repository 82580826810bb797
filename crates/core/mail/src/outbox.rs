#![expect(clippy::disallowed_methods, reason = "the outbox page of a demo shows everybody's mail")]

use futures::future::{BoxFuture, ready};
use kernel::Id;
use store::{Columns, Db, Row, Sql, StoreError};

use crate::{Letter, State, Transport, Trouble};

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

/// The latest `rows` letters to anybody, newest first, or the latest of those before one of them; for the outbox page of a
/// demo and nothing else.
///
/// # Errors
/// The database's.
pub async fn recent(db: &Db, before: Option<Id<Letter>>, rows: u32) -> Result<Vec<Letter>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(&Letter::COLUMNS.join(", ")).push(" FROM mail_letters WHERE state <> ").bind(State::ToNobody.word());
    if let Some(before) = before {
        sql.push(" AND (created_at, id) < (SELECT b.created_at, b.id FROM mail_letters AS b WHERE b.id = ");
        sql.bind(before.uuid()).push(")");
    }
    sql.push(" ORDER BY created_at DESC, id DESC LIMIT ").push(&rows.to_string());
    let found = db.unguarded().query(sql).await?;
    found.iter().map(|row| Letter::read(&mut Columns::of(row))).collect()
}
