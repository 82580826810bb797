//! Keeps the account tree's closure in step; nobody else writes it.

#![expect(clippy::disallowed_methods, reason = "the closure is kept in one place, by the machinery")]

use access::Account;
use kernel::Id;
use store::{CLOSURE, Columns, Sql, StoreError, Work};

/// Held by whoever changes the tree's shape: two changes at once would each close over what the other one moves.
const SHAPE: i64 = 0x0074_7265_6500_0001;

/// Puts a new account below `parent`, or at the top.
///
/// # Errors
/// The database's.
pub async fn plant(work: &Work, account: Id<Account>, parent: Option<Id<Account>>) -> Result<(), StoreError> {
    work.exclusively(SHAPE).await?;
    let mut sql = Sql::new("INSERT INTO ");
    sql.push(CLOSURE)
        .push(" (ancestor_id, descendant_id) SELECT c.ancestor_id, a.id FROM accounts AS a, ")
        .push(CLOSURE);
    sql.push(" AS c WHERE a.id = ").bind(account.uuid()).push(" AND c.descendant_id = ").bind(parent.map(Id::uuid));
    sql.push(" UNION ALL SELECT a.id, a.id FROM accounts AS a WHERE a.id = ").bind(account.uuid());
    work.unguarded().execute(sql).await?;
    Ok(())
}

/// Moves an account, with all below it, to another place.
///
/// # Errors
/// [`StoreError::Fault`] when the new place lies within what is moved; the database's.
pub async fn transplant(work: &Work, account: Id<Account>, parent: Option<Id<Account>>) -> Result<(), StoreError> {
    work.exclusively(SHAPE).await?;
    if let Some(parent) = parent
        && is_below(work, parent, account).await?
    {
        return Err(StoreError::Fault("an account cannot become a part of itself"));
    }
    let raw = work.unguarded();
    let mut cut = Sql::new("DELETE FROM ");
    cut.push(CLOSURE).push(" WHERE descendant_id IN (SELECT descendant_id FROM ").push(CLOSURE);
    cut.push(" WHERE ancestor_id = ").bind(account.uuid()).push(") AND ancestor_id NOT IN (SELECT descendant_id FROM ");
    cut.push(CLOSURE).push(" WHERE ancestor_id = ").bind(account.uuid()).push(")");
    raw.execute(cut).await?;
    let mut graft = Sql::new("INSERT INTO ");
    graft
        .push(CLOSURE)
        .push(" (ancestor_id, descendant_id) SELECT up.ancestor_id, down.descendant_id FROM ")
        .push(CLOSURE);
    graft.push(" AS up, ").push(CLOSURE).push(" AS down WHERE up.descendant_id = ").bind(parent.map(Id::uuid));
    graft.push(" AND down.ancestor_id = ").bind(account.uuid());
    raw.execute(graft).await?;
    let mut point = Sql::new("UPDATE accounts SET parent_id = ");
    point.bind(parent.map(Id::uuid)).push(" WHERE id = ").bind(account.uuid());
    raw.execute(point).await?;
    Ok(())
}

/// Whether `account` lies in the tree below `root`, itself included.
///
/// # Errors
/// The database's.
pub async fn is_below(work: &Work, account: Id<Account>, root: Id<Account>) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM ");
    sql.push(CLOSURE)
        .push(" WHERE ancestor_id = ")
        .bind(root.uuid())
        .push(" AND descendant_id = ")
        .bind(account.uuid());
    let found = work.unguarded().query(sql).await?;
    let count = found.first().map(|row| Columns::of(row).take::<i64>()).transpose()?;
    Ok(count.is_some_and(|count| count > 0))
}
