//! What the templates see.

use front::Fact;
use serde::Serialize;

/// What a program can do for the account, as far as whoever looks could let it.
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
