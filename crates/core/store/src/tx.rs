#![expect(clippy::disallowed_methods, reason = "this is where proofs are made")]

use std::{
    collections::HashSet,
    marker::PhantomData,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use access::{Account, Acting, Caller, Principal};
use kernel::{Id, Timestamp};
use uuid::Uuid;

use crate::{
    Child, Column, Condition, Fence, Held, Object, Outline, Refused, Row, Sql, StoreError, Work, filter, row, unguarded,
};

/// A command's way to write: only the tables `W` that it declares, only rows it holds and parts of them.
pub struct Tx<'t, W> {
    work: &'t Work,
    fence: Option<Fence>,
    caller: Caller,
    homes: Vec<Id<Account>>,
    /// Rows that new rows may be parts of: those held, and those added or found through them.
    within: Mutex<HashSet<(&'static str, Uuid)>>,
    written: AtomicU64,
    writes: PhantomData<fn() -> W>,
}

/// Says that `R` stands at place `I` in a command's list of tables. The place lets the compiler find it.
pub trait Tables<R, I> {}

/// A place in a list of tables.
#[derive(Debug)]
pub struct At<const PLACE: usize>;

macro_rules! tables {
    ($params:tt: $($own:ident at $place:literal),+) => { $(tables!(@ $params $own $place);)+ };
    (@ ($($all:ident),+) $own:ident $place:literal) => {
        impl<$($all),+> Tables<$own, At<$place>> for ($($all,)+) {}
    };
}
tables!((A): A at 0);
tables!((A, B): A at 0, B at 1);
tables!((A, B, C): A at 0, B at 1, C at 2);
tables!((A, B, C, D): A at 0, B at 1, C at 2, D at 3);
tables!((A, B, C, D, E): A at 0, B at 1, C at 2, D at 3, E at 4);
tables!((A, B, C, D, E, F): A at 0, B at 1, C at 2, D at 3, E at 4, F at 5);
tables!((A, B, C, D, E, F, G): A at 0, B at 1, C at 2, D at 3, E at 4, F at 5, G at 6);
tables!((A, B, C, D, E, F, G, H): A at 0, B at 1, C at 2, D at 3, E at 4, F at 5, G at 6, H at 7);

impl<'t, W> Tx<'t, W> {
    pub(crate) fn over(work: &'t Work, caller: Caller) -> Self {
        Self {
            work,
            fence: Fence::around(&caller),
            caller,
            homes: Vec::new(),
            within: Mutex::default(),
            written: AtomicU64::new(0),
            writes: PhantomData,
        }
    }

    /// Names the objects the command holds: their accounts are those a customer's command may add to, and they are
    /// what new rows may be parts of.
    #[must_use]
    pub fn holding(mut self, outline: &Outline) -> Self {
        self.homes.extend(&outline.accounts);
        self.within().extend(outline.targets.iter().map(|(_, table, id)| (*table, *id)));
        self
    }

    /// How many statements have written so far.
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// When the command runs; one instant for all it writes.
    pub fn now(&self) -> Timestamp {
        self.caller.now
    }

    /// On whose behalf it runs.
    pub fn principal(&self) -> &Principal {
        &self.caller.principal
    }

    /// Who runs it, under which rights.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// A new id, later than those before it.
    pub fn new_id<T>(&self) -> Id<T> {
        let millis = u64::try_from(self.caller.now.micros() / 1000).unwrap_or(0);
        let born =
            uuid::Timestamp::from_unix_time(millis / 1000, u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000, 0, 0);
        Id::from_uuid(uuid::Uuid::new_v7(born))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a unique value is in use; [`StoreError::Fault`] when a customer's command would put a
    /// row into an account none of whose objects it holds.
    pub async fn insert<R: Row, I>(&self, row: R) -> Result<R, StoreError>
    where
        W: Tables<R, I>,
    {
        self.insert_all(std::slice::from_ref(&row)).await?;
        Ok(row)
    }

    /// Adds rows, many in one statement.
    ///
    /// # Errors
    /// As [`Self::insert`].
    pub async fn insert_all<R: Row, I>(&self, rows: &[R]) -> Result<(), StoreError>
    where
        W: Tables<R, I>,
    {
        for row in rows {
            self.must_be_home(row)?;
            self.within().insert((R::TABLE, row.id().uuid()));
        }
        for chunk in rows.chunks(unguarded::VALUES / R::COLUMNS.len()) {
            self.run(unguarded::insert(chunk)).await?;
        }
        Ok(())
    }

    /// Changes a row it holds; every column may change but the id and the account.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a unique value is in use; [`StoreError::Fault`] if the id or account was changed.
    pub async fn update<R: Row, I>(&self, held: &Held<'t, R>, change: impl FnOnce(&mut R)) -> Result<R, StoreError>
    where
        W: Tables<R, I>,
    {
        self.change::<R>(held, change).await
    }

    /// Changes a part of a row it holds.
    ///
    /// # Errors
    /// As [`Self::update`].
    pub async fn update_part<C: Child, I>(
        &self,
        part: &Part<'t, C>,
        change: impl FnOnce(&mut C),
    ) -> Result<C, StoreError>
    where
        W: Tables<C, I>,
    {
        self.change::<C>(&part.row, change).await
    }

    /// Removes a row it holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete<R: Row, I>(&self, held: Held<'t, R>) -> Result<(), StoreError>
    where
        W: Tables<R, I>,
    {
        self.remove::<R>(held.id()).await
    }

    /// Removes a part of a row it holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete_part<C: Child, I>(&self, part: Part<'t, C>) -> Result<(), StoreError>
    where
        W: Tables<C, I>,
    {
        self.remove::<C>(part.row.id()).await
    }

    /// The parts of a row it holds for which `condition` holds, by id.
    ///
    /// # Errors
    /// The database's.
    pub async fn parts<C: Child<Parent = R>, R: Object>(
        &self,
        of: &Held<'t, R>,
        condition: Option<Condition<C>>,
    ) -> Result<Vec<Part<'t, C>>, StoreError> {
        self.children(of.id(), condition).await
    }

    /// The parts of a part, in the same way.
    ///
    /// # Errors
    /// The database's.
    pub async fn parts_within<C: Child<Parent = R>, R: Object>(
        &self,
        of: &Part<'t, R>,
        condition: Option<Condition<C>>,
    ) -> Result<Vec<Part<'t, C>>, StoreError> {
        self.children(of.id(), condition).await
    }

    async fn children<C: Child>(
        &self,
        parent: Id<<C::Parent as Row>::Noun>,
        condition: Option<Condition<C>>,
    ) -> Result<Vec<Part<'t, C>>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        filter::columns::<C>(&mut sql);
        sql.push(" FROM ").push(C::TABLE).push(" AS t WHERE t.").push(C::PARENT).push(" = ").bind(parent.put());
        if let Some(condition) = condition {
            sql.push(" AND ");
            condition.write(&mut sql, "t");
        }
        sql.push(" ORDER BY t.id");
        let found = self.work.link_within(self.fence).query(sql, self.work.backend()).await?;
        let found: Vec<C> = found.iter().map(row::read).collect::<Result<_, _>>()?;
        self.within().extend(found.iter().map(|part| (C::TABLE, part.id().uuid())));
        Ok(found.into_iter().map(|row| Part { row, of: PhantomData }).collect())
    }

    async fn change<R: Row>(&self, current: &R, change: impl FnOnce(&mut R)) -> Result<R, StoreError> {
        let mut changed = current.clone();
        change(&mut changed);
        if changed.id() != current.id() {
            return Err(StoreError::Fault("a change would have named another row"));
        }
        if changed.account() != current.account() {
            return Err(StoreError::Fault("a change would have moved the row to another account"));
        }
        self.must_be_part_of_held(&changed)?;
        self.run(unguarded::update(&changed)).await?;
        Ok(changed)
    }

    async fn remove<R: Row>(&self, id: Id<R::Noun>) -> Result<(), StoreError> {
        let mut sql = Sql::new("DELETE FROM ");
        sql.push(R::TABLE).push(" WHERE id = ").bind(id.uuid());
        self.run(sql).await?;
        Ok(())
    }

    async fn run(&self, sql: Sql) -> Result<u64, StoreError> {
        self.written.fetch_add(1, Ordering::Relaxed);
        self.work.link_within(self.fence).execute(sql, self.work.backend()).await
    }

    fn within(&self) -> MutexGuard<'_, HashSet<(&'static str, Uuid)>> {
        self.within.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever is not of the house adds rows only to accounts whose objects they hold, and none without an account.
    fn must_be_home<R: Row>(&self, row: &R) -> Result<(), StoreError> {
        self.must_be_part_of_held(row)?;
        if matches!(self.caller.principal.acting, Acting::Desk | Acting::System) || R::ACCOUNT_COLUMN.is_none() {
            return Ok(());
        }
        match row.account() {
            Some(account) if self.homes.contains(&account) => Ok(()),
            Some(_) => Err(StoreError::Fault("a row would have been added to an account whose objects are not held")),
            None => Err(StoreError::Fault("a row would have been added to no account")),
        }
    }

    fn must_be_part_of_held<R: Row>(&self, row: &R) -> Result<(), StoreError> {
        match row.parent() {
            Some(parent) if !self.within().contains(&parent) => {
                Err(StoreError::Fault("a row would have become a part of something that is not held"))
            }
            _ => Ok(()),
        }
    }
}

/// An object that a command points at: it may be read, not changed.
pub struct Linked<'t, R>(Held<'t, R>);

impl<'t, W> Tx<'t, W> {
    /// The object behind a permitted link; rows may point at it and be parts of it.
    ///
    /// # Errors
    /// As [`Work::permit`].
    pub async fn point_at<R: Object>(&self, action: &str, id: Id<R::Noun>) -> Result<Linked<'t, R>, Refused> {
        self.work.permit::<R>(&self.caller, action, id).await.map(Linked)
    }
}

impl<R> std::ops::Deref for Linked<'_, R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.0
    }
}

/// A part of a held row: a line, a message.
pub struct Part<'t, C> {
    row: C,
    of: PhantomData<&'t Work>,
}

impl<C> std::ops::Deref for Part<'_, C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.row
    }
}
