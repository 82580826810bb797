use directory::{Account, Address, Membership, Person, fold};
use gateway::{Command, Effect, Email, Granted, Input, Line, Path, Tx, post};
use kernel::{Id, Ref};
use store::Part;

use super::{PersonAdded, leaving, people, roles, shown};
use crate::{
    ScimError,
    error::taken,
    rows::{AccountMember, Held, ScimUser, Writes},
};

/// Makes somebody a member whom the company's directory names: somebody new, or whom the directory had leave before. An
/// address that is anybody else's is refused.
#[derive(Input)]
pub struct AddPerson {
    user_name: Email,
    name: Line<120>,
    title: Option<Line<120>>,
    external_id: Option<Line<200>>,
    /// Whether they may come in.
    active: bool,
}

impl Command for AddPerson {
    const NAME: &'static str = "scim.add_person";
    const PATH: Path = post("/accounts/{account}/directory/people");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = Writes;
    type Output = Id<Membership>;
    type Error = ScimError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<Id<Membership>, ScimError> {
        shown(tx.principal())?;
        people::must_be_ours(&account, tx, &self.user_name).await?;
        let address = tx.owner_of(&self.user_name).await?;
        let made = address.is_none();
        let (member, address) = match address {
            None => self.joins(&account, tx).await?,
            Some(address) => (returns(&account, tx, &address).await?, address.id),
        };
        let user = people::told_of(&account, tx, member.id).await?;
        if !made {
            leaving::come_back(&account, tx, &member, &user).await?;
        }
        let (external_id, now) = (self.external_id.map(|id| id.as_str().to_owned()), tx.now());
        let told = |user: &mut ScimUser| {
            (user.address_id, user.external_id, user.changed_at) = (Some(address), external_id, now);
            (user.left_at, user.removed_at) = (None, None);
        };
        tx.update_part(&user, told).await?;
        let (membership, person) = (member.id, member.person_id);
        let refs = [Ref::new("membership", membership), Ref::new("person", person)];
        tx.record_naming(&PersonAdded { membership, person, made }, refs);
        roles::settle(&account, tx, &[membership]).await?;
        // Staff are nobody's to let in; whoever came back and is of the staff by now is not seen here, so nothing was done.
        if !people::is_known(&account, tx, membership).await? {
            return Err(ScimError::Elsewhere);
        }
        if !self.active {
            let member = people::member(&account, tx, membership).await?;
            let user = people::told_of(&account, tx, membership).await?;
            leaving::leave(&account, tx, &member, &user).await?;
        }
        Ok(membership)
    }
}

impl AddPerson {
    /// Somebody new.
    async fn joins<'t>(
        &self,
        account: &Held<'t>,
        tx: &Tx<'t, Writes>,
    ) -> Result<(Part<'t, AccountMember>, Id<Address>), ScimError> {
        let (now, name, email) = (tx.now(), self.name.as_str().to_owned(), self.user_name.as_str().to_owned());
        let name_fold = fold(&name);
        let person = Person {
            id: tx.new_id(),
            name: name.clone(),
            name_fold: name_fold.clone(),
            created_at: now,
            disabled_at: None,
        };
        let person = tx.insert(person).await?.id;
        // The domain is the account's, so its word that this is the person's address is proof.
        let address = Address {
            id: tx.new_id(),
            person_id: person,
            email_fold: fold(&email),
            email,
            verified_at: Some(now),
            primary_since: Some(now),
        };
        let address = tx.insert(address).await.map_err(taken)?.id;
        let member = AccountMember {
            id: tx.new_id(),
            account_id: account.id,
            person_id: person,
            name,
            name_fold,
            title: self.title.as_ref().map(|title| title.as_str().to_owned()),
            created_at: now,
            ended_at: None,
        };
        let member = tx.insert(member).await?.id;
        Ok((people::member(account, tx, member).await?, address))
    }
}

/// Somebody whose address it is already: of whom the directory had said that they are gone for good.
async fn returns<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    address: &Address,
) -> Result<Part<'t, AccountMember>, ScimError> {
    let theirs = AccountMember::PERSON_ID.is(&address.person_id);
    let found = tx.parts::<AccountMember, Account>(account, Some(theirs)).await?;
    let last = found.into_iter().max_by_key(|member| (member.ended_at.is_none(), member.created_at));
    let member = last.ok_or(ScimError::Elsewhere)?;
    if people::is_known(account, tx, member.id).await? {
        return Err(ScimError::Taken);
    }
    let told = Some(ScimUser::MEMBERSHIP_ID.is(&member.id).and(ScimUser::REMOVED_AT.is_known()));
    let is_gone = !tx.parts::<ScimUser, Account>(account, told).await?.is_empty();
    if is_gone && member.ended_at.is_some() { Ok(member) } else { Err(ScimError::Elsewhere) }
}
