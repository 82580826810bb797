use directory::{Account, Address, fold};
use gateway::{Command, Effect, Email, Granted, Input, Line, Path, Tx, post};
use kernel::{Id, Ref};
use store::Part;

use super::{PersonChanged, leaving, people, roles, shown};
use crate::{
    ScimError,
    error::taken,
    rows::{Held, ScimPerson, ScimUser, Writes},
    version,
};

/// Changes what a company's directory tells of somebody. Whoever it says is no more active is out at once; whoever it
/// says is active again comes back with what they held.
#[derive(Input)]
pub struct ChangePerson {
    /// Whom.
    member: Line<36>,
    /// The version the directory has seen.
    seen: Line<64>,
    user_name: Email,
    name: Line<120>,
    title: Option<Line<120>>,
    external_id: Option<Line<200>>,
    /// Whether they may come in.
    active: bool,
}

impl Command for ChangePerson {
    const NAME: &'static str = "scim.change_person";
    const PATH: Path = post("/accounts/{account}/directory/people/changes");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = Writes;
    type Output = ();
    type Error = ScimError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<(), ScimError> {
        shown(tx.principal())?;
        let person = people::person(&account, tx, &self.member).await?;
        if self.seen.as_str() != version::of_person(&person) {
            return Err(ScimError::Changed);
        }
        let member = people::member(&account, tx, person.id).await?;
        let user = people::told_of(&account, tx, person.id).await?;
        self.told(&account, tx, &person, &user).await?;
        let title = self.title.as_ref().map(|title| title.as_str().to_owned());
        if title != member.title {
            tx.update_part(&member, |member| member.title = title).await?;
        }
        if self.name.as_str() != person.name {
            tx.rename_here(&account, person.person_id, self.name.as_str()).await?;
        }
        // As they are by now: what was just changed is not to be written over.
        let member = people::member(&account, tx, person.id).await?;
        let user = people::told_of(&account, tx, person.id).await?;
        match (self.active, member.ended_at) {
            (false, None) => leaving::leave(&account, tx, &member, &user).await?,
            (true, Some(_)) => {
                leaving::come_back(&account, tx, &member, &user).await?;
                roles::settle(&account, tx, &[person.id]).await?;
            }
            (true, None) | (false, Some(_)) => {}
        }
        Ok(())
    }
}

impl ChangePerson {
    /// Keeps what the directory calls them and by which address it knows them.
    async fn told<'t>(
        &self,
        account: &Held<'t>,
        tx: &Tx<'t, Writes>,
        person: &Part<'t, ScimPerson>,
        user: &Part<'t, ScimUser>,
    ) -> Result<(), ScimError> {
        let external_id = self.external_id.as_ref().map(|id| id.as_str().to_owned());
        let is_other = fold(self.user_name.as_str()) != person.email_fold;
        let title = self.title.as_ref().map(|title| title.as_str());
        let is_same = external_id == person.external_id
            && !is_other
            && title == person.title.as_deref()
            && self.name.as_str() == person.name;
        if is_same {
            return Ok(());
        }
        let address = if is_other { Some(self.address(account, tx, person).await?) } else { user.address_id };
        let now = tx.now();
        let told = |user: &mut ScimUser| {
            (user.address_id, user.external_id, user.changed_at) = (address, external_id, now);
        };
        tx.update_part(user, told).await?;
        let (membership, person) = (person.id, person.person_id);
        let refs = [Ref::new("membership", membership), Ref::new("person", person)];
        tx.record_naming(&PersonChanged { membership, person }, refs);
        Ok(())
    }

    /// Another address of theirs, of a domain of the account: one they have already, or a new one.
    async fn address<'t>(
        &self,
        account: &Held<'t>,
        tx: &Tx<'t, Writes>,
        person: &Part<'t, ScimPerson>,
    ) -> Result<Id<Address>, ScimError> {
        let domains = people::must_be_ours(account, tx, &self.user_name).await?;
        match tx.owner_of(&self.user_name).await? {
            Some(known) if known.person_id == person.person_id => return Ok(known.id),
            Some(_) => return Err(ScimError::Elsewhere),
            None => {}
        }
        // An address is a way in: to whatever else they are, too, now or one day. That is not for one account's directory
        // to open, unless all their ways in are its own already.
        let is_more = tx.has_other_place(account, person.person_id).await?
            || tx.has_address_beyond(account, person.person_id, &domains).await?;
        if is_more {
            return Err(ScimError::Elsewhere);
        }
        tx.prove_address(person.person_id, &self.user_name).await.map_err(taken)
    }
}
