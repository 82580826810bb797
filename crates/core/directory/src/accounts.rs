use kernel::{Id, Timestamp};
use macros::Row;
use store::{Db, StoreError};

/// A customer organisation: a group, a company or a site.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "accounts", kind = "account", read = "accounts.read", account = "id")]
pub struct Account {
    /// Its id.
    pub id: Id<access::Account>,
    /// The account it is part of.
    pub parent_id: Option<Id<access::Account>>,
    /// What it is.
    #[fact]
    pub kind: AccountKind,
    /// Its name.
    pub name: String,
    /// The name as it is searched and sorted.
    pub name_fold: String,
    /// What the system of record calls it.
    pub reference: Option<String>,
    /// Since when we know it.
    pub created_at: Timestamp,
}

/// What an account is in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// Several companies.
    Group,
    /// One company.
    Company,
    /// A place of one.
    Site,
}
store::text_column!(AccountKind { Group = "group", Company = "company", Site = "site" });

/// The account that a system of record calls so; for the command line, which acts for nobody.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "the command line looks for accounts before there is a principal")]
pub async fn account_by_reference(db: &Db, reference: &str) -> Result<Option<Id<access::Account>>, StoreError> {
    let found = db.unguarded().first(Account::REFERENCE.is(&Some(reference.to_owned()))).await?;
    Ok(found.map(|account| account.id))
}
