//! What can be asked about accounts and their people.

mod accounts;
mod attention;
mod invitations;
mod members;
mod requests;
mod standing;
mod view_as;

pub use accounts::{Company, ListAccounts, OwnCompany, ShowCompany};
pub use attention::AttendInvitations;
pub use invitations::{Invitations, ListInvitations};
pub use members::{ListMembers, Member, Members, ShowMember};
pub use requests::{Asking, AttendAccessRequests, ListAccessRequests};
pub use standing::{ShowStanding, Standing};
pub use view_as::{AttendViewsAs, ListViewsAs, ViewAsLine};

use directory::{Account, fold};
use gateway::Line;
use kernel::Cursor;
use store::Condition;

/// Nobody counts further than this.
const ALL: u32 = 500;

/// An account that has these words in its name or its number.
pub(crate) fn named(words: &str) -> Condition<Account> {
    Account::NAME_FOLD.contains(&fold(words)).or(Account::REFERENCE.contains_code(words))
}

/// A place in a list, as its address says it.
pub(crate) fn place(from: Option<&Line<400>>) -> Option<Cursor> {
    from.and_then(|from| from.as_str().parse().ok())
}
