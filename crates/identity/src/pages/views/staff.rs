//! Who works at the desk, as the templates see it.

use kernel::{Date, Timestamp};
use serde::Serialize;

/// Who works at the desk.
#[derive(Serialize)]
pub(in crate::pages) struct StaffPage {
    pub title: String,
    pub rows: Vec<StaffRow>,
    /// This page, to come back to.
    pub here: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// Somebody who does.
#[derive(Serialize)]
pub(in crate::pages) struct StaffRow {
    pub name: String,
    pub you: bool,
    pub email: Option<String>,
    pub roles: Vec<String>,
    pub seen: Option<Timestamp>,
    /// Whether they have a second proof.
    pub second: bool,
    /// Since when they are locked out, if they are.
    pub locked: Option<Date>,
    /// Where they are locked out, let in again and signed out, for those who may.
    pub lock: Option<String>,
    pub unlock: Option<String>,
    pub sign_out: Option<String>,
}
