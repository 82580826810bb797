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
    /// Where webhooks are, for those who may see them.
    pub webhooks: Option<String>,
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
    /// Whether an app has it by OAuth, which somebody let in.
    pub app: bool,
    /// The key with nearly all of it left out, where the rest is known.
    pub mask: Option<String>,
    /// Who made it and when, in words.
    pub made: String,
    /// What it may do, in words.
    pub may: Vec<String>,
    pub used: Option<Timestamp>,
    pub expires: Date,
    /// In how many days it ends, where that is soon.
    pub soon: Option<i32>,
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
    /// All that reads, where anything does.
    pub everything: Option<OfferedAction>,
    pub does: Vec<OfferedAction>,
    /// What reads, one by one.
    pub reads: Vec<OfferedReading>,
}

/// Something a key may be let do, in people's words.
#[derive(Debug, Serialize)]
pub(super) struct OfferedAction {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// One operation that reads, in words for programmers.
#[derive(Debug, Serialize)]
pub(super) struct OfferedReading {
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
