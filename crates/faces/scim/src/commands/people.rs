//! Finding an account's people, and what its directory has told of them.

use directory::{Account, Membership};
use gateway::{Email, Line, Tx};
use identity::{DomainName, SsoDomain};
use kernel::Id;
use store::{Json, Part};

use crate::{
    ScimError,
    rows::{AccountMember, Held, ScimPerson, ScimUser, Writes},
};

/// Somebody the directory may know of.
pub(super) async fn person<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    named: &Line<36>,
) -> Result<Part<'t, ScimPerson>, ScimError> {
    let id: Id<Membership> = named.as_str().parse().map_err(|_| ScimError::Absent)?;
    known(account, tx, id).await
}

/// The same by the membership.
pub(super) async fn known<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    id: Id<Membership>,
) -> Result<Part<'t, ScimPerson>, ScimError> {
    let found = tx.parts::<ScimPerson, Account>(account, Some(ScimPerson::ID.is(&id))).await?;
    found.into_iter().next().ok_or(ScimError::Absent)
}

/// Whether the directory may know of a member.
pub(super) async fn is_known<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    id: Id<Membership>,
) -> Result<bool, ScimError> {
    Ok(!tx.parts::<ScimPerson, Account>(account, Some(ScimPerson::ID.is(&id))).await?.is_empty())
}

/// Their membership, to be changed; nobody else changes it meanwhile.
pub(super) async fn member<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    id: Id<Membership>,
) -> Result<Part<'t, AccountMember>, ScimError> {
    tx.hold_members(account, &[id]).await?;
    let found = tx.parts::<AccountMember, Account>(account, Some(AccountMember::ID.is(&id))).await?;
    found.into_iter().next().ok_or(ScimError::Absent)
}

/// What the directory has told of a member; nothing yet of whoever came otherwise.
pub(super) async fn told_of<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    id: Id<Membership>,
) -> Result<Part<'t, ScimUser>, ScimError> {
    let of = Some(ScimUser::MEMBERSHIP_ID.is(&id));
    let mut found = tx.parts::<ScimUser, Account>(account, of.clone()).await?;
    if found.is_empty() {
        tx.insert(blank(account, tx, id)).await?;
        found = tx.parts::<ScimUser, Account>(account, of).await?;
    }
    found.into_iter().next().ok_or(ScimError::Absent)
}

/// A member of whom the directory has told nothing yet.
pub(super) fn blank(account: &Held<'_>, tx: &Tx<'_, Writes>, id: Id<Membership>) -> ScimUser {
    ScimUser {
        id: tx.new_id(),
        account_id: account.id,
        membership_id: id,
        address_id: None,
        external_id: None,
        roles: Json(Vec::new()),
        changed_at: tx.now(),
        left_at: None,
        removed_at: None,
    }
}

/// Refuses an address of a domain that is not proved to be the account's; gives the domains that are.
pub(super) async fn must_be_ours<'t>(
    account: &Held<'t>,
    tx: &Tx<'t, Writes>,
    email: &Email,
) -> Result<Vec<String>, ScimError> {
    let domain = DomainName::of_address(email.as_str()).ok_or(ScimError::Domain)?;
    let proved = tx.parts::<SsoDomain, Account>(account, Some(SsoDomain::VERIFIED_AT.is_known())).await?;
    let proved: Vec<String> = proved.iter().map(|proved| proved.domain.clone()).collect();
    if proved.iter().any(|proved| proved == domain.as_str()) { Ok(proved) } else { Err(ScimError::Domain) }
}
