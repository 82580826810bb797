use kernel::{Id, Limit, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Db, Direction, List, Order, Scope, StoreError};

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
    /// The number under which it pays VAT, as the system of record tells it.
    pub vat_number: Option<String>,
    /// The address in the register, as the system of record tells it.
    pub registered_address: Option<String>,
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

/// An account, by name: for a menu of accounts, or for rows of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountName {
    /// The account.
    pub account: Id<access::Account>,
    /// Its name.
    pub name: String,
}

/// More than anybody picks from a menu.
const MENU_MOST: u32 = 50;

impl AccountName {
    /// The accounts that may be seen, in the order of their names: all, as far as one page goes, or those among the
    /// ones named.
    ///
    /// # Errors
    /// The database's.
    pub async fn list<A>(accounts: &Scope<A, Account>, among: &[Id<access::Account>]) -> Result<Vec<Self>, StoreError> {
        let among = (!among.is_empty()).then(|| Account::ID.is_in(among));
        let by = Order::by(Account::NAME_FOLD, Direction::Ascending);
        let found = accounts.page(List::by(by).maybe(among).rows(Limit::clamp(MENU_MOST))).await?;
        Ok(found.rows.into_iter().map(|account| Self { account: account.id, name: account.name }).collect())
    }
}

/// The account that a system of record calls so; for the command line, which acts for nobody.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "the command line looks for accounts before there is a principal")]
pub async fn account_by_reference(db: &Db, reference: &str) -> Result<Option<Id<access::Account>>, StoreError> {
    let found = db.unguarded().first(Account::REFERENCE.is(&Some(reference.to_owned()))).await?;
    Ok(found.map(|account| account.id))
}
