use std::marker::PhantomData;

use store::{Col, Column, Condition, Row, StoreError, Tables, Unguarded};

/// The derived tables of a projector: no proof is needed, since they say nothing that others do not.
pub struct Derived<'a, W> {
    raw: Unguarded<'a>,
    writes: PhantomData<fn() -> W>,
}

impl<'a, W> Derived<'a, W> {
    pub(super) fn over(raw: Unguarded<'a>) -> Self {
        Self { raw, writes: PhantomData }
    }

    /// Adds or replaces a row by its id.
    ///
    /// # Errors
    /// The database's.
    pub async fn put<R: Row, I>(&self, row: &R) -> Result<(), StoreError>
    where
        W: Tables<R, I>,
    {
        if self.raw.update(row).await? {
            return Ok(());
        }
        self.raw.insert(row).await
    }

    /// The first row for which `condition` holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn first<R: Row, I>(&self, condition: Condition<R>) -> Result<Option<R>, StoreError>
    where
        W: Tables<R, I>,
    {
        self.raw.first(condition).await
    }

    /// Removes rows.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete<R: Row, I>(&self, condition: Condition<R>) -> Result<u64, StoreError>
    where
        W: Tables<R, I>,
    {
        self.raw.delete(condition).await
    }

    /// Removes every row of a table.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete_all<R: Row, I, C: Column>(&self, id: Col<R, C>) -> Result<u64, StoreError>
    where
        W: Tables<R, I>,
    {
        self.raw.delete(id.is_known()).await
    }
}
