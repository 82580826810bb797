use access::Account;
use kernel::{Id, Timestamp};
use macros::Row;

use crate::Membership;

/// When somebody who is a member of an account now was last here for it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(
    table = "member_presences",
    kind = "member_presence",
    read = "people.read_presence",
    account = "account_id",
    owner = "person_id"
)]
pub struct MemberPresence {
    /// The membership.
    pub id: Id<Membership>,
    /// Where.
    pub account_id: Id<Account>,
    /// Who.
    pub person_id: Id<access::Person>,
    /// When they last acted for the account, within a minute or so; nothing if they never did.
    pub seen_at: Option<Timestamp>,
}
