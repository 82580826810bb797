//! What the templates see.

use front::{Blank, Fact};
use kernel::{Date, Timestamp};
use serde::Serialize;

/// What a program can do for the account or at the desk, as far as whoever looks could let it.
#[derive(Debug, Serialize)]
pub(super) struct ReferencePage {
    pub title: String,
    /// Where keys are made, for those who may.
    pub keys: Option<String>,
    /// The document for machines.
    pub document: &'static str,
    /// Where every address begins.
    pub base: String,
    pub parts: Vec<Part>,
}

/// The operations of one part of the portal.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    pub label: String,
    pub operations: Vec<Described>,
}

/// One operation.
#[derive(Debug, Serialize)]
pub(super) struct Described {
    pub name: String,
    pub method: &'static str,
    pub path: String,
    pub about: String,
    pub effect: String,
    pub fields: Vec<Fact>,
}

/// The keys of an account or of the desk.
#[derive(Debug, Serialize)]
pub(super) struct KeysPage {
    pub title: String,
    /// For whom the programs act.
    pub lede: String,
    pub reference: String,
    /// Where one is made, for those who may.
    pub new: Option<String>,
    pub rows: Vec<KeyRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A key.
#[derive(Debug, Serialize)]
pub(super) struct KeyRow {
    pub name: String,
    pub actions: Vec<String>,
    /// Whether it acts on the rights of whoever looks.
    pub yours: bool,
    pub used: Option<Timestamp>,
    pub expires: Date,
    pub over: bool,
    /// Where it is revoked, for those who may.
    pub revocation: Option<String>,
}

/// A key to be made.
#[derive(Debug, Serialize)]
pub(super) struct NewPage {
    pub title: String,
    pub keys: String,
    pub action: String,
    pub days: Vec<Days>,
    pub parts: Vec<Offered>,
    pub form: Blank,
}

/// For how many days a key may count.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Days {
    pub value: String,
    pub label: String,
}

/// What a key may be let do in one part of the portal.
#[derive(Debug, Serialize)]
pub(super) struct Offered {
    pub label: String,
    pub actions: Vec<OfferedAction>,
}

/// One action a key may be let do.
#[derive(Debug, Serialize)]
pub(super) struct OfferedAction {
    pub value: String,
    pub about: String,
    pub chosen: bool,
}

/// A key that was just made. What it is, is shown here and never again; so nothing may print it by chance.
#[derive(Serialize)]
pub(super) struct MadePage {
    pub title: String,
    pub keys: String,
    pub name: String,
    pub token: String,
}
