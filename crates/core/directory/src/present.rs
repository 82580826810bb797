//! Who somebody is behind the locks of a transaction, and for a letter that is written to them.
#![expect(clippy::disallowed_methods, reason = "this is where roles are read again for the gate")]

use std::collections::BTreeSet;

use access::{Account, Acting, Actor, Holding, Mandate, Person, Principal};
use kernel::{Id, Timestamp};
use store::{Backend, CLOSURE, Columns, Db, Lock, Row, Sql, StoreError, Unguarded, Work};

use crate::{ApiKey, Membership, ONESELF, RecordLink, ScimToken, Session, keys, links, provisioning, roles, view_as};

/// Somebody behind the locks of a transaction.
#[derive(Clone, Debug)]
pub struct Present {
    /// With the roles they hold now; with none when the person may no longer sign in, or its key was revoked.
    pub principal: Principal,
    /// What the person is called, where that was read with their roles.
    pub name: Option<String>,
    /// The generation of rights, as the transaction sees it.
    pub rights: u64,
}

/// Reads a person's roles again inside the transaction that will use them, and keeps them from changing until it
/// ends: rights that were taken away a moment ago do not count any more.
///
/// Gives the locks under which they stay as they are.
///
/// # Errors
/// The database's.
pub async fn own_locks(work: &Work, principal: &Principal) -> Result<Vec<Lock>, StoreError> {
    if work.unguarded().backend() == Backend::Sqlite {
        // Its one writer keeps everything as it is.
        return Ok(Vec::new());
    }
    let lock = |table, id| Lock { table, id, shared: true };
    if let Actor::Link(link) = &principal.actor {
        return Ok(vec![lock(RecordLink::TABLE, link.uuid())]);
    }
    if let Actor::Connection { token, .. } = &principal.actor {
        return Ok(vec![lock(ScimToken::TABLE, token.uuid())]);
    }
    let Some(person) = principal.person else { return Ok(Vec::new()) };
    let mut locks = vec![lock(crate::Person::TABLE, person.uuid())];
    if let Actor::Key(key) = &principal.actor {
        locks.push(lock(ApiKey::TABLE, key.uuid()));
    }
    if let Some(account) = principal.account() {
        let mut sql = Sql::new("SELECT m.id FROM memberships AS m JOIN ");
        sql.push(CLOSURE).push(" AS c ON c.ancestor_id = m.account_id WHERE m.person_id = ").bind(person.uuid());
        sql.push(" AND c.descendant_id = ").bind(account.uuid());
        for row in &work.unguarded().query(sql).await? {
            let id: Id<Membership> = Columns::of(row).take()?;
            locks.push(lock(Membership::TABLE, id.uuid()));
        }
    }
    Ok(locks)
}

/// The principal with the roles it holds now; with none when the person may no longer sign in, or its key was revoked.
/// A link and a company's directory have no roles: once theirs is revoked they may do nothing.
///
/// # Errors
/// The database's.
pub async fn refresh(work: &Work, principal: &Principal) -> Result<Principal, StoreError> {
    Ok(read_again(work, principal).await?.0)
}

/// The principal as [`refresh`] gives it, for what goes on for long: a file that is sent piece by piece. Once the session
/// is over in which it acts, the view in which it looks, or the time of its key, it holds no role.
///
/// # Errors
/// The database's.
pub async fn refreshed(db: &Db, principal: &Principal, now: Timestamp) -> Result<Principal, StoreError> {
    let work = db.begin().await?;
    let mut refreshed = refresh(&work, principal).await?;
    if !goes_on(&work, principal, now).await? {
        refreshed.holdings = Vec::new();
    }
    work.roll_back().await?;
    Ok(refreshed)
}

async fn goes_on(work: &Work, principal: &Principal, now: Timestamp) -> Result<bool, StoreError> {
    if let Actor::Key(key) = &principal.actor {
        return keys::has_time_left(work, *key, now).await;
    }
    let Some(session) = principal.session else { return Ok(true) };
    let found = work.unguarded().first(Session::ID.is(&session.cast())).await?;
    let is_open = found.is_some_and(|session| session.ended_at.is_none() && now < session.expires_at);
    Ok(is_open && (!principal.views_as() || view_as::is_in_force(work, session, principal, now).await?))
}

/// The principal as [`refresh`] gives it, with what the gate has to know besides.
///
/// # Errors
/// The database's.
pub async fn present(work: &Work, principal: &Principal) -> Result<Present, StoreError> {
    let (principal, learned) = read_again(work, principal).await?;
    let Learned { name, rights } = learned;
    let rights = match rights {
        Some(rights) => rights,
        None => roles::generation_in(work).await?,
    };
    Ok(Present { principal, name, rights })
}

/// What is learned with somebody's roles, if they hold any.
#[derive(Default)]
struct Learned {
    name: Option<String>,
    rights: Option<u64>,
}

