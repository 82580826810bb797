use directory::{Account, Membership};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, delete};
use kernel::Id;

use super::{GroupRemoved, change_group::group, roles, shown};
use crate::{
    ScimError,
    rows::{GroupMember, Writes},
    version,
};

/// Removes a group of the company's directory. Whoever belonged to it loses the roles it gave.
#[derive(Input)]
pub struct RemoveGroup {
    /// Which.
    named: Line<36>,
    /// The version the directory has seen; without one, any.
    seen: Option<Line<64>>,
}

impl Command for RemoveGroup {
    const NAME: &'static str = "scim.remove_group";
    const PATH: Path = delete("/accounts/{account}/directory/groups");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = Writes;
    type Output = ();
    type Error = ScimError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<(), ScimError> {
        shown(tx.principal())?;
        let group = group(&account, tx, &self.named).await?;
        if self.seen.is_some_and(|seen| seen.as_str() != version::of_group(&group)) {
            return Err(ScimError::Changed);
        }
        let id = group.id;
        let within = tx.parts::<GroupMember, Account>(&account, Some(GroupMember::GROUP_ID.is(&id))).await?;
        let members: Vec<Id<Membership>> = within.iter().map(|row| row.membership_id).collect();
        for row in within {
            tx.delete_part(row).await?;
        }
        tx.delete_part(group).await?;
        tx.record(&GroupRemoved { group: id });
        roles::settle(&account, tx, &members).await
    }
}
