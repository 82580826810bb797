//! What the templates see.

use front::{Blank, Kept};
use kernel::{Date, Timestamp};
use serde::Serialize;
use serde_json::Value;

/// For which of their accounts somebody lets an app in.
#[derive(Debug, Serialize)]
pub(super) struct PlacePage {
    pub title: String,
    pub app: String,
    pub places: Vec<PlaceRow>,
}

/// An account.
#[derive(Debug, Serialize)]
pub(super) struct PlaceRow {
    pub name: String,
    pub href: String,
}

/// The question whether an app may come in.
#[derive(Debug, Serialize)]
pub(super) struct ConsentPage {
    pub title: String,
    /// Whether they were shown something else before, and are asked anew.
    pub changed: bool,
    pub app: String,
    /// Where its answer goes.
    pub host: String,
    /// Under which host it says who it is, if nobody here has registered it.
    pub says_so_at: Option<String>,
    pub account: String,
    /// What it may do, in words; nothing when whoever is asked may do none of it.
    pub may: Vec<String>,
    pub until: Date,
    pub action: String,
    pub request: Vec<Kept>,
    /// Where it is told no.
    pub decline: String,
}

/// On the way back to the app.
#[derive(Serialize)]
pub(super) struct WayBackPage {
    pub title: String,
    pub app: String,
    pub host: String,
    pub href: String,
    pub allowed: bool,
}

/// The apps that somebody let in.
#[derive(Debug, Serialize)]
pub(super) struct OwnPage {
    pub title: String,
    pub rows: Vec<OwnRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// An app that somebody let in.
#[derive(Debug, Serialize)]
pub(super) struct OwnRow {
    pub name: String,
    /// For which account, or at the desk.
    pub place: String,
    pub since: Date,
    /// What it may do, in words.
    pub may: Vec<String>,
    pub used: Option<Timestamp>,
    pub expires: Date,
    pub over: bool,
    pub end: String,
}

/// The apps that are registered, and those that said themselves who they are.
#[derive(Debug, Serialize)]
pub(super) struct AppsPage {
    pub title: String,
    /// Where one is registered, for those who may.
    pub new: Option<String>,
    pub rows: Vec<AppRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// An app.
#[derive(Debug, Serialize)]
pub(super) struct AppRow {
    pub name: String,
    pub client_id: String,
    pub redirects: Vec<String>,
    pub confidential: bool,
    /// Whether it does something by itself.
    pub by_itself: bool,
    pub since: Date,
    /// Under which host it says who it is, if nobody here has registered it.
    pub says_so_at: Option<String>,
    /// Whether it was taken off.
    pub removed: bool,
    /// Where it is taken off or, if it was, let in again, for those who may.
    pub action: Option<String>,
}

/// An app to be registered.
#[derive(Debug, Serialize)]
pub(super) struct NewPage {
    pub title: String,
    pub apps: String,
    pub action: String,
    /// What it may be let do by itself, part by part of the portal.
    pub parts: Value,
    pub form: Blank,
}

/// An app that was just registered. Its secret is shown here and never again; so nothing may print it by chance.
#[derive(Serialize)]
pub(super) struct MadePage {
    pub title: String,
    pub apps: String,
    pub name: String,
    pub client_id: String,
    pub secret: Option<String>,
}
