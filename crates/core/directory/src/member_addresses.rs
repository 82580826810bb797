use access::Account;
use kernel::Id;
use macros::Row;

use crate::Membership;

/// A verified address of somebody who is a member of an account now.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(
    table = "member_addresses",
    kind = "member_address",
    read = "people.read_address",
    account = "account_id",
    owner = "person_id"
)]
pub struct MemberAddress {
    /// The membership.
    pub id: Id<Membership>,
    /// Where.
    pub account_id: Id<Account>,
    /// Who.
    pub person_id: Id<access::Person>,
    /// What they are called.
    pub name: String,
    /// The address as it was typed.
    pub email: String,
    /// The address as it is compared.
    pub email_fold: String,
}
