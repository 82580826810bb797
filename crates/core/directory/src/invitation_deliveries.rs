use access::Account;
use kernel::{Id, Timestamp};
use macros::Row;

use crate::Invitation;

/// Whether an invitation could not be delivered. A view of the queue of letters, which makes it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(
    table = "invitation_deliveries",
    kind = "invitation_delivery",
    read = "people.read_delivery",
    account = "account_id"
)]
pub struct InvitationDelivery {
    /// The invitation.
    pub id: Id<Invitation>,
    /// Into which account; none means the desk.
    pub account_id: Option<Id<Account>>,
    /// When the letter with its link was written, if that could not be delivered.
    pub failed: Option<Timestamp>,
}
