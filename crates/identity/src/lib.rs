//! Who: signing in, invitations, passwords, addresses, where one is signed in, and links to one record.
//!
//! Signing in happens before there is a principal, so it is the one part of Portico that people use without the gate:
//! `sign_in`, `letters_out`, `resets` and `welcome` do it, each over plain functions on rows (`passwords`, `throttles`,
//! `challenges`, `sessions`, `invitations`). What somebody then does to what is their own are commands like any other.
//!
//! Six promises, each with a test:
//! - What is answered, and how long it takes, does not depend on whether anybody has an address.
//! - Reading a page changes nothing: mail scanners follow links. A link works in the browser that asked for it only.
//! - No stranger's tries can keep a person out; see `limits`.
//! - Whoever is shut out, is so at their next request.
//! - Who has a second proof is not signed in before it is shown, by whichever way they came; and each counts once.
//! - A device that is remembered is spared the second proof at sign-in, and nothing else.
//!
//! Coming back from one's company (`sso`) is the one address that does something when it is read: what it brings counts
//! once, and in the browser that left for there. So does what a company's provider says about signing out, where it is
//! signed.

mod asker;
mod ceremony;
mod challenges;
mod commands;
mod device;
mod enrol;
mod error;
mod events;
mod factors;
mod follow;
#[cfg(test)]
mod hostile;
mod invitations;
mod letters;
mod letters_out;
mod limits;
mod links;
mod network;
mod notices;
mod pages;
mod passkeys;
mod passwords;
mod people;
mod qr;
mod queries;
mod remembered;
mod resets;
mod rows;
mod rules;
mod second;
mod secrets;
mod sessions;
mod sign_in;
mod sso;
mod staff;
mod strangers;
mod sweep;
mod texts;
mod throttles;
mod totp;
mod ways;
mod welcome;

use access::{Grant, Reach, Role};
use gateway::Service;
use kernel::Id;
use store::{Migration, Migrations};

pub use commands::{
    AddAddress, AddAuthenticator, AddPasskey, ChangePassword, EndOtherSessions, EndSession, ForgetDevice, LockOneself,
    MakePrimary, MakeRecoveryCodes, NewPassword, Own, OwnError, RemoveAddress, RemoveAuthenticator, RemovePasskey,
    RenameAuthenticator, RenameOneself, RenamePasskey, ResetProofs, ResetReason, Sheet, VerifyAddress,
};
pub use device::Device;
pub use enrol::{EnrolError, Enrolment, enrol, person_at};
pub use error::SignInError;
pub use follow::followers;
pub use invitations::{InvitationError, Offer, invite, issue};
pub use links::{
    LinkError, LinkLine, LinkRevoked, LinkSent, LinkWritten, ListLinks, RevokeLink, SendLink, link_grants, links,
};
pub use pages::{link_pages, pages, rule_pages, sign_on_pages, staff_pages};
pub use queries::{
    ListSignIns, OwnAddress, OwnAuthenticator, OwnDevice, OwnPasskey, OwnRemembered, OwnSignIn, OwnTry, RecoveryLeft,
    Security, ShowSecurity,
};
pub use rows::{
    Authenticator, Challenge, ChallengeKind, Failed, Passkey, Password, RecoveryCode, Remembered, Second, SignIn,
    Throttle, Try, VainTry, Way,
};
pub use rules::{DemandProof, DemandProofHere, RuleError, ShowProofRule, ShowProofRules, grants, rules};
pub use secrets::{Code, Recovery, Token};
pub use sso::{
    CheckDomain, ClaimDomain, ConnectionKind, ConnectionShown, DisableSignOn, Dns, DomainName, DomainShown,
    EnableSignOn, Endpoints, HeldAnswer, LogoutToken, MakeScimToken, MapRole, NewScimToken, Outside, OutsideError,
    ReleaseDomain, RevokeScimToken, RoleShown, SamlKey, SamlShown, SetUpSaml, SetUpSignOn, ShowSignOn, SignOn,
    SignOnShown, SsoConnection, SsoDomain, SsoError, SsoIdentity, SsoRole, Strangers, TestSignOn, TextRecords,
    TokenShown, Unanswered, UnmapRole, UsedAssertion, followers as sign_on_followers, next_key as next_saml_key,
    recheck as recheck_domains, router as sign_on_router, service as sign_on,
};
pub use staff::{ListStaff, StaffHolding, StaffLine, StaffPerson, staff};
pub use strangers::may_ask_stranger;
pub use sweep::sweep;
pub use texts::TEXTS;
pub use totp::Secret;
pub use ways::{MainWay, MemberWay, PeopleWays, WayOf, way_grants, ways};

/// The tables of signing in; they point into the directory's.
pub const MIGRATIONS: Migrations = Migrations {
    part: "identity",
    steps: &[
        Migration { name: "001_identity", sql: include_str!("../migrations/001_identity.sql") },
        Migration { name: "002_invitations", sql: include_str!("../migrations/002_invitations.sql") },
        Migration { name: "003_factors", sql: include_str!("../migrations/003_factors.sql") },
        Migration { name: "004_passkeys", sql: include_str!("../migrations/004_passkeys.sql") },
        Migration { name: "005_remembered", sql: include_str!("../migrations/005_remembered.sql") },
        Migration { name: "006_sso", sql: include_str!("../migrations/006_sso.sql") },
        Migration { name: "007_saml", sql: include_str!("../migrations/007_saml.sql") },
        Migration { name: "020_tries", sql: include_str!("../migrations/020_tries.sql") },
        Migration { name: "021_staff", sql: include_str!("../migrations/021_staff.sql") },
        Migration { name: "022_single_logout", sql: include_str!("../migrations/022_single_logout.sql") },
        Migration { name: "023_member_ways", sql: include_str!("../migrations/023_member_ways.sql") },
    ],
};

/// What a person does to what is their own.
pub fn service() -> Service {
    Service::named("identity")
        .migrations(MIGRATIONS)
        .policy("identity/policy.cedar", include_str!("../policy.cedar"))
        .object::<directory::Person>()
        .command::<ChangePassword>()
        .command::<RenameOneself>()
        .command::<AddAddress>()
        .command::<VerifyAddress>()
        .command::<RemoveAddress>()
        .command::<MakePrimary>()
        .command::<EndSession>()
        .command::<EndOtherSessions>()
        .command::<ForgetDevice>()
        .command::<LockOneself>()
        .command::<AddAuthenticator>()
        .command::<RenameAuthenticator>()
        .command::<RemoveAuthenticator>()
        .command::<MakeRecoveryCodes>()
        .command::<AddPasskey>()
        .command::<RenamePasskey>()
        .command::<RemovePasskey>()
        .query::<ShowSecurity>()
        .query::<ListSignIns>()
}

/// The role everybody has over what is their own.
pub fn roles() -> Vec<Role> {
    let grants = vec![Grant::new("identity.*", Reach::Own), Grant::new("people.read", Reach::Own)];
    vec![Role { name: directory::ONESELF.into(), staff: false, grants }]
}

/// A new id, later than those before it.
pub(crate) fn fresh<T>() -> Id<T> {
    Id::from_uuid(uuid::Uuid::now_v7())
}
