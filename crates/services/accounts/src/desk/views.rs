//! What the templates see.

mod invitations;

pub(super) use invitations::*;

use directory::AccountKind;
use front::{Kept, OfferedLink, Tab, Visit};
use kernel::{Message, Money, StepState, Timestamp};
use serde::Serialize;
use store::Count;
use sync::Provenance;

use super::queries::Brief;
use crate::ways::SignsIn;

/// Every customer, page by page.
#[derive(Serialize)]
pub(super) struct CustomerList {
    pub title: String,
    pub path: String,
    pub invite: Option<String>,
    pub all: Count,
    pub found: Count,
    pub tabs: Vec<Tab>,
    pub words: String,
    pub kept: Vec<Kept>,
    /// The account whose parts are listed, and the list without that.
    pub within: Option<Within>,
    pub clear: Option<String>,
    /// What services tell of each customer: a column for each of them.
    pub figures: Vec<Heading>,
    pub rows: Vec<CustomerRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// The account a list is narrowed to.
#[derive(Serialize)]
pub(super) struct Within {
    pub name: String,
    pub without: String,
}

/// A customer in the list.
#[derive(Serialize)]
pub(super) struct CustomerRow {
    pub href: String,
    pub name: String,
    pub reference: Option<String>,
    pub kind: String,
    pub part_of: Option<Link>,
    pub since: Timestamp,
    /// How many people it has, how many more can come in, and when one was last here for it; for those who may know.
    pub people: Option<String>,
    pub invited: Option<String>,
    pub seen: Option<Timestamp>,
    /// What is told of it in each of those columns, by currency.
    pub figures: Vec<Vec<Told>>,
}

/// The head of a column of figures.
#[derive(Serialize)]
pub(super) struct Heading {
    pub label: String,
    pub num: bool,
}

/// A figure of a customer.
#[derive(Serialize)]
pub(super) struct Told {
    pub amount: Option<Money>,
    pub note: Option<String>,
    pub pressing: bool,
}

/// What a service tells of a customer, under its name.
#[derive(Serialize)]
pub(super) struct Known {
    pub label: String,
    pub told: Vec<Told>,
}

/// A name that leads somewhere.
#[derive(Serialize)]
pub(super) struct Link {
    pub label: String,
    pub href: String,
}

/// One customer.
#[derive(Serialize)]
pub(super) struct CustomerPage {
    pub title: String,
    pub trail: Vec<Link>,
    pub reference: Option<String>,
    pub kind: String,
    pub since: Timestamp,
    pub sources: Vec<Provenance>,
    pub part_of: Option<Link>,
    /// What services tell of it, such as what is overdue.
    pub figures: Vec<Known>,
    /// What is open with it, the latest first.
    pub open: Vec<OpenRow>,
    pub records: Vec<OfferedLink>,
    /// The first of its people, and how many there are; nothing for those who may not see them.
    pub people: Vec<PersonRow>,
    pub people_count: Option<String>,
    /// Whether it is told when each was last here.
    pub tells_seen: bool,
    /// Whether it is told how each signs in.
    pub tells_ways: bool,
    /// Where all of them are listed.
    pub all_people: Option<String>,
    pub parts: Vec<PartRow>,
    pub parts_count: Count,
    /// Where all parts are listed, when not all are shown.
    pub all_parts: Option<String>,
    /// Where somebody is invited, for those who may.
    pub invite: Option<String>,
    /// Who is asked in and has not answered, for those who may see it.
    pub waiting: Option<AskedIn>,
}

/// Something that is open with a customer.
#[derive(Serialize)]
pub(super) struct OpenRow {
    pub title: String,
    pub href: String,
    pub more: Option<String>,
    pub at: Timestamp,
    pub steps: Vec<OpenStep>,
    /// Where it stands, in words.
    pub stands: String,
}

/// A step of it, as the component for tracks wants it.
#[derive(Serialize)]
pub(super) struct OpenStep {
    pub name: String,
    pub state: StepState,
}

/// Who is asked in and has not answered.
#[derive(Serialize)]
pub(super) struct AskedIn {
    pub rows: Vec<Waiting>,
    pub open: String,
    /// Where open ones are sent again or taken back, for those who may.
    pub tending: Option<String>,
    /// Where all of the customer's invitations are listed, when there are any.
    pub all: Option<String>,
}

/// An invitation nobody has answered.
#[derive(Serialize)]
pub(super) struct Waiting {
    pub email: String,
    pub sent: Option<Timestamp>,
}

/// Somebody who has access.
#[derive(Serialize)]
pub(super) struct PersonRow {
    pub name: String,
    /// Where their roles are changed, for those who may.
    pub href: Option<String>,
    pub email: Option<String>,
    pub roles: String,
    /// How they sign in, where that is told.
    pub signs_in: Option<SignsIn>,
    /// When they last acted for the customer, where that is told.
    pub seen: Option<Timestamp>,
    pub since: Timestamp,
}

/// A part of a customer.
#[derive(Serialize)]
pub(super) struct PartRow {
    pub href: String,
    pub name: String,
    pub reference: Option<String>,
    pub kind: String,
}

/// What an account is, in a word.
pub(super) fn kind(visit: &Visit, kind: AccountKind) -> String {
    visit.say(&Message::new(match kind {
        AccountKind::Group => "desk-customers-group",
        AccountKind::Company => "desk-customers-company",
        AccountKind::Site => "desk-customers-site",
    }))
}

/// Where a customer is shown.
pub(super) fn address(visit: &Visit, account: &Brief) -> String {
    visit.address(&format!("/customers/{}", account.id))
}

impl Link {
    /// To a customer's page.
    pub fn to(visit: &Visit, account: &Brief) -> Self {
        Self { label: account.name.clone(), href: address(visit, account) }
    }
}
