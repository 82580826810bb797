//! Who may do what. Decides on facts; knows no database.
//!
//! *Roles are data*: [`RoleBook`] resolves a [`Principal`]'s memberships, mandate and dates to [`Facts`] for one
//! action. *Policies are conditions*: [`Policies`] reads those facts together with the row's and answers twice,
//! once for one row ([`Policies::decide`]) and once for a list ([`Policies::filter`]); a test holds the two together.

mod caller;
mod facts;
mod filter;
mod grammar;
mod known_tree;
mod memory;
mod policies;
mod principal;
mod residual;
mod roles;
mod schema;

pub use caller::{Caller, Rights};
pub use facts::{Atom, Facts, RowFacts, Side};
pub use filter::Filter;
pub use known_tree::KnownTree;
pub use policies::{Decision, Policies, PolicyError};
pub use principal::{Acting, Actor, Holding, Mandate, Principal};
pub use roles::{Grant, Pattern, Reach, Role, RoleBook};
pub use schema::{ActionSpec, Fact, FactKind, ObjectType};

/// Noun of an id: a customer organisation.
#[derive(Debug)]
pub enum Account {}
/// Noun of an id: a human being.
#[derive(Debug)]
pub enum Person {}
/// Noun of an id: a key by which a program acts.
#[derive(Debug)]
pub enum ApiKey {}
/// Noun of an id: a browser somebody is signed in with.
#[derive(Debug)]
pub enum Session {}
/// Noun of an id: a link to one record.
#[derive(Debug)]
pub enum RecordLink {}
/// Noun of an id: the way by which an account's people come in through their company.
#[derive(Debug)]
pub enum Connection {}
/// Noun of an id: what a company's directory shows when it tells who its people are.
#[derive(Debug)]
pub enum ScimToken {}
/// Noun of an id: one front door.
#[derive(Debug)]
pub enum Brand {}

impl kernel::Noun for Account {
    const NAME: &'static str = "Account";
}
impl kernel::Noun for Person {
    const NAME: &'static str = "Person";
}
impl kernel::Noun for ApiKey {
    const NAME: &'static str = "ApiKey";
}
impl kernel::Noun for Session {
    const NAME: &'static str = "Session";
}
impl kernel::Noun for RecordLink {
    const NAME: &'static str = "RecordLink";
}
impl kernel::Noun for Connection {
    const NAME: &'static str = "Connection";
}
impl kernel::Noun for ScimToken {
    const NAME: &'static str = "ScimToken";
}
impl kernel::Noun for Brand {
    const NAME: &'static str = "Brand";
}

/// The relation every account-owned row has to the acting account's tree; see [`Reach::Tree`].
pub const TREE: &str = "tree";
