//! Who an address belongs to.
#![expect(clippy::disallowed_methods, reason = "people are looked for before there is a principal")]

use access::Person;
use directory::Address;
use kernel::{Id, Timestamp};
use store::{Columns, Lock, Row as _, Sql, StoreError, Unguarded, Work};
use uuid::Uuid;

/// Somebody who may sign in with an address, and how well we know the browser that asks.
#[derive(Clone)]
pub struct Known {
    /// Who.
    pub person: Id<Person>,
    /// Their name.
    pub name: String,
    /// The hash of their password, if they have one.
    pub phc: Option<String>,
    /// Whether they signed in with this browser before.
    pub from_known_browser: bool,
    /// Whether they signed in from this network before.
    pub from_known_network: bool,
    /// Whether they ever signed in.
    pub has_been_here: bool,
}

/// Who may sign in with this address: it is verified, and the person may sign in at all. One statement, which costs
/// the same whatever it finds.
///
/// # Errors
/// The database's.
pub async fn by_address(
    raw: Unguarded<'_>,
    email_fold: &str,
    browser_hash: &str,
    network: &str,
) -> Result<Option<Known>, StoreError> {
    let mut sql = known_columns(browser_hash, network);
    // There is a row either way, and what is asked of a person is asked of nobody, too.
    sql.push(" FROM (SELECT 1 AS one) AS o LEFT JOIN addresses AS a ON a.verified_at IS NOT NULL AND a.email_fold = ");
    sql.bind(email_fold).push(" LEFT JOIN persons AS p ON p.id = a.person_id AND p.disabled_at IS NULL");
    sql.push(" LEFT JOIN identity_passwords AS w ON w.person_id = p.id");
    first_known(raw, sql).await
}

/// Somebody whose key says who they are, if they may sign in at all; it stays so until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn by_person(
    work: &Work,
    person: Id<Person>,
    browser_hash: &str,
    network: &str,
) -> Result<Option<Known>, StoreError> {
    work.lock([Lock { table: directory::Person::TABLE, id: person.uuid(), shared: true }]).await?;
    let mut sql = known_columns(browser_hash, network);
    sql.push(" FROM persons AS p LEFT JOIN identity_passwords AS w ON w.person_id = p.id ");
    sql.push("WHERE p.disabled_at IS NULL AND p.id = ").bind(person.uuid());
    first_known(work.unguarded(), sql).await
}

fn known_columns(browser_hash: &str, network: &str) -> Sql {
    let mut sql = Sql::new("SELECT p.id, p.name, w.phc, ");
    seen(&mut sql, Some(("browser_hash", browser_hash)));
    sql.push(", ");
    seen(&mut sql, Some(("network", network)));
    sql.push(", ");
    seen(&mut sql, None);
    sql
}

async fn first_known(raw: Unguarded<'_>, sql: Sql) -> Result<Option<Known>, StoreError> {
    let found = raw.query(sql).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let mut columns = Columns::of(row);
    let (person, name): (Option<Id<Person>>, Option<String>) = (columns.take()?, columns.take()?);
    let Some((person, name)) = person.zip(name) else { return Ok(None) };
    Ok(Some(Known {
        person,
        name,
        phc: columns.take()?,
        from_known_browser: columns.take::<i64>()? != 0,
        from_known_network: columns.take::<i64>()? != 0,
        has_been_here: columns.take::<i64>()? != 0,
    }))
}

/// `1` if the person signed in before, with this in that column; else `0`.
fn seen(sql: &mut Sql, with: Option<(&str, &str)>) {
    sql.push("CASE WHEN EXISTS (SELECT 1 FROM identity_sign_ins AS s WHERE s.person_id = COALESCE(p.id, ");
    sql.bind(Uuid::nil()).push(")");
    if let Some((column, value)) = with {
        sql.push(" AND s.").push(column).push(" = ").bind(value);
    }
    sql.push(") THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END");
}

/// Where mail to somebody goes first: their main address, else one they have verified.
///
/// # Errors
/// The database's.
pub async fn main_address(raw: Unguarded<'_>, person: Id<Person>) -> Result<Option<Address>, StoreError> {
    let verified = raw.find(Address::PERSON_ID.is(&person).and(Address::VERIFIED_AT.is_known())).await?;
    Ok(verified.into_iter().max_by_key(|address| address.primary_since))
}

/// Writes down a new person, of this id, with one verified address.
///
/// # Errors
/// [`StoreError::Taken`] when somebody has verified the address meanwhile.
pub async fn add(
    raw: Unguarded<'_>,
    id: Id<Person>,
    name: &str,
    email: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    raw.insert(&directory::Person {
        id,
        name: name.to_owned(),
        name_fold: directory::fold(name),
        created_at: now,
        disabled_at: None,
    })
    .await?;
    raw.insert(&Address {
        id: crate::fresh(),
        person_id: id,
        email: email.to_owned(),
        email_fold: directory::fold(email),
        verified_at: Some(now),
        primary_since: Some(now),
    })
    .await
}
