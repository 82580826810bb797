//! The roles that a directory's groups give: those that the account's admin has mapped to the group, by its name or by
//! what the directory calls it; else the one of the same name, if whoever made the token might give it.

use std::collections::BTreeSet;

use access::Role;
use accounts::{RoleGiven, RoleTaken, keepers};
use directory::{Account, Membership, ScimToken, fold};
use gateway::Tx;
use identity::{SsoConnection, SsoRole};
use kernel::{Id, Ref};
use store::{Json, Part};

use super::{people, shown};
use crate::{
    ScimError,
    rows::{AccountHolding, AccountMember, GroupMember, Held, ScimGroup, ScimPerson, ScimUser, Writes},
};

/// Refuses to end or put back what somebody holds beyond what the connection gives: the roles that whoever made the token
/// might give, those that an admin of the account has mapped, and those that the directory gave them. Whoever holds more
/// got it from somebody with more rights, whose it is to take.
pub(super) async fn must_cover<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    member: &Part<'t, AccountMember>,
    user: &Part<'t, ScimUser>,
    held: &[Part<'t, AccountHolding>],
) -> Result<(), ScimError> {
    let connection = tx.parts::<SsoConnection, Account>(account, None).await?.into_iter().next();
    let mapped = tx.parts::<SsoRole, Account>(account, None).await?;
    let mut gives = by_name(account, tx).await?;
    gives.extend(connection.and_then(|connection| connection.role.clone()));
    gives.extend(mapped.iter().map(|mapped| mapped.role.clone()));
    gives.extend(user.roles.0.iter().cloned());
    let (book, now) = (&tx.caller().rights.book, tx.now());
    // What the portal no longer knows, or is over, permits nothing.
    let counts =
        |row: &AccountHolding| book.role(&row.role).is_some() && row.valid_until.is_none_or(|until| now < until);
    if held.iter().any(|row| counts(row) && !gives.contains(&row.role)) {
        return Err(ScimError::HoldsMore(member.name.clone()));
    }
    Ok(())
}

/// The roles that a group gives by its name alone.
async fn by_name<'t>(account: &Held<'t>, tx: &Tx<'t, Writes>) -> Result<Vec<String>, ScimError> {
    let token = ScimToken::ID.is(&shown(tx.principal())?);
    let token = tx.parts::<ScimToken, Account>(account, Some(token)).await?.into_iter().next();
    Ok(token.map(|token| token.gives.0.clone()).unwrap_or_default())
}

/// Which roles belonging to what gives.
struct Giving {
    /// Everybody's.
    all: Option<String>,
    /// Each group's.
    groups: Vec<(Id<ScimGroup>, Vec<String>)>,
}

impl Giving {
    async fn of<'t>(account: &Held<'t>, tx: &Tx<'t, Writes>) -> Result<Self, ScimError> {
        let by_name = by_name(account, tx).await?;
        let connection = tx.parts::<SsoConnection, Account>(account, None).await?.into_iter().next();
        let mapped = tx.parts::<SsoRole, Account>(account, None).await?;
        let groups = tx.parts::<ScimGroup, Account>(account, None).await?;
        let gives = |group: &Part<'t, ScimGroup>| {
            let is_meant = |value: &str| value == group.name || Some(value) == group.external_id.as_deref();
            let roles = mapped.iter().filter(|mapped| is_meant(&mapped.value)).map(|mapped| mapped.role.clone());
            let mut roles: Vec<String> = roles.collect();
            if roles.is_empty() {
                roles.extend(by_name.iter().filter(|role| fold(role) == group.name_fold).cloned());
            }
            (group.id, roles)
        };
        let all = connection.and_then(|connection| connection.role.clone());
        Ok(Self { all, groups: groups.iter().map(gives).collect() })
    }

    /// What somebody gets who belongs to these groups; a role that the portal no longer knows, or that is none of a
    /// customer's, nobody gets.
    fn to(&self, groups: &[Id<ScimGroup>], is_for_customers: impl Fn(&str) -> bool) -> BTreeSet<String> {
        let theirs = self.groups.iter().filter(|(group, _)| groups.contains(group));
        let roles = theirs.flat_map(|(_, roles)| roles).chain(&self.all);
        roles.filter(|role| is_for_customers(role)).cloned().collect()
    }
}

