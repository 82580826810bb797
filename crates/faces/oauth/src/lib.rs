//! The authorisation server: how people let programs of others act for them (OAuth 2.1), without giving away a key.
//!
//! What somebody allows an app is a *key* of theirs that names the app (`directory::ApiKey::client_id`): bound to one
//! account and to the actions chosen, never more than they may at that moment, ended with their access, seen and ended by
//! the account's admins beside all other keys. The app never holds that key; it shows tokens that change, each a part of
//! it. So the interface, the gate and the journal know nothing new.
//!
//! - A code counts once, for a minute, for whoever began (PKCE, S256 alone). A refresh token counts once. One that is shown
//!   again was stolen from somebody: the whole key ends.
//! - Nobody is sent to an address that is not the app's own, to the letter; only the port of a loopback address is free.
//! - An app is registered at the desk, or says who it is at an address that is its name (client id metadata document);
//!   the desk takes either off. Let in again by the same person for the same account, it begins anew.
//! - Whatever is changed is a command at the gate: by the person, or by the app about its own key.
//!
//! No crate carries this: `oxide-auth` (0.6) brings a server whose flows are driven by its own traits for storage without
//! transactions, and knows no refresh reuse, resource indicators, metadata or client id documents; `oauth2` and
//! `openidconnect` are for clients. What is left is little: hashes of random tokens, one S256 comparison, and refusals.

mod clients;
mod commands;
mod events;
mod forms;
mod grants;
#[cfg(test)]
mod hostile;
mod metadata;
mod pages;
mod pkce;
mod queries;
mod redirects;
mod request;
mod texts;
mod tokens;

use axum::{
    Router,
    routing::{get, post},
};
use front::Shared;
use gateway::Service;

pub use clients::Documents;
pub use commands::{
    AllowApp, Allowed, AppError, EndApp, ExchangeToken, GiveBack, IssueToken, Issued, NewApp, ReadmitApp, RegisterApp,
    RemoveApp,
};
pub use events::{AppAllowed, AppRegistered, AppReplayed};
pub use grants::grants;
pub use pages::pages;
pub use queries::{AppLine, ListApps, ListOwnApps, OwnApp};
pub use texts::TEXTS;

/// Where a person's browser is sent to, so that they may say yes.
const AUTHORIZE: &str = "/oauth/authorize";
/// Where tokens are given.
const TOKEN: &str = "/oauth/token";
/// Where they are given back.
const REVOCATION: &str = "/oauth/revocation";

/// Programs of others.
pub fn service() -> Service {
    Service::named("apps")
        .policy("oauth/policy.cedar", include_str!("../policy.cedar"))
        .object::<directory::App>()
        .secluded::<directory::App>()
        .command::<RegisterApp>()
        .command::<RemoveApp>()
        .command::<ReadmitApp>()
        .command::<AllowApp>()
        .command::<EndApp>()
        .command::<ExchangeToken>()
        .command::<IssueToken>()
        .command::<GiveBack>()
        .query::<ListApps>()
        .query::<ListOwnApps>()
}

/// What apps ask themselves, without a person's browser.
pub fn router(site: &Shared) -> Router {
    Router::new()
        .route(TOKEN, post(tokens::give))
        .route(REVOCATION, post(tokens::take_back))
        .route("/.well-known/oauth-authorization-server", get(metadata::server))
        .route(api::METADATA, get(metadata::resource))
        .route(&format!("{}{}", api::METADATA, api::BASE), get(metadata::resource))
        .with_state(Shared::clone(site))
}
