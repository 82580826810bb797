//! What the templates see.

use front::{Chip, Fact, Kept};
use kernel::{StepState, Timestamp};
use serde::Serialize;
use serde_json::Value;
use store::Count;

/// The list.
#[derive(Serialize)]
pub(super) struct CaseList {
    pub title: String,
    pub path: String,
    /// The company's name.
    pub brand: String,
    /// Whether staff look.
    pub desk: bool,
    /// Where to ask, for those who may.
    pub raise: Option<String>,
    pub all: Count,
    pub tabs: Vec<Tab>,
    /// The word of the view that is shown: `open`, `all`.
    pub view: &'static str,
    pub everything: String,
    pub words: String,
    pub kept: Vec<Kept>,
    pub chips: Vec<Chip>,
    /// The address without words and filters; nothing when there are none.
    pub clear: Option<String>,
    pub found: Count,
    pub has_place: bool,
    pub rows: Vec<Row>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A part of the list; named as the component for views wants it.
#[derive(Serialize)]
pub(super) struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
    /// A number, or "500+".
    pub count: Value,
    pub turn: bool,
}

#[derive(Serialize)]
pub(super) struct Row {
    pub reference: String,
    pub href: String,
    pub subject: String,
    /// The record it is about.
    pub about: Option<String>,
    pub replies: i64,
    /// `yours`, `theirs` or `closed`.
    pub standing: &'static str,
    /// Who is across the counter.
    pub across: String,
    pub steps: Vec<Step>,
    /// The account, where there are several to tell apart.
    pub place: Option<String>,
    pub asked_by: String,
    pub touched: Timestamp,
    pub last_by: String,
}

/// A step as the component for tracks wants it.
#[derive(Serialize)]
pub(super) struct Step {
    pub name: String,
    pub state: StepState,
    pub note: Option<String>,
}

/// The form to ask with.
#[derive(Serialize)]
pub(super) struct RaisePage {
    pub title: String,
    pub list: String,
    pub action: String,
    pub brand: String,
    /// The record it is about, as a form sends it.
    pub about: Option<String>,
    pub quoted: Option<Quoted>,
    pub form: Value,
}

/// A record that is quoted.
#[derive(Serialize)]
pub(super) struct Quoted {
    pub name: String,
    /// Where it is, for whoever may be led there.
    pub href: Option<String>,
    /// Since when it is quoted.
    pub at: Option<Timestamp>,
    pub facts: Vec<Fact>,
}

/// One case.
#[derive(Serialize)]
pub(super) struct CasePage {
    pub title: String,
    /// The list it is in, for those who have one.
    pub list: Option<String>,
    pub action: String,
    /// What staff can do about it beside writing.
    pub actions: Vec<front::OfferedAction>,
    pub brand: String,
    pub desk: bool,
    pub reference: String,
    pub standing: &'static str,
    pub across: String,
    pub steps: Vec<Step>,
    pub raised: Timestamp,
    /// Who asked; whoever looks when nothing.
    pub asked_by: Option<String>,
    /// Whose case it is, where that may be told.
    pub customer: Option<Customer>,
    pub quoted: Option<Quoted>,
    pub thread: Vec<Entry>,
    pub earlier: Option<String>,
    pub later: Option<String>,
    pub people: Vec<Who>,
    /// Whom a reply is for.
    pub reader: String,
    /// Which address is to be confirmed before anything is written.
    pub confirm: Option<Confirm>,
    pub may_reply: bool,
    pub may_close: bool,
    pub may_reopen: bool,
    pub undo_action: String,
    pub form: Value,
}

/// An address that whoever opened a link has to confirm, as far as it is told, and where that is done.
#[derive(Serialize)]
pub(super) struct Confirm {
    pub email: String,
    pub action: String,
}

#[derive(Serialize)]
pub(super) struct Customer {
    pub name: String,
    /// Their page at the desk.
    pub href: Option<String>,
}

/// One piece of the conversation.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Entry {
    /// Words.
    Said { who: Who, at: Timestamp, asks: bool, quotes: bool, paragraphs: Vec<String> },
    /// What was done.
    Done { icon: &'static str, text: String, at: Timestamp, undo: Option<String> },
}

/// Somebody, as the component for messages wants them.
#[derive(Clone, PartialEq, Serialize)]
pub(super) struct Who {
    pub name: String,
    pub initials: String,
    /// The company, or the account.
    pub place: Option<String>,
    pub you: bool,
}
