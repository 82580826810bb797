//! What can be asked about accounts and their people.

mod accounts;
mod attention;
mod invitations;
mod members;

pub use accounts::{Company, ListAccounts, ShowCompany};
pub use attention::AttendInvitations;
pub use invitations::{Invitations, ListInvitations};
pub use members::{ListMembers, Member, Members, ShowMember};

use access::Account;
use gateway::Line;
use kernel::{Cursor, Id};
use store::{Col, Condition, Row};

/// Nobody counts further than this.
const ALL: u32 = 500;

/// Only of the account that is named; what names none has nothing.
fn of_account<R: Row>(column: Col<R, Id<Account>>, named: Option<&Line<40>>) -> Option<Condition<R>> {
    named.map(|id| {
        let id: Result<Id<Account>, _> = id.as_str().parse();
        id.map_or_else(|_| Condition::nothing(), |id| column.is(&id))
    })
}

/// A place in a list, as its address says it.
fn place(from: Option<&Line<400>>) -> Option<Cursor> {
    from.and_then(|from| from.as_str().parse().ok())
}
