use directory::Account;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, delete};
use kernel::Ref;

use super::{PersonRemoved, leaving, people, shown};
use crate::{
    ScimError,
    rows::{GroupMember, ScimGroup, ScimUser, Writes},
    version,
};

/// Lets somebody go for good of whom the company's directory says so: out at once, of all its groups, and as if absent to
/// the directory from then on.
#[derive(Input)]
pub struct RemovePerson {
    /// Whom.
    member: Line<36>,
    /// The version the directory has seen; without one, any.
    seen: Option<Line<64>>,
}

impl Command for RemovePerson {
    const NAME: &'static str = "scim.remove_person";
    const PATH: Path = delete("/accounts/{account}/directory/people");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = Writes;
    type Output = ();
    type Error = ScimError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<(), ScimError> {
        shown(tx.principal())?;
        let person = people::person(&account, tx, &self.member).await?;
        if self.seen.is_some_and(|seen| seen.as_str() != version::of_person(&person)) {
            return Err(ScimError::Changed);
        }
        if person.ended_at.is_none() {
            let member = people::member(&account, tx, person.id).await?;
            let user = people::told_of(&account, tx, person.id).await?;
            leaving::leave(&account, tx, &member, &user).await?;
        }
        let within = Some(GroupMember::MEMBERSHIP_ID.is(&person.id));
        let mut groups = Vec::new();
        for row in tx.parts::<GroupMember, Account>(&account, within).await? {
            groups.push(row.group_id);
            tx.delete_part(row).await?;
        }
        let now = tx.now();
        for group in tx.parts::<ScimGroup, Account>(&account, Some(ScimGroup::ID.is_in(&groups))).await? {
            tx.update_part(&group, |group| group.changed_at = now).await?;
        }
        let user = people::told_of(&account, tx, person.id).await?;
        let gone = |user: &mut ScimUser| (user.external_id, user.removed_at, user.changed_at) = (None, Some(now), now);
        tx.update_part(&user, gone).await?;
        let (membership, person) = (person.id, person.person_id);
        let refs = [Ref::new("membership", membership), Ref::new("person", person)];
        tx.record_naming(&PersonRemoved { membership, person }, refs);
        Ok(())
    }
}
