use access::Account;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Limit, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope};

/// Names the accounts whose invoices may be seen: the one somebody acts for and those below it, or of all that may be
/// seen those that are asked for.
#[derive(Input)]
pub struct ListSites {
    among: Vec<ById<Account>>,
}

/// An account and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Site {
    /// The account.
    pub account: Id<Account>,
    /// Its name.
    pub name: String,
    /// What the seller calls it.
    pub reference: Option<String>,
}

impl Query for ListSites {
    const NAME: &'static str = "billing.list_sites";
    const PATH: Path = get("/invoices/sites");
    const VIEWED: Viewed = Viewed::Silent;
    type On = directory::Account;
    type Under = Scope<Self, directory::Account>;
    type Output = Vec<Site>;

    async fn run(self, accounts: Scope<Self, directory::Account>) -> Result<Vec<Site>, Problem> {
        let among: Vec<Id<Account>> = self.among.into_iter().map(ById::id).collect();
        let among = (!among.is_empty()).then(|| directory::Account::ID.is_in(&among));
        let mut sites = Vec::new();
        let mut at: Option<Cursor> = None;
        loop {
            let order = Order::by(directory::Account::NAME_FOLD, Direction::Ascending);
            let page = accounts.page(List::by(order).maybe(among.clone()).from(at).rows(Limit::TREE)).await?;
            sites.extend(page.rows.into_iter().map(|account| Site {
                account: account.id,
                name: account.name,
                reference: account.reference,
            }));
            at = page.next;
            if at.is_none() {
                return Ok(sites);
            }
        }
    }
}
