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
    /// What it permitted when the program last wrote it. While it is the same, nobody has changed the role here.
    pub shipped: Option<Json<Vec<Grant>>>,
}

impl RoleRow {
    fn is(&self, role: &Role) -> bool {
        self.staff == role.staff && self.grants.0 == role.grants
    }

    fn is_changed(&self, role: &Role) -> bool {
        self.staff != role.staff || self.shipped.as_ref() != Some(&self.grants)
    }
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
    Ok(book(db.unguarded().find(RoleRow::ID.is_known()).await?))
}

/// The same, as this transaction sees them.
///
/// # Errors
/// The database's.
pub async fn roles_in(work: &Work) -> Result<RoleBook, StoreError> {
    Ok(book(work.unguarded().find(RoleRow::ID.is_known()).await?))
}

fn book(rows: Vec<RoleRow>) -> RoleBook {
    RoleBook::new(rows.into_iter().map(|row| Role { name: row.name.into(), staff: row.staff, grants: row.grants.0 }))
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
        let (name, grants) = (role.name.to_string(), Json(role.grants.clone()));
        let row = RoleRow { id, name, staff: role.staff, grants: grants.clone(), shipped: Some(grants) };
        if known.is_some() {
            raw.update(&row).await?;
        } else {
            raw.insert(&row).await?;
        }
    }
    grow(work, "rights").await
}

/// Lets roles follow the program: `own` ones are as it says, whatever the database holds; `stock` ones are, for as long
/// as nobody has changed them here. Gives the names of changed ones to which the program now ships something else.
///
/// # Errors
/// The database's.
pub async fn follow_roles(work: &Work, own: &[Role], stock: &[Role]) -> Result<Vec<String>, StoreError> {
    work.exclusively(ROLES).await?;
    let rows: Vec<RoleRow> = work.unguarded().find(RoleRow::ID.is_known()).await?;
    let differs = own.iter().filter(|role| known(&rows, role).is_none_or(|row| !row.is(role)));
    let mut due: Vec<Role> = differs.cloned().collect();
    let mut left_alone = Vec::new();
    for role in stock {
        match known(&rows, role) {
            Some(row) if row.shipped.as_ref().is_some_and(|shipped| shipped.0 == role.grants) => {}
            // What somebody has made the same by hand is written too: from now on it follows again.
            Some(row) if row.is_changed(role) && !row.is(role) => left_alone.push(row.name.clone()),
            _ => due.push(role.clone()),
        }
    }
    if !due.is_empty() {
        keep_roles(work, &due).await?;
    }
    Ok(left_alone)
}

fn known<'r>(rows: &'r [RoleRow], role: &Role) -> Option<&'r RoleRow> {
    rows.iter().find(|row| row.name == role.name)
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
pub(crate) async fn generation_in(work: &Work) -> Result<u64, StoreError> {
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