/// Gives members the roles their groups give now and takes those that groups gave before. What was given by hand stays.
pub(super) async fn settle<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    of: &[Id<Membership>],
) -> Result<(), ScimError> {
    if of.is_empty() {
        return Ok(());
    }
    tx.hold_members(account, of).await?;
    let giving = Giving::of(account, tx).await?;
    // Whom the directory may not know any more, it changes no more.
    let known = tx.parts::<ScimPerson, Account>(account, Some(ScimPerson::ID.is_in(of))).await?;
    let current = AccountMember::ID.is_in(of).and(AccountMember::ENDED_AT.is_unknown());
    let mut members = tx.parts::<AccountMember, Account>(account, Some(current)).await?;
    members.retain(|member| known.iter().any(|person| person.id == member.id));
    let of_them: Vec<Option<Id<Membership>>> = of.iter().copied().map(Some).collect();
    let theirs = AccountHolding::MEMBERSHIP_ID.is_in(&of_them);
    let mut held = tx.parts::<AccountHolding, Account>(account, Some(theirs)).await?;
    let users = tx.parts::<ScimUser, Account>(account, Some(ScimUser::MEMBERSHIP_ID.is_in(of))).await?;
    let within = tx.parts::<GroupMember, Account>(account, Some(GroupMember::MEMBERSHIP_ID.is_in(of))).await?;
    let book = &tx.caller().rights.book;
    let is_for_customers = |role: &str| book.role(role).is_some_and(Role::is_for_customers);
    for member in &members {
        let groups = within.iter().filter(|row| row.membership_id == member.id).map(|row| row.group_id);
        let given = giving.to(&groups.collect::<Vec<_>>(), is_for_customers);
        let (own, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|row| row.membership_id == Some(member.id));
        held = others;
        let user = users.iter().find(|user| user.membership_id == member.id);
        one(account, tx, member, user, own, &given).await?;
    }
    Ok(())
}

/// Does so for one member.
async fn one<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    member: &Part<'t, AccountMember>,
    user: Option<&Part<'t, ScimUser>>,
    held: Vec<Part<'t, AccountHolding>>,
    given: &BTreeSet<String>,
) -> Result<(), ScimError> {
    let before = user.map(|user| user.roles.0.clone()).unwrap_or_default();
    // What is held for a while only, a group gives without an end.
    let is_held = |role: &String| held.iter().any(|row| row.role == *role && row.valid_until.is_none());
    let gained: Vec<String> = given.iter().filter(|role| !is_held(role)).cloned().collect();
    let lost: Vec<String> = before.iter().filter(|role| !given.contains(*role) && is_held(role)).cloned().collect();
    let keepers = keepers(&tx.caller().rights.book);
    // What is held for a while ends by itself, and keeps nobody.
    let lasting = held.iter().filter(|row| row.valid_until.is_none()).map(|row| &row.role);
    let kept = lasting.filter(|role| !lost.contains(role)).chain(&gained);
    let keeps = kept.into_iter().any(|role| keepers.contains(&role.as_str()));
    let loses = lost.iter().any(|role| keepers.contains(&role.as_str()));
    if loses && !keeps && tx.is_last_in(account, member.id, &keepers).await? {
        return Err(ScimError::Last(member.name.clone()));
    }
    let mut missing = gained.clone();
    for row in held {
        if lost.contains(&row.role) {
            tx.delete_part(row).await?;
        } else if gained.contains(&row.role) {
            missing.retain(|role| *role != row.role);
            tx.update_part(&row, |row| (row.valid_from, row.valid_until) = (None, None)).await?;
        }
    }
    for role in missing {
        tx.insert(AccountHolding {
            id: tx.new_id(),
            person_id: member.person_id,
            membership_id: Some(member.id),
            account_id: Some(account.id),
            role,
            valid_from: None,
            valid_until: None,
        })
        .await?;
    }
    let refs = || [Ref::new("membership", member.id), Ref::new("person", member.person_id)];
    let (membership, person) = (member.id, member.person_id);
    for role in &gained {
        tx.record_naming(&RoleGiven { membership, person, role: role.clone() }, refs());
    }
    for role in lost {
        tx.record_naming(&RoleTaken { membership, person, role }, refs());
    }
    let by_directory = given.iter().filter(|role| gained.contains(role) || before.contains(role));
    let roles: Vec<String> = by_directory.cloned().collect();
    match user {
        Some(user) if user.roles.0 == roles => {}
        Some(user) => {
            tx.update_part(user, |user| user.roles = Json(roles)).await?;
        }
        None => {
            tx.insert(ScimUser { roles: Json(roles), ..people::blank(account, tx, membership) }).await?;
        }
    }
    Ok(())
}
