//! Signing in through one's company: each account brings its own provider (OpenID Connect or SAML) and, behind the same
//! connection, the directory that tells who its people are (see the crate `scim`); found by the domain of an address or
//! by an address of its own.
//!
//! What it promises, each with a test in `tests/it/sso` or `tests/it/saml`:
//! - A connection lets in members of its own account only, with an address of a domain that DNS says is the account's.
//!   Staff never come in by one.
//! - Who somebody is, is what their provider calls them: an address alone links nobody but a member who has proved it.
//! - Who signs out here is led on to sign out there; and whom their provider signs out, by whichever protocol, is out.
//! - Whether a door is shown depends on the domain typed, never on the person.
//! - An admin of the account keeps a way in by mail, whatever the account demands.

mod answers;
mod attempt;
mod back_channel;
mod begun;
mod commands;
mod domain;
mod doors;
mod first;
mod follow;
#[cfg(test)]
mod hostile;
mod jwt;
mod keys;
mod leaving;
mod outside;
mod people;
mod provider;
mod proving;
mod queries;
mod records;
mod rows;
mod sign_on;
mod single_logout;

use axum::Router;
use front::Shared;
use gateway::Service;

pub use commands::{
    CheckDomain, ClaimDomain, DisableSignOn, EnableSignOn, MakeScimToken, MapRole, NewScimToken, ReleaseDomain,
    RevokeScimToken, SetUpSaml, SetUpSignOn, SsoError, TestSignOn, UnmapRole,
};
pub use domain::DomainName;
pub use follow::followers;
pub use keys::next_key;
pub use outside::{Outside, OutsideError, Strangers};
pub use proving::recheck;
pub use queries::{ConnectionShown, DomainShown, RoleShown, SamlShown, ShowSignOn, SignOnShown, TokenShown};
pub use records::{Dns, TextRecords, Unanswered};
pub use rows::{
    ConnectionKind, Endpoints, HeldAnswer, LogoutToken, SamlKey, SignOn, SsoConnection, SsoDomain, SsoIdentity,
    SsoRole, UsedAssertion,
};

pub(crate) use answers::finish as finish_saml;
pub(crate) use attempt::{Attempt, CALLBACK, LIFETIME};
pub(crate) use begun::{metadata_path, portal, saml_address};
pub(crate) use commands::may_give;
pub(crate) use doors::{attach, by_slug, came_by, goes_on, must_use, of_address, sealed_for};
pub(crate) use leaving::{Leaves, leaves_by};
pub(crate) use sign_on::{Back, SignOnError, finish};

/// What can be wrong with a connection when it is tested.
pub(crate) const FAULTS: [&str; 4] = ["unreachable", "not_allowed", "unreadable", "other_issuer"];

/// What can be wrong with a domain when its proof is looked for.
pub(crate) const DOMAIN_FAULTS: [&str; 3] = ["missing", "unanswered", "taken"];

/// How an account's people sign in through their company.
pub fn service() -> Service {
    Service::named("sso")
        .policy("identity/sso.cedar", include_str!("../sso.cedar"))
        .query::<ShowSignOn>()
        .command::<SetUpSignOn>()
        .command::<SetUpSaml>()
        .command::<TestSignOn>()
        .command::<EnableSignOn>()
        .command::<DisableSignOn>()
        .command::<ClaimDomain>()
        .command::<CheckDomain>()
        .command::<ReleaseDomain>()
        .command::<MapRole>()
        .command::<UnmapRole>()
        .command::<MakeScimToken>()
        .command::<RevokeScimToken>()
}

/// What is no page: where companies sign their people out, and where their answers are brought.
pub fn router(site: &Shared, outside: &Outside) -> Router {
    back_channel::router(site, outside).merge(answers::router(site)).merge(single_logout::router(site))
}
