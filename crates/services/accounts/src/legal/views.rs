//! What the templates see.

use front::{Blank, Step};
use kernel::Timestamp;
use serde::Serialize;

/// What is asked for: by the people of one account or, at the desk, by everybody.
#[derive(Debug, Serialize)]
pub(super) struct ChangesPage {
    pub title: String,
    pub trail: Vec<Step>,
    /// Where other changes are asked for, for those who may.
    pub propose: Option<String>,
    pub rows: Vec<RequestRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// One request.
#[derive(Debug, Serialize)]
pub(super) struct RequestRow {
    /// Whose, where that is not clear.
    pub company: Option<String>,
    /// Its own page, where it has one.
    pub href: Option<String>,
    pub changes: Vec<ChangeRow>,
    pub reason: String,
    pub proposer: String,
    pub asked: Timestamp,
    /// How it stands, in words.
    pub standing: String,
    pub note: Option<String>,
}

/// One value that is to change.
#[derive(Debug, Serialize)]
pub(super) struct ChangeRow {
    /// What it is, in words.
    pub what: String,
    pub before: Option<String>,
    /// What the system of record says now, where that is another value.
    pub now: Option<String>,
    pub after: String,
}

/// The form in which changes are asked for.
#[derive(Debug, Serialize)]
pub(super) struct ProposePage {
    pub title: String,
    pub trail: Vec<Step>,
    pub action: String,
    pub back: String,
    pub brand: String,
    pub form: Blank,
}

/// One request, with the answer to it.
#[derive(Debug, Serialize)]
pub(super) struct ChangePage {
    pub title: String,
    pub trail: Vec<Step>,
    pub request: RequestRow,
    /// The customer's page.
    pub customer: String,
    pub is_stale: bool,
    pub to_enter: bool,
    /// Where it is approved and where it is declined, while it waits, for those who may.
    pub approve: Option<String>,
    pub decline: Option<String>,
    pub form: Blank,
}
