use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
};

use access::Caller;
use kernel::Id;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::{
    Fence, Granted, Held, Object, Refused, Sql, StoreError, Target, Tx, Unguarded,
    db::{Backend, Link},
    filter, observed,
    proof::Proof,
    row,
    standing::Standing,
    turn::Taken,
};

/// One transaction of the write path: rows are locked and permitted in it, changed in it, and it commits as one.
pub struct Work {
    tx: DatabaseTransaction,
    /// Given back after the transaction has ended.
    _turn: Option<Taken>,
    backend: Backend,
    standing: Standing,
    /// Whether a part has begun; the last one stays open, and ends with the transaction.
    parts: AtomicBool,
}

/// A row to be locked, and how firmly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lock {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub id: Uuid,
    /// Whether it will only be read: shared with other readers, closed to writers.
    pub shared: bool,
}

impl Work {
    pub(crate) fn over(tx: DatabaseTransaction, turn: Option<Taken>, backend: Backend, standing: Standing) -> Self {
        Self { tx, _turn: turn, backend, standing, parts: AtomicBool::new(false) }
    }

    /// Locks rows in one fixed order, whoever asks, so that two transactions never wait for each other.
    ///
    /// SQLite has one writer and needs no row locks.
    ///
    /// # Errors
    /// [`StoreError::Collided`] if the database broke a knot by ending this transaction.
    pub async fn lock(&self, locks: impl IntoIterator<Item = Lock>) -> Result<(), StoreError> {
        if self.backend == Backend::Sqlite {
            return Ok(());
        }
        let mut ordered: BTreeMap<(&'static str, Uuid), bool> = BTreeMap::new();
        for lock in locks {
            let shared = ordered.entry((lock.table, lock.id)).or_insert(lock.shared);
            *shared &= lock.shared;
        }
        for ((table, id), shared) in ordered {
            let mut sql = Sql::new("SELECT 1 FROM ");
            sql.push(table).push(" WHERE id = ").bind(id).push(if shared {
                " FOR SHARE"
            } else {
                " FOR NO KEY UPDATE"
            });
            self.link().query(sql, self.backend).await?;
        }
        Ok(())
    }

    /// Waits until nobody else holds this number, and holds it until the transaction ends. For what no row stands for:
    /// the shape of a tree, the end of a log. SQLite's one writer has it anyway.
    ///
    /// # Errors
    /// The database's.
    pub async fn exclusively(&self, number: i64) -> Result<(), StoreError> {
        if self.backend == Backend::Postgres {
            let mut sql = Sql::new("SELECT pg_advisory_xact_lock(");
            sql.bind(number).push(")");
            self.link().query(sql, self.backend).await?;
        }
        Ok(())
    }

    /// Loads the row and decides on it as it now is, and keeps it so. Where several are needed,
    /// [`Self::lock`] them first, in the fixed order.
    ///
    /// # Errors
    /// [`Refused::Hidden`] when there is no such row or nothing of it may be known, [`Refused::Forbidden`] when it may
    /// be read but this may not be done.
    pub async fn permit<R: Object>(
        &self,
        caller: &Caller,
        action: &str,
        id: Id<R::Noun>,
    ) -> Result<Held<'_, R>, Refused> {
        let facts = caller.facts(action);
        let mut sql = filter::select_flagged::<R>(&facts);
        sql.push(" WHERE t.id = ").bind(id.uuid());
        if self.backend == Backend::Postgres {
            // No proof without a lock; a weaker one would do, a stronger one would stop rows that point here.
            sql.push(" FOR NO KEY UPDATE OF t");
        }
        let found = self.link_within(Fence::around(caller)).query(sql, self.backend).await?;
        let found = found.first().map(row::read_flagged::<R>).transpose()?;
        let proof = Proof::decide(caller, action, found)?;
        Ok(Held::new(proof))
    }

    /// Permits `action` on every target and hands out the proof for it, marked `A`. The gateway pairs the two.
    ///
    /// # Errors
    /// As [`Self::permit`], for the first target that is refused.
    pub async fn grant<A, On: Target>(
        &self,
        caller: &Caller,
        action: &str,
        ids: &[Uuid],
    ) -> Result<Granted<'_, A, On>, Refused> {
        On::permit(self, caller, action, ids).await.map(Granted::over)
    }

    /// What a command may write through, limited to the tables it declares.
    pub fn tables<W>(&self, caller: &Caller) -> Tx<'_, W> {
        Tx::over(self, caller.clone())
    }

    /// Reads and writes without proof inside this transaction; named and linted like [`crate::Db::unguarded`].
    pub fn unguarded(&self) -> Unguarded<'_> {
        Unguarded::over(self.link(), self.backend)
    }

    /// Reads and writes what the database itself lets somebody, with no filter of ours; as [`crate::Db::unfiltered`].
    pub fn unfiltered(&self, fence: Fence) -> Unguarded<'_> {
        Unguarded::over(self.link_within(Some(fence)), self.backend)
    }

    /// Begins a part that may be undone by itself, until the next one begins.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin_part(&self) -> Result<(), StoreError> {
        // The part before is closed on the same way: each way to the database costs as much as what is asked there.
        let before = if self.parts.swap(true, Ordering::Relaxed) { "RELEASE SAVEPOINT part; " } else { "" };
        self.tx.execute_unprepared(&format!("{before}SAVEPOINT part")).await?;
        Ok(())
    }

    /// Undoes the part begun last.
    ///
    /// # Errors
    /// The database's.
    pub async fn undo_part(&self) -> Result<(), StoreError> {
        // As it stands: after a failed statement nothing else could be asked before this.
        self.tx.execute_unprepared("ROLLBACK TO SAVEPOINT part").await?;
        self.standing.undone().await;
        Ok(())
    }

    /// Makes everything durable, at once.
    ///
    /// # Errors
    /// The database's; then nothing has happened.
    pub async fn commit(self) -> Result<(), StoreError> {
        let _told = observed::statement(self.backend, "COMMIT");
        Ok(self.tx.commit().await?)
    }

    /// Undoes everything. Dropping the work does the same, a little later.
    ///
    /// # Errors
    /// The database's, when it cannot even be told.
    pub async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.tx.rollback().await?)
    }

    fn link(&self) -> Link<'_> {
        self.link_within(None)
    }

    /// Where what is asked under a proof is asked.
    pub(crate) fn link_within(&self, fence: Option<Fence>) -> Link<'_> {
        Link::Work { tx: &self.tx, standing: &self.standing, fence }
    }

    pub(crate) fn backend(&self) -> Backend {
        self.backend
    }
}
