//! The way out to whom somebody else names: companies' sign-in providers, receivers of webhooks, apps that say at an
//! address of their own who they are.
//!
//! Whoever names a host chooses where this program goes. So its addresses are looked up once, each is looked at, and
//! the connection goes to one of those that passed and to no other: a name that points elsewhere a moment later gains
//! nothing. Nobody is followed anywhere else. How long all that may take, and how much of the answer is read, whoever
//! asks says.

mod resolver;
mod way;

pub use resolver::{Resolver, SystemResolver};
pub use way::{Fault, Line, Own, Place, Way};
