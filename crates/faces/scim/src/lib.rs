//! SCIM 2.0 at `/scim/v2` (RFC 7643, RFC 7644): a company's directory tells who its people are, who belongs to which
//! group, and who left.
//!
//! What it promises, each with a test in `tests/it/scim`:
//! - A directory knows members of its own account only, with an address of a domain that DNS says is the account's, and
//!   nobody of the staff. Everybody else answers as absent.
//! - Whoever it says has left is out at once: sessions and keys open nothing at their next request.
//! - A group gives roles that the account's admin has mapped to it, or that whoever made the token might give; what was
//!   given by hand it does not take. The last who looks after access stays, and so does whoever holds more than the
//!   connection gives.
//! - What was changed since it was read is left alone.
//!
//! The directory shows a token, which is a principal with a mandate of its own and no role (`directory::provisioning`).
//! All it does are commands at the gate, each to the account; all it reads are lists under a scope.

mod call;
mod commands;
mod error;
mod fault;
mod filter;
mod holder;
#[cfg(test)]
mod hostile;
mod narrow;
mod queries;
mod resource;
mod routes;
mod rows;
mod schema;
mod texts;
mod version;
mod wanted;

use gateway::Service;
use store::{Migration, Migrations};

pub use commands::{
    AddGroup, AddPerson, ChangeGroup, ChangePerson, GroupAdded, GroupChanged, GroupRemoved, PersonAdded, PersonChanged,
    PersonRemoved, RemoveGroup, RemovePerson,
};
pub use error::ScimError;
pub use queries::{GroupShown, ListGroups, ListPeople, Named, Part, PersonShown};
pub use routes::router;
pub use rows::{
    AccountHolding, AccountMember, GroupMember, GroupOfMember, MemberOfGroup, ScimGroup, ScimPerson, ScimUser,
};
pub use texts::TEXTS;

/// What directories tell; it points into the tables of the directory and of signing in.
pub const MIGRATIONS: Migrations = Migrations {
    part: "scim",
    steps: &[Migration { name: "001_scim", sql: include_str!("../migrations/001_scim.sql") }],
};

/// What a company's directory does. No role may: only the token has a mandate for it.
pub fn service() -> Service {
    Service::named("scim")
        .migrations(MIGRATIONS)
        .object::<ScimPerson>()
        .object::<ScimGroup>()
        .secluded::<ScimPerson>()
        .secluded::<ScimGroup>()
        .command::<AddPerson>()
        .command::<ChangePerson>()
        .command::<RemovePerson>()
        .command::<AddGroup>()
        .command::<ChangeGroup>()
        .command::<RemoveGroup>()
        .query::<ListPeople>()
        .query::<ListGroups>()
}
