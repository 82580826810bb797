use access::Account;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Id, Limit, Problem};
use serde::Serialize;
use store::{Direction, List, Order as By, Scope};

use crate::OrderSite;

/// Lists the names of the places that orders have gone to; all, or those of one account.
#[derive(Input)]
pub struct ListSites {
    account: Option<ById<Account>>,
}

/// Lists the accounts whose orders may be seen: all, as far as one page goes, or those among the ones named.
#[derive(Input)]
pub struct ListPlaces {
    among: Vec<ById<Account>>,
}

/// An account, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The account.
    pub account: Id<Account>,
    /// Its name.
    pub name: String,
}

/// More than anybody picks from a menu.
const MOST: u32 = 50;

impl Query for ListSites {
    const NAME: &'static str = "orders.list_sites";
    const PATH: Path = get("/orders/sites");
    const VIEWED: Viewed = Viewed::Silent;
    type On = OrderSite;
    type Under = Scope<Self, OrderSite>;
    type Output = Vec<String>;

    async fn run(self, sites: Scope<Self, OrderSite>) -> Result<Vec<String>, Problem> {
        let whose = self.account.map(|account| OrderSite::ACCOUNT_ID.is(&account.id()));
        let by = By::by(OrderSite::NAME_FOLD, Direction::Ascending);
        let mut found = sites.page(List::by(by).maybe(whose).rows(Limit::clamp(MOST))).await?.rows;
        // A place that two accounts share, or two sources name, is one place.
        found.dedup_by(|one, other| one.name_fold == other.name_fold);
        Ok(found.into_iter().map(|site| site.name).collect())
    }
}

impl Query for ListPlaces {
    const NAME: &'static str = "orders.list_places";
    const PATH: Path = get("/orders/places");
    const VIEWED: Viewed = Viewed::Silent;
    type On = directory::Account;
    type Under = Scope<Self, directory::Account>;
    type Output = Vec<Place>;

    async fn run(self, accounts: Scope<Self, directory::Account>) -> Result<Vec<Place>, Problem> {
        let among: Vec<Id<Account>> = self.among.into_iter().map(ById::id).collect();
        let among = (!among.is_empty()).then(|| directory::Account::ID.is_in(&among));
        let by = By::by(directory::Account::NAME_FOLD, Direction::Ascending);
        let found = accounts.page(List::by(by).maybe(among).rows(Limit::clamp(MOST))).await?;
        Ok(found.rows.into_iter().map(|account| Place { account: account.id, name: account.name }).collect())
    }
}
