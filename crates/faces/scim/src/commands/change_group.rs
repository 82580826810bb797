use directory::{Account, Membership, fold};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::{Id, Ref};
use store::Part;

use super::{GroupChanged, add_group::join, roles, shown};
use crate::{
    ScimError,
    error::taken,
    rows::{GroupMember, Held, ScimGroup, Writes},
    version,
};

/// Changes a group of the company's directory: what it is called, and who belongs to it. Roles follow at once.
#[derive(Input)]
pub struct ChangeGroup {
    /// Which.
    named: Line<36>,
    /// The version the directory has seen; without one, any.
    seen: Option<Line<64>>,
    name: Line<200>,
    external_id: Option<Line<200>>,
    /// Who is to belong to it.
    join: Vec<Line<36>>,
    /// Who is to belong to it no more.
    leave: Vec<Line<36>>,
}

impl Command for ChangeGroup {
    const NAME: &'static str = "scim.change_group";
    const PATH: Path = post("/accounts/{account}/directory/groups/changes");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = Writes;
    type Output = ();
    type Error = ScimError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<(), ScimError> {
        shown(tx.principal())?;
        let group = group(&account, tx, &self.named).await?;
        if self.seen.as_ref().is_some_and(|seen| seen.as_str() != version::of_group(&group)) {
            return Err(ScimError::Changed);
        }
        let left = leave(&account, tx, group.id, &self.leave).await?;
        let joined = join(&account, tx, group.id, &self.join).await?;
        let external_id = self.external_id.map(|id| id.as_str().to_owned());
        let is_renamed = group.name != self.name.as_str() || group.external_id != external_id;
        if !is_renamed && left.is_empty() && joined.is_empty() {
            tx.nothing_happened();
            return Ok(());
        }
        let (name, now) = (self.name.as_str().to_owned(), tx.now());
        let changed = |group: &mut ScimGroup| {
            group.name_fold = fold(&name);
            (group.name, group.external_id, group.changed_at) = (name, external_id, now);
        };
        tx.update_part(&group, changed).await.map_err(taken)?;
        let mut touched: Vec<Id<Membership>> = left.iter().chain(&joined).copied().collect();
        if is_renamed {
            let within = GroupMember::GROUP_ID.is(&group.id);
            let all = tx.parts::<GroupMember, Account>(&account, Some(within)).await?;
            touched.extend(all.iter().map(|row| row.membership_id));
            touched.sort();
            touched.dedup();
        }
        let refs: Vec<Ref> = left.iter().chain(&joined).map(|id| Ref::new("membership", *id)).collect();
        tx.record_naming(&GroupChanged { group: group.id, joined, left }, refs);
        roles::settle(&account, tx, &touched).await
    }
}

/// One of the directory's groups.
pub(super) async fn group<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    named: &Line<36>,
) -> Result<Part<'t, ScimGroup>, ScimError> {
    let id: Id<ScimGroup> = named.as_str().parse().map_err(|_| ScimError::Absent)?;
    let found = tx.parts::<ScimGroup, Account>(account, Some(ScimGroup::ID.is(&id))).await?;
    found.into_iter().next().ok_or(ScimError::Absent)
}

/// Lets people belong to a group no more; gives those who did. Whoever did not is none the worse.
async fn leave<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    group: Id<ScimGroup>,
    named: &[Line<36>],
) -> Result<Vec<Id<Membership>>, ScimError> {
    let named: Vec<Id<Membership>> = named.iter().filter_map(|line| line.as_str().parse().ok()).collect();
    let theirs = GroupMember::GROUP_ID.is(&group).and(GroupMember::MEMBERSHIP_ID.is_in(&named));
    let mut left = Vec::new();
    for row in tx.parts::<GroupMember, Account>(account, Some(theirs)).await? {
        left.push(row.membership_id);
        tx.delete_part(row).await?;
    }
    Ok(left)
}
