//! Signing in through one's company, as the templates see it.

use front::{Blank, Fact};
use kernel::Timestamp;
use serde::Serialize;

use super::Help;

/// The door of a company: where its people go to show who they are.
#[derive(Serialize)]
pub(in crate::pages) struct CompanyDoor {
    pub title: String,
    pub company: String,
    /// What people call the provider.
    pub provider: String,
    /// Where they go.
    pub host: String,
    pub href: String,
    /// Where a mail is asked for instead.
    pub instead: String,
    pub help: Option<Help>,
}

/// Somebody came back from their company and is not let in.
#[derive(Serialize)]
pub(in crate::pages) struct CompanyRefused {
    pub title: String,
    pub lede: String,
    /// By which their own people, or ours, find it.
    pub reference: String,
    pub again: String,
    pub help: Option<Help>,
}

/// Signed out here, and on the way to be signed out there.
#[derive(Serialize)]
pub(in crate::pages) struct CompanyOut {
    pub title: String,
    pub provider: String,
    pub href: String,
    pub help: Option<Help>,
}

/// How an account's people sign in through their company.
#[derive(Serialize)]
pub(in crate::pages) struct SignOn {
    pub title: String,
    /// This page's address, below which everything is changed.
    pub here: String,
    /// Where the provider is set up, by its protocol.
    pub provider: String,
    pub connection: Option<SignOnConnection>,
    pub domains: Vec<SignOnDomain>,
    pub roles: Vec<SignOnRole>,
    /// The roles that whoever looks may let a value give.
    pub choices: Vec<SignOnChoice>,
    /// What the company's directory needs, once there is a connection.
    pub directory: Option<SignOnDirectory>,
    pub form: Blank,
}

/// What a company's directory needs to tell who its people are.
#[derive(Serialize)]
pub(in crate::pages) struct SignOnDirectory {
    /// Where it tells so.
    pub address: String,
    pub tokens: Vec<SignOnToken>,
    /// For how long a new token may count.
    pub days: Vec<SignOnChoice>,
}

/// What a directory shows.
#[derive(Serialize)]
pub(in crate::pages) struct SignOnToken {
    pub id: String,
    /// What it is called, and its last characters.
    pub label: String,
    pub expires: Timestamp,
    pub ended: bool,
    pub used: Option<Timestamp>,
}

/// A token that was just made.
#[derive(Serialize)]
pub(in crate::pages) struct ScimTokenMade {
    pub title: String,
    pub here: String,
    /// Where the directory tells who its people are.
    pub address: String,
    pub label: String,
    pub token: String,
}

/// Through whom.
#[derive(Serialize)]
pub(in crate::pages) struct SignOnConnection {
    pub name: String,
    pub issuer: String,
    pub enabled: bool,
    pub works: bool,
    pub tested: Option<Timestamp>,
    /// What was wrong when it was tested.
    pub fault: Option<String>,
    pub required: bool,
    pub claim: Option<String>,
    /// Where the account's people sign in.
    pub door: String,
    /// What the provider has to know.
    pub facts: Vec<Fact>,
}

/// A domain.
#[derive(Serialize)]
pub(in crate::pages) struct SignOnDomain {
    pub domain: String,
    pub verified: Option<Timestamp>,
    pub fault: Option<String>,
    pub asked: bool,
    /// What its DNS has to say.
    pub facts: Vec<Fact>,
}

/// A value of the claim and the role it gives.
#[derive(Serialize)]
pub(in crate::pages) struct SignOnRole {
    pub value: String,
    pub gives: String,
    pub label: String,
}

/// A role to be chosen.
#[derive(Clone, Serialize)]
pub(in crate::pages) struct SignOnChoice {
    pub value: String,
    pub label: String,
}

/// Through whom, to be changed.
#[derive(Serialize)]
pub(in crate::pages) struct SignOnProvider {
    pub title: String,
    pub here: String,
    /// Where the provider sends people back to.
    pub callback: String,
    /// Whether there is a secret already, which stays if none is typed.
    pub has_secret: bool,
    pub choices: Vec<SignOnChoice>,
    pub form: Blank,
}

/// Through whom, where that speaks SAML, to be changed.
#[derive(Serialize)]
pub(in crate::pages) struct SignOnSaml {
    pub title: String,
    pub here: String,
    /// Where the portal's own metadata stand.
    pub metadata: String,
    /// What the provider has to know.
    pub facts: Vec<Fact>,
    pub choices: Vec<SignOnChoice>,
    pub form: Blank,
}
