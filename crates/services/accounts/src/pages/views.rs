//! What the templates see.

use front::{Blank, LetterPreview, Step, Tab, Visit};
use kernel::{Date, Message, Timestamp};
use serde::Serialize;
use store::Count;
use sync::Provenance;

use crate::ways::SignsIn;

/// What stands around a page of a customer's people at the desk: which customer it is, and the way back to it. Of the
/// account one acts for, the shell says it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Around {
    pub trail: Vec<Step>,
    pub company: Option<String>,
}

impl Around {
    /// The page's name, which at the desk says whose page it is.
    pub fn title(&self, me: &Visit, plain: &'static str, of: &'static str) -> String {
        match &self.company {
            Some(company) => me.say(&Message::new(of).with("company", company.as_str())),
            None => me.say(&Message::new(plain)),
        }
    }
}

/// A role to choose.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

/// Who has access.
#[derive(Debug, Serialize)]
pub(super) struct PeoplePage {
    pub title: String,
    #[serde(flatten)]
    pub around: Around,
    pub path: String,
    /// Where somebody is invited, for those who may.
    pub invite: Option<String>,
    pub tabs: Vec<Tab>,
    pub words: String,
    pub all: Count,
    pub found: Count,
    /// Whether it is told when each was last here.
    pub tells_seen: bool,
    pub rows: Vec<Person>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// Somebody who has access.
#[derive(Debug, Serialize)]
pub(super) struct Person {
    pub name: String,
    /// Where they are reached, for those who may know.
    pub email: Option<String>,
    pub initials: String,
    pub you: bool,
    /// Where their roles are changed, for those who may.
    pub href: Option<String>,
    pub roles: Vec<String>,
    /// What they ask for, for those who may answer.
    pub asks: Option<Asks>,
    /// How they sign in, for those who may know.
    pub signs_in: Option<SignsIn>,
    /// When they last acted for the account, where that is told.
    pub seen: Option<Timestamp>,
    pub since: Timestamp,
}

/// A role that somebody asks for.
#[derive(Debug, Serialize)]
pub(super) struct Asks {
    pub role: String,
    /// Its tag's: an admin's own turn, which to staff it is not.
    pub kind: &'static str,
    /// Where it is decided.
    pub href: String,
}

/// Who is invited.
#[derive(Debug, Serialize)]
pub(super) struct InvitationsPage {
    pub title: String,
    #[serde(flatten)]
    pub around: Around,
    pub invite: Option<String>,
    pub tabs: Vec<Tab>,
    pub all: Count,
    pub rows: Vec<Offer>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// An invitation that nobody has answered.
#[derive(Debug, Serialize)]
pub(super) struct Offer {
    pub email: String,
    pub role: String,
    pub note: Option<String>,
    /// When its letter left, if it has.
    pub sent: Option<Timestamp>,
    /// Whether that could not be delivered.
    pub undelivered: bool,
    pub expires: Date,
    pub over: bool,
    /// When the invited asked for a new link, if they have.
    pub asked: Option<Date>,
    pub renewal: Option<String>,
    pub withdrawal: Option<String>,
}

/// Whom to invite.
#[derive(Debug, Serialize)]
pub(super) struct InvitePage {
    pub title: String,
    pub people: String,
    pub action: String,
    pub roles: Vec<Choice>,
    /// The mail as it would leave.
    pub mail: LetterPreview,
    pub form: Blank,
}

/// One person's access.
#[derive(Debug, Serialize)]
pub(super) struct MemberPage {
    pub title: String,
    #[serde(flatten)]
    pub around: Around,
    pub name: String,
    /// Where they are reached, for those who may know.
    pub email: Option<String>,
    pub you: bool,
    pub since: Date,
    pub roles: Vec<Held>,
    pub others: Vec<Choice>,
    pub giving: String,
    pub taking: String,
    /// Where access ends, for those who may.
    pub removal: Option<String>,
    /// This page.
    pub here: String,
    /// Where their second proofs are taken away, for staff who may.
    pub reset: Option<String>,
    /// How they stand at the door, for staff who may know.
    pub door: Option<Door>,
    /// Where staff begin to see the account as they do, for those who may.
    pub view_as: Option<String>,
    /// Where staff ask why they may or may not do something.
    pub explain: Option<String>,
    pub form: Blank,
}

/// Whether somebody may come in, and where that is changed, for those who may.
#[derive(Debug, Serialize)]
pub(super) struct Door {
    /// Since when they are locked out, if they are.
    pub locked: Option<Timestamp>,
    pub sessions: usize,
    pub lock: Option<String>,
    pub unlock: Option<String>,
    pub sign_out: Option<String>,
}

/// What was refused, asked for once more.
#[derive(Debug, Serialize)]
pub(super) struct AskPage {
    pub title: String,
    pub action: String,
    /// The name of what was refused.
    pub wanted: String,
    pub form: Blank,
}

/// Who asks for a role.
#[derive(Debug, Serialize)]
pub(super) struct RequestsPage {
    pub title: String,
    #[serde(flatten)]
    pub around: Around,
    pub tabs: Vec<Tab>,
    pub rows: Vec<RequestRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub form: Blank,
}

/// Somebody who asks for a role.
#[derive(Debug, Serialize)]
pub(super) struct RequestRow {
    pub name: String,
    pub role: String,
    /// What was refused to them.
    pub what: String,
    pub note: Option<String>,
    pub asked: Timestamp,
    pub expires: Date,
    /// The last day as it was typed, where it came back.
    pub until: Option<String>,
    /// Where it is granted and where it is declined, for those who may.
    pub grant: Option<String>,
    pub decline: Option<String>,
}

/// Why somebody may or may not do something.
#[derive(Debug, Serialize)]
pub(super) struct ExplainPage {
    pub title: String,
    #[serde(flatten)]
    pub around: Around,
    pub name: String,
    pub path: String,
    pub actions: Vec<Choice>,
    /// The answer, once something is asked.
    pub answer: Option<Answer>,
    pub form: Blank,
}

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub allowed: bool,
    pub why: String,
    pub held: Vec<RoleLine>,
    /// The roles that permit it.
    pub opening: Vec<String>,
}

/// A role somebody has, and what it counts for.
#[derive(Debug, Serialize)]
pub(super) struct RoleLine {
    pub role: String,
    pub says: String,
}

/// Why somebody wants to see the account as one of its people does.
#[derive(Debug, Serialize)]
pub(super) struct ViewAsPage {
    pub title: String,
    #[serde(flatten)]
    pub around: Around,
    pub name: String,
    pub action: String,
    /// The person's own page.
    pub person: String,
    pub form: Blank,
}

/// When staff looked with the eyes of an account's people.
#[derive(Debug, Serialize)]
pub(super) struct ViewsAsPage {
    pub title: String,
    #[serde(flatten)]
    pub around: Around,
    pub tabs: Vec<Tab>,
    pub rows: Vec<ViewAsRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// One such look.
#[derive(Debug, Serialize)]
pub(super) struct ViewAsRow {
    pub who: String,
    pub whom: String,
    pub reason: String,
    pub began: Timestamp,
    /// Until when, in words.
    pub over: String,
}

/// A role somebody has.
#[derive(Debug, Serialize)]
pub(super) struct Held {
    pub name: String,
    pub label: String,
    pub line: Option<String>,
    pub may_take: bool,
}

/// A company as its people see it.
#[derive(Debug, Serialize)]
pub(super) struct CompanyPage {
    pub title: String,
    pub kind: String,
    pub reference: Option<String>,
    pub vat_number: Option<String>,
    pub registered_address: Option<String>,
    /// Where other legal data is asked for, for those who may.
    pub changes: Option<String>,
    pub since: Date,
    /// Which systems tell of it.
    pub sources: Vec<Provenance>,
    pub brand: String,
    pub above: Option<Place>,
    pub below: Vec<Place>,
    /// Whether it is told how many people each of those has.
    pub counts_people: bool,
    pub next: Option<String>,
    /// Where one of those below is found by words, where they are many.
    pub find: Option<String>,
    pub words: String,
    pub people: Count,
    pub path: String,
    pub invite: Option<String>,
    pub admins: Vec<String>,
}

/// An account beside the one acted for.
#[derive(Debug, Serialize)]
pub(super) struct Place {
    pub name: String,
    pub kind: String,
    pub reference: Option<String>,
    /// How many people have access to it, where that is told.
    pub people: Option<String>,
    /// Where one acts for it, if one may.
    pub href: Option<String>,
}
