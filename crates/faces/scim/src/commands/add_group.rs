use directory::{Account, Membership, fold};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::Id;

use super::{GroupAdded, roles, shown};
use crate::{
    ScimError,
    error::taken,
    rows::{GroupMember, Held, ScimGroup, ScimPerson, Writes},
};

/// How many groups a directory may tell of.
const MOST: usize = 500;

/// Adds a group of the company's directory. Whoever belongs to it gets the roles it gives.
#[derive(Input)]
pub struct AddGroup {
    name: Line<200>,
    external_id: Option<Line<200>>,
    members: Vec<Line<36>>,
}

impl Command for AddGroup {
    const NAME: &'static str = "scim.add_group";
    const PATH: Path = post("/accounts/{account}/directory/groups");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = Writes;
    type Output = Id<ScimGroup>;
    type Error = ScimError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<Id<ScimGroup>, ScimError> {
        shown(tx.principal())?;
        if tx.parts::<ScimGroup, Account>(&account, None).await?.len() >= MOST {
            return Err(ScimError::Enough);
        }
        let (now, name) = (tx.now(), self.name.as_str().to_owned());
        let group = ScimGroup {
            id: tx.new_id(),
            account_id: account.id,
            name_fold: fold(&name),
            name,
            external_id: self.external_id.map(|id| id.as_str().to_owned()),
            created_at: now,
            changed_at: now,
        };
        let group = tx.insert(group).await.map_err(taken)?.id;
        let members = join(&account, tx, group, &self.members).await?;
        tx.record(&GroupAdded { group, members: members.len() });
        roles::settle(&account, tx, &members).await?;
        Ok(group)
    }
}

/// Lets people belong to a group; each must be one the directory may know of. Gives those who did not yet.
pub(super) async fn join<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    group: Id<ScimGroup>,
    named: &[Line<36>],
) -> Result<Vec<Id<Membership>>, ScimError> {
    let mut wanted = Vec::new();
    for line in named {
        let id: Id<Membership> = line.as_str().parse().map_err(|_| ScimError::NoMember)?;
        if !wanted.contains(&id) {
            wanted.push(id);
        }
    }
    if wanted.is_empty() {
        return Ok(wanted);
    }
    let known = tx.parts::<ScimPerson, Account>(account, Some(ScimPerson::ID.is_in(&wanted))).await?;
    if known.len() < wanted.len() {
        return Err(ScimError::NoMember);
    }
    let here = GroupMember::GROUP_ID.is(&group).and(GroupMember::MEMBERSHIP_ID.is_in(&wanted));
    let here = tx.parts::<GroupMember, Account>(account, Some(here)).await?;
    wanted.retain(|id| here.iter().all(|row| row.membership_id != *id));
    let row = |id: &Id<Membership>| GroupMember {
        id: tx.new_id(),
        account_id: account.id,
        group_id: group,
        membership_id: *id,
    };
    let rows: Vec<GroupMember> = wanted.iter().map(row).collect();
    if !rows.is_empty() {
        tx.insert_all(&rows).await?;
    }
    Ok(wanted)
}
