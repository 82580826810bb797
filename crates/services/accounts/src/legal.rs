//! What an account is in law is changed where the truth is, never here: its admins ask for other values, staff see what
//! would change and decide, and an import brings what was entered in the system of record.

mod answer;
mod events;
mod pages;
mod propose;
mod queries;
mod texts;
mod views;

use access::{Grant, Reach};
use directory::ChangeRequest;
use gateway::{Command as _, Query as _, Service};
use kernel::{Message, Problem};
use store::StoreError;

pub use answer::{ApproveChange, DeclineChange};
pub use events::{ChangeApproved, ChangeDeclined, ChangeProposed};
pub use pages::pages;
pub use propose::ProposeChange;
pub use queries::{Change, ListChanges, ShowChange, ShowLegal};
pub use texts::TEXTS;

/// Requests to change what an account is in law.
pub fn service() -> Service {
    Service::named("legal")
        .object::<ChangeRequest>()
        .command::<ProposeChange>()
        .command::<ApproveChange>()
        .command::<DeclineChange>()
        .query::<ListChanges>()
        .query::<ShowChange>()
        .query::<ShowLegal>()
}

/// What stock roles may do here: whoever belongs to an account sees what it is in law, its admins ask for changes, and
/// staff decide.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let mut grants = Vec::new();
    let mut give = |role: &'static str, actions: &[&'static str], reach: &Reach| {
        grants.extend(actions.iter().map(|action| (role, Grant::new(*action, reach.clone()))));
    };
    for role in ["admin", "member", "billing", "buyer"] {
        give(role, &[ShowLegal::NAME], &Reach::Account);
    }
    give("group", &[ShowLegal::NAME], &Reach::Tree);
    for (role, reach) in [("admin", Reach::Account), ("group", Reach::Tree)] {
        give(role, &[ShowChange::NAME, ListChanges::NAME, ProposeChange::NAME], &reach);
    }
    let deciding = [ShowLegal::NAME, ShowChange::NAME, ListChanges::NAME, ApproveChange::NAME, DeclineChange::NAME];
    for role in ["agent", "desk-admin"] {
        give(role, &deciding, &Reach::All);
    }
    grants
}

/// Why a change was not asked for, or not answered.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// One asks for the account one acts for.
    #[error("not for the account acted for")]
    NotHere,
    /// Every value is as it is already.
    #[error("nothing would change")]
    Nothing,
    /// It is no VAT number.
    #[error("no VAT number")]
    Vat,
    /// Another request of the account waits.
    #[error("another request waits")]
    Asked,
    /// It was answered already.
    #[error("answered already")]
    Answered,
    /// Nobody approves what they asked for themselves.
    #[error("their own request")]
    Own,
    /// What would change is not what it was when the change was asked for.
    #[error("changed meanwhile")]
    Stale,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        let says = |id| Self::conflict(Message::new(id));
        match error {
            ChangeError::NotHere => says("legal-error-not-here"),
            ChangeError::Nothing => Self::invalid(Vec::new()).at("/name", Message::new("legal-error-nothing")),
            ChangeError::Vat => Self::invalid(Vec::new()).at("/vat_number", Message::new("legal-error-vat")),
            ChangeError::Asked => says("legal-error-asked"),
            ChangeError::Answered => says("legal-error-answered"),
            ChangeError::Own => says("legal-error-own"),
            ChangeError::Stale => says("legal-error-stale"),
            ChangeError::Store(error) => error.into(),
        }
    }
}