async fn read_again(work: &Work, principal: &Principal) -> Result<(Principal, Learned), StoreError> {
    let mut refreshed = principal.clone();
    if let Actor::Link(link) = &principal.actor
        && !links::is_in_force(work, *link).await?
    {
        refreshed.mandate = Mandate::Only(BTreeSet::new());
    }
    if let Actor::Connection { token, .. } = &principal.actor
        && !provisioning::is_in_force(work, *token).await?
    {
        refreshed.mandate = Mandate::Only(BTreeSet::new());
    }
    let Some(person) = principal.person else { return Ok((refreshed, Learned::default())) };
    if let Actor::Key(key) = &principal.actor
        && !keys::is_in_force(work, *key).await?
    {
        refreshed.holdings = Vec::new();
        return Ok((refreshed, Learned::default()));
    }
    let (holdings, learned) = match principal.acting {
        Acting::Account(account) => current(work.unguarded(), person, Some(account)).await?,
        Acting::Desk => current(work.unguarded(), person, None).await?,
        Acting::Oneself if may_sign_in(work, person).await? => (vec![Holding::of(ONESELF, None)], Learned::default()),
        Acting::Oneself | Acting::Public | Acting::System => (Vec::new(), Learned::default()),
    };
    refreshed.holdings = holdings;
    Ok((refreshed, learned))
}

/// What a person is called now.
///
/// # Errors
/// The database's.
pub async fn name_in(work: &Work, person: Id<Person>) -> Result<Option<String>, StoreError> {
    let found = work.unguarded().first(crate::Person::ID.is(&person)).await?;
    Ok(found.map(|person| person.name))
}

/// Somebody acting for an account as a member of it or of one above it, with the roles they hold now; with none when
/// they have left or may no longer sign in. For letters, which are written as their reader could read what they tell of.
///
/// # Errors
/// The database's.
pub async fn member(db: &Db, person: Id<Person>, account: Id<Account>) -> Result<Principal, StoreError> {
    let (holdings, _) = current(db.unguarded(), person, Some(account)).await?;
    Ok(Principal::vouch(Actor::Person(person), Acting::Account(account), holdings))
}

/// Somebody acting at the desk, with the roles they hold now; with none when they have left or may no longer sign in.
/// For letters, as [`member`].
///
/// # Errors
/// The database's.
pub async fn staff(db: &Db, person: Id<Person>) -> Result<Principal, StoreError> {
    let (holdings, _) = current(db.unguarded(), person, None).await?;
    Ok(Principal::vouch(Actor::Person(person), Acting::Desk, holdings))
}

async fn may_sign_in(work: &Work, person: Id<Person>) -> Result<bool, StoreError> {
    let found = work.unguarded().first(crate::Person::ID.is(&person)).await?;
    Ok(found.is_some_and(|person| person.disabled_at.is_none()))
}

async fn current(
    raw: Unguarded<'_>,
    person: Id<Person>,
    acting: Option<Id<Account>>,
) -> Result<(Vec<Holding>, Learned), StoreError> {
    let mut sql = Sql::new(
        "SELECT p.name, (SELECT g.value FROM generations AS g WHERE g.name = 'rights'), h.account_id, h.role, \
         h.valid_from, h.valid_until FROM holdings AS h JOIN persons AS p ON p.id = h.person_id \
         WHERE p.disabled_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.id = h.membership_id AND m.ended_at IS NOT NULL) \
         AND h.person_id = ",
    );
    sql.bind(person.uuid());
    match acting {
        Some(account) => {
            sql.push(" AND h.account_id IN (SELECT c.ancestor_id FROM ").push(CLOSURE);
            sql.push(" AS c WHERE c.descendant_id = ").bind(account.uuid()).push(")");
        }
        None => {
            sql.push(" AND h.account_id IS NULL");
        }
    }
    if raw.backend() == Backend::Postgres {
        // A role that is being taken away is waited for; one that counts here stays until this has ended.
        sql.push(" FOR SHARE OF h");
    }
    let (mut holdings, mut learned) = (Vec::new(), Learned::default());
    for row in &raw.query(sql).await? {
        let mut columns = Columns::of(row);
        let (name, rights): (String, Option<i64>) = (columns.take()?, columns.take()?);
        // PostgreSQL may have waited for a role, and gives the generation there was before.
        let rights = rights.filter(|_| raw.backend() == Backend::Sqlite);
        learned = Learned { name: Some(name), rights: rights.map(|rights| u64::try_from(rights).unwrap_or(0)) };
        let account: Option<Id<Account>> = columns.take()?;
        let role: String = columns.take()?;
        holdings.push(Holding { role: role.into(), account, from: columns.take()?, until: columns.take()? });
    }
    Ok((holdings, learned))
}
