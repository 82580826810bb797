#![expect(clippy::disallowed_methods, reason = "roles are read by the machinery that decides on rights")]

use access::{Grant, Role, RoleBook};
use kernel::Id;
use macros::Row;
use store::{Db, Json, StoreError, Work};

/// A role as it is stored.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "roles", kind = "role", read = "roles.read")]
pub struct RoleRow {
    /// Its id.
    pub id: Id<RoleRow>,
    /// Its name, unique.
    pub name: String,
    /// Whether it is for the company's own people.
    pub staff: bool,
    /// What it permits.
    pub grants: Json<Vec<Grant>>,
}

/// A number that all instances agree on.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "generations")]
pub struct Generation {
    /// Its id.
    pub id: Id<Generation>,
    /// Of what: `rights`, `brand`.
    pub name: String,
    /// The number; it only grows.
    pub value: i64,
}

/// Every role there is.
///
/// # Errors
/// The database's.
pub async fn load_roles(db: &Db) -> Result<RoleBook, StoreError> {
    let rows = db.unguarded().find(RoleRow::ID.is_known()).await?;
    Ok(RoleBook::new(rows.into_iter().map(|row| Role {
        name: row.name.into(),
        staff: row.staff,
        grants: row.grants.0,
    })))
}

/// Held by whoever writes roles, so that two instances that start at once do not both plant one.
const ROLES: i64 = 0x0072_6f6c_6573_0001;

/// Writes roles by name, and tells every instance that rights have changed.
///
/// # Errors
/// The database's.
pub async fn keep_roles(work: &Work, roles: &[Role]) -> Result<(), StoreError> {
    let raw = work.unguarded();
    work.exclusively(ROLES).await?;
    for role in roles {
        let known = raw.first(RoleRow::NAME.is(&role.name.to_string())).await?;
        let id = known.as_ref().map_or_else(|| Id::from_uuid(uuid::Uuid::now_v7()), |known| known.id);
        let row = RoleRow { id, name: role.name.to_string(), staff: role.staff, grants: Json(role.grants.clone()) };
        if known.is_some() {
            raw.update(&row).await?;
        } else {
            raw.insert(&row).await?;
        }
    }
    grow(work, "rights").await
}

/// The present generation of `name`; 0 when nothing has changed yet.
///
/// # Errors
/// The database's.
pub async fn generation(db: &Db, name: &str) -> Result<i64, StoreError> {
    let found = db.unguarded().first(Generation::NAME.is(&name.to_owned())).await?;
    Ok(found.map_or(0, |generation| generation.value))
}

/// The generation of rights, as this transaction sees it.
///
/// # Errors
/// The database's.
pub async fn generation_in(work: &Work) -> Result<u64, StoreError> {
    let found = work.unguarded().first(Generation::NAME.is(&"rights".to_owned())).await?;
    Ok(found.map_or(0, |generation| u64::try_from(generation.value).unwrap_or(0)))
}

/// Lets the generation of `name` grow, so that every instance notices once this is committed.
///
/// # Errors
/// The database's.
pub async fn grow(work: &Work, name: &str) -> Result<(), StoreError> {
    let mut sql = store::Sql::new("INSERT INTO generations (id, name, value) VALUES (");
    sql.bind(uuid::Uuid::now_v7()).push(", ").bind(name).push(", 1)");
    sql.push(" ON CONFLICT (name) DO UPDATE SET value = generations.value + 1");
    work.unguarded().execute(sql).await?;
    Ok(())
}
