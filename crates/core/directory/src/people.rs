use access::Account;
use kernel::{Id, Timestamp};
use macros::Row;
use store::{Db, StoreError};

use crate::{AccountName, fold};

/// A human being, customer or staff.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "persons", kind = "person", read = "people.read", owner = "id")]
pub struct Person {
    /// Their id.
    pub id: Id<access::Person>,
    /// What they are called.
    pub name: String,
    /// The name as it is searched and sorted.
    pub name_fold: String,
    /// Since when we know them.
    pub created_at: Timestamp,
    /// Since when they may no longer sign in.
    pub disabled_at: Option<Timestamp>,
}

/// An e-mail address of a person.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "addresses", parent(Person, "person_id"))]
pub struct Address {
    /// Its id.
    pub id: Id<Address>,
    /// Whose it is.
    pub person_id: Id<access::Person>,
    /// As it was typed.
    pub email: String,
    /// As it is compared.
    pub email_fold: String,
    /// Since when we know that it is theirs.
    pub verified_at: Option<Timestamp>,
    /// Since when mail goes there first.
    pub primary_since: Option<Timestamp>,
}

/// A person in an account.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(
    table = "memberships",
    kind = "membership",
    read = "people.read_membership",
    account = "account_id",
    owner = "person_id"
)]
pub struct Membership {
    /// Its id.
    pub id: Id<Membership>,
    /// Where.
    pub account_id: Id<Account>,
    /// Who.
    pub person_id: Id<access::Person>,
    /// What the person is called.
    pub name: String,
    /// The name as it is searched and sorted.
    pub name_fold: String,
    /// What they do there.
    pub title: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when no longer.
    pub ended_at: Option<Timestamp>,
}

/// A role somebody holds, at an account or at the desk.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "holdings", account = "account_id", parent(Membership, "membership_id"))]
pub struct HoldingRow {
    /// Its id.
    pub id: Id<HoldingRow>,
    /// Who.
    pub person_id: Id<access::Person>,
    /// Through which membership; none at the desk.
    pub membership_id: Option<Id<Membership>>,
    /// Where; nowhere at the desk.
    pub account_id: Option<Id<Account>>,
    /// Which role.
    pub role: String,
    /// First instant it counts.
    pub valid_from: Option<Timestamp>,
    /// First instant it no longer counts.
    pub valid_until: Option<Timestamp>,
}

/// Whose an address is, and the accounts they are a member of.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// Who.
    pub person: Id<access::Person>,
    /// Of which accounts they are a member now.
    pub accounts: Vec<AccountName>,
}

/// Whose this address is; for the command line, which acts for nobody.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "the command line looks for people before there is a principal")]
pub async fn person_by_address(db: &Db, email: &str) -> Result<Option<Addressee>, StoreError> {
    let raw = db.unguarded();
    let theirs = Address::EMAIL_FOLD.is(&fold(email)).and(Address::VERIFIED_AT.is_known());
    let Some(address) = raw.first(theirs).await? else { return Ok(None) };
    let current = Membership::PERSON_ID.is(&address.person_id).and(Membership::ENDED_AT.is_unknown());
    let members = raw.find(current).await?;
    let named: Vec<Id<Account>> = members.iter().map(|member| member.account_id).collect();
    let found = raw.find(crate::Account::ID.is_in(&named)).await?;
    let accounts = found.into_iter().map(|account| AccountName { account: account.id, name: account.name }).collect();
    Ok(Some(Addressee { person: address.person_id, accounts }))
}
