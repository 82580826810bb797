//! Whoever the directory says has left, is out at once: their membership ends in this transaction, and with it what their
//! sessions and keys open here. What they held stays beside the ended membership and counts for nothing, so that whoever
//! comes back is who they were.

use accounts::{Removed, Restored, keepers};
use directory::Account;
use gateway::Tx;
use kernel::Ref;
use store::Part;

use super::roles;
use crate::{
    ScimError,
    error::taken,
    rows::{AccountHolding, AccountMember, Held, ScimUser, Writes},
};

/// Ends a membership; that of the last who looks after access stays, and that of whoever holds more than the connection
/// gives.
pub(super) async fn leave<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    member: &Part<'t, AccountMember>,
    user: &Part<'t, ScimUser>,
) -> Result<(), ScimError> {
    let now = tx.now();
    let theirs = AccountHolding::MEMBERSHIP_ID.is(&Some(member.id));
    let held = tx.parts::<AccountHolding, Account>(account, Some(theirs)).await?;
    roles::must_cover(account, tx, member, user, &held).await?;
    let keepers = keepers(&tx.caller().rights.book);
    // What is held for a while ends by itself, and keeps nobody.
    let keeps = held.iter().any(|held| held.valid_until.is_none() && keepers.contains(&held.role.as_str()));
    if keeps && tx.is_last_in(account, member.id, &keepers).await? {
        return Err(ScimError::Last(member.name.clone()));
    }
    tx.update_part(member, |member| member.ended_at = Some(now)).await?;
    tx.update_part(user, |user| (user.left_at, user.changed_at) = (Some(now), now)).await?;
    tx.sign_out(member.person_id).await?;
    let refs = [Ref::new("membership", member.id), Ref::new("person", member.person_id)];
    tx.record_naming(&Removed { membership: member.id, person: member.person_id }, refs);
    Ok(())
}

/// Lets somebody in again whom the directory had leave. Who was removed by hand stays outside: their company's word does
/// not undo that, nor does it give back more than the connection gives.
pub(super) async fn come_back<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    member: &Part<'t, AccountMember>,
    user: &Part<'t, ScimUser>,
) -> Result<(), ScimError> {
    if member.ended_at != user.left_at {
        return Err(ScimError::Elsewhere);
    }
    let theirs = AccountHolding::MEMBERSHIP_ID.is(&Some(member.id));
    let held = tx.parts::<AccountHolding, Account>(account, Some(theirs)).await?;
    roles::must_cover(account, tx, member, user, &held).await?;
    let now = tx.now();
    tx.update_part(member, |member| member.ended_at = None).await.map_err(taken)?;
    tx.update_part(user, |user| (user.left_at, user.removed_at, user.changed_at) = (None, None, now)).await?;
    let refs = [Ref::new("membership", member.id), Ref::new("person", member.person_id)];
    tx.record_naming(&Restored { membership: member.id, person: member.person_id }, refs);
    Ok(())
}
