use access::Account;
use gateway::{Newest, Raw};
use kernel::{Id, Message, Timestamp};
use serde::Serialize;
use store::Count;

use crate::{Failure, Signed, door};

/// A list of records that belong to an account. A service registers its own; the desk's page of a customer leads there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLink {
    /// What the records are called: a message without values.
    pub label: &'static str,
    /// The icon of their noun.
    pub icon: &'static str,
    /// The list, below the desk; the account's id is put behind it: `/invoices?account=`.
    pub path: &'static str,
    /// Shown only to those who have some reach for this action.
    pub action: &'static str,
    /// The query that counts them: it takes an `account`, answers a [`Count`] and costs one statement.
    pub count: Option<&'static str>,
    /// The query that tells the newest of them: it takes an `account`, answers a [`Newest`] or nothing, and costs one
    /// statement.
    pub newest: Option<&'static str>,
    /// Its place: the lowest comes first.
    pub order: u16,
}

/// A list of an account's records, as templates take it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferedLink {
    /// What the records are called.
    pub label: String,
    /// The icon of their noun.
    pub icon: &'static str,
    /// Where they are listed.
    pub href: String,
    /// How many there are, where somebody counts.
    pub count: Option<Count>,
    /// The newest of them, where somebody tells it.
    pub newest: Option<NewestLink>,
}

/// The newest of an account's records, as templates take it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewestLink {
    /// What it is called.
    pub name: String,
    /// Where it is shown.
    pub href: String,
    /// When it came, or moved last.
    pub at: Timestamp,
}

impl Signed {
    /// The lists of an account's records that whoever asks may open.
    ///
    /// # Errors
    /// The first service's that could not count.
    pub async fn account_links(&self, account: Id<Account>) -> Result<Vec<OfferedLink>, Failure> {
        let raw = Raw::Form(vec![("account".to_owned(), account.to_string())]);
        let mut offered = Vec::new();
        for link in self.site.account_links.iter().filter(|link| self.may(link.action)) {
            let count = match link.count {
                Some(count) => self.ask_named(count, None, &raw).await?,
                None => None,
            };
            let newest = match link.newest {
                Some(newest) => self.ask_named::<Option<Newest>>(newest, None, &raw).await?.flatten(),
                None => None,
            };
            offered.push(OfferedLink {
                label: self.say(&Message::new(link.label)),
                icon: link.icon,
                href: format!("{}{}{account}", door::address(self.door), link.path),
                count,
                newest: newest.map(|newest| NewestLink {
                    href: self.address(&newest.path),
                    name: newest.name,
                    at: newest.at,
                }),
            });
        }
        Ok(offered)
    }
}
