#![expect(clippy::disallowed_methods, reason = "the queue is the machinery's")]

use store::{Db, StoreError};

use crate::Letter;

/// Queues a letter that follows from the journal; one that lies there already is left as it is.
///
/// # Errors
/// The database's.
pub async fn queue(db: &Db, letter: &Letter) -> Result<(), StoreError> {
    db.unguarded().insert_if_new(letter).await.map(|_| ())
}
