//! Which invitations of a list could not be delivered.

use directory::Invitation;
use front::{Failure, Signed};
use gateway::{Query as _, Raw};
use kernel::Id;

use crate::desk::FindUndelivered;

/// Those of these invitations, for those who may know: whoever looks after access, and staff.
pub(crate) async fn undelivered(
    me: &Signed,
    invitations: impl Iterator<Item = Id<Invitation>>,
) -> Result<Vec<Id<Invitation>>, Failure> {
    let named: Vec<_> = invitations.map(|id| ("invitations".to_owned(), id.to_string())).collect();
    if named.is_empty() || !me.may(FindUndelivered::NAME) {
        return Ok(Vec::new());
    }
    me.ask::<FindUndelivered>(None, &Raw::Form(named)).await
}
