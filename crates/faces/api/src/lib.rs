//! REST at `/api/v1`, from the registry: whatever is registered is there, with the path, the fields and the rights it
//! has everywhere else, but for what is one's own and what is done to keys and webhooks. Nothing else is known by its
//! name here.
//!
//! A program shows a key; the key is a principal with a mandate, and acts in the capacity that the address says:
//! `/api/v1/accounts/{acting}/…` for an account, `/api/v1/desk/…` at the desk. What is told is read by the operation's
//! own reader, so what it does not know is refused; problems come as RFC 9457 with a pointer to each field.
//!
//! An app that somebody let in by OAuth (`oauth`) shows an access token in its place; the token stands for a key.
//!
//! A key acts on the rights of the person who made it, as they are at that moment, and only with the actions chosen for
//! it; so it never does more than they may, and ends with their access.

mod answer;
mod call;
mod commands;
mod grants;
mod holder;
mod openapi;
mod pages;
mod queries;
mod routes;
mod texts;
mod told;

use gateway::Service;

pub use commands::{CreateDeskKey, CreateKey, KeyCreated, KeyError, KeyRevoked, NewKey, RevokeKey, may_choose};
pub use grants::grants;
pub use openapi::document;
pub use pages::{choices, in_words, pages, spelled_out};
pub use queries::{KeyLine, ListKeys};
pub use routes::{RoutesError, offers, router};
pub use texts::TEXTS;

/// Where the interface begins.
pub const BASE: &str = "/api/v1";

/// Where it stands who gives out tokens for the interface: below this, the interface's own path follows (RFC 9728).
pub const METADATA: &str = "/.well-known/oauth-protected-resource";

/// What every access token of an app begins with, so that it is known from a key.
pub const APP_MARK: &str = "porticoapp_";

/// The interface of a portal at this address, as those name it who say where a token is to count (RFC 8707).
pub fn audience(base_url: &str) -> String {
    format!("{base_url}{BASE}")
}

/// The keys by which programs act.
pub fn service() -> Service {
    Service::named("keys")
        .policy("api/policy.cedar", include_str!("../policy.cedar"))
        .object::<directory::ApiKey>()
        .secluded::<directory::ApiKey>()
        .command::<CreateKey>()
        .command::<CreateDeskKey>()
        .command::<RevokeKey>()
        .query::<ListKeys>()
}
