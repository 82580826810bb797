//! What commands must know of an account's people beyond the rows they hold, and what is kept in step with them.

#![expect(
    clippy::disallowed_methods,
    reason = "asked by the gate, about an account or membership that a command holds, or for letters that follow"
)]

use access::Account;
use kernel::{Id, Timestamp};
use store::{Columns, Db, Sql, StoreError, Work};

use crate::{AccessRequest, Membership, Person};

/// Whether somebody with this address, folded, is a member of the account now.
///
/// # Errors
/// The database's.
pub async fn is_member(work: &Work, account: Id<Account>, email_fold: &str) -> Result<bool, StoreError> {
    let mut sql = Sql::new(
        "SELECT m.id FROM addresses AS a JOIN memberships AS m ON m.person_id = a.person_id \
         WHERE a.verified_at IS NOT NULL AND m.ended_at IS NULL AND a.email_fold = ",
    );
    sql.bind(email_fold).push(" AND m.account_id = ").bind(account.uuid()).push(" LIMIT 1");
    Ok(!work.unguarded().query(sql).await?.is_empty())
}

/// Some members of an account who hold one of these roles. Whether they may do what it permits is for their rights to say:
/// it may be held for a while that is over.
///
/// # Errors
/// The database's.
pub async fn with_roles(
    db: &Db,
    account: Id<Account>,
    roles: &[&str],
    most: u32,
) -> Result<Vec<Id<access::Person>>, StoreError> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT DISTINCT m.person_id FROM memberships AS m JOIN holdings AS h ON h.membership_id = m.id \
         WHERE m.ended_at IS NULL AND m.account_id = ",
    );
    sql.bind(account.uuid()).push(" AND h.role IN (");
    sql.join(", ", roles, |sql, role| {
        sql.bind(*role);
    });
    sql.push(") ORDER BY m.person_id LIMIT ").push(&most.to_string());
    db.unguarded().query(sql).await?.iter().map(|row| Columns::of(row).take()).collect()
}

/// Whether nobody else in the account holds any of these roles now and without an end: what is held for a while leaves
/// the account by itself. Whoever asks keeps others who ask about the same account waiting until the command has ended;
/// so two who ask at once cannot both be told no.
///
/// # Errors
/// The database's.
pub async fn is_last_with(
    work: &Work,
    membership: &Membership,
    roles: &[&str],
    now: Timestamp,
) -> Result<bool, StoreError> {
    is_last_in(work, membership.account_id, membership.id, roles, now).await
}

/// The same of a member of an account that a command holds.
///
/// # Errors
/// The database's.
pub async fn is_last_in(
    work: &Work,
    account: Id<Account>,
    membership: Id<Membership>,
    roles: &[&str],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (high, low) = account.uuid().as_u64_pair();
    work.exclusively((high ^ low).cast_signed()).await?;
    if roles.is_empty() {
        return Ok(true);
    }
    let mut sql = Sql::new(
        "SELECT h.id FROM memberships AS m JOIN holdings AS h ON h.membership_id = m.id JOIN persons AS p \
         ON p.id = m.person_id WHERE m.ended_at IS NULL AND p.disabled_at IS NULL AND m.account_id = ",
    );
    sql.bind(account.uuid()).push(" AND m.id <> ").bind(membership.uuid()).push(" AND h.role IN (");
    sql.join(", ", roles, |sql, role| {
        sql.bind(*role);
    });
    sql.push(") AND (h.valid_from IS NULL OR h.valid_from <= ").bind(now.micros());
    sql.push(") AND h.valid_until IS NULL LIMIT 1");
    Ok(work.unguarded().query(sql).await?.is_empty())
}

/// Whether the member holds a role at the desk, too.
///
/// # Errors
/// The database's.
pub async fn is_of_staff(work: &Work, membership: &Membership, now: Timestamp) -> Result<bool, StoreError> {
    Ok(!roles_at_desk(work, membership.person_id, now).await?.is_empty())
}

/// Whether the member was locked out.
///
/// # Errors
/// The database's.
pub async fn is_locked_out(work: &Work, membership: &Membership) -> Result<bool, StoreError> {
    let found = work.unguarded().first(crate::Person::ID.is(&membership.person_id)).await?;
    Ok(found.is_some_and(|person| person.disabled_at.is_some()))
}

/// The roles somebody holds at the desk, or will hold there.
///
/// # Errors
/// The database's.
pub async fn roles_at_desk(work: &Work, person: Id<access::Person>, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let mut sql = Sql::new("SELECT h.role FROM holdings AS h WHERE h.account_id IS NULL AND h.person_id = ");
    sql.bind(person.uuid()).push(" AND (h.valid_until IS NULL OR h.valid_until > ").bind(now.micros()).push(")");
    work.unguarded().query(sql).await?.iter().map(|row| Columns::of(row).take()).collect()
}

/// By which membership of its own somebody belongs to an account now.
///
/// # Errors
/// The database's.
pub async fn membership_of(
    work: &Work,
    account: Id<Account>,
    person: Id<access::Person>,
) -> Result<Option<Membership>, StoreError> {
    let theirs = Membership::ACCOUNT_ID.is(&account).and(Membership::PERSON_ID.is(&person));
    work.unguarded().first(theirs.and(Membership::ENDED_AT.is_unknown())).await
}

/// What a member asked for last, of those requests for a role that were not granted. Whoever asks keeps others who ask
/// about the same account waiting until the command has ended; so nobody asks twice.
///
/// # Errors
/// The database's.
pub async fn last_asked(work: &Work, member: &Membership, role: &str) -> Result<Option<AccessRequest>, StoreError> {
    let (high, low) = member.account_id.uuid().as_u64_pair();
    work.exclusively((high ^ low).cast_signed()).await?;
    let theirs = AccessRequest::MEMBERSHIP_ID.is(&member.id).and(AccessRequest::ROLE.is(&role.to_owned()));
    let found = work.unguarded().find(theirs.and(AccessRequest::GRANTED_AT.is_unknown())).await?;
    Ok(found.into_iter().max_by_key(|request| (request.asked_at, request.id)))
}

/// Writes a person's name beside each of their memberships and of the keys they made.
///
/// # Errors
/// The database's.
pub async fn rename(work: &Work, person: &Person) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE memberships SET name = ");
    sql.bind(person.name.clone()).push(", name_fold = ").bind(person.name_fold.clone());
    sql.push(" WHERE person_id = ").bind(person.id.uuid());
    work.unguarded().execute(sql).await?;
    let mut sql = Sql::new("UPDATE api_keys SET made_by = ");
    sql.bind(person.name.clone()).push(" WHERE person_id = ").bind(person.id.uuid());
    work.unguarded().execute(sql).await?;
    Ok(())
}
