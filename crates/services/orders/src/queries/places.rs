use access::Account;
use directory::AccountName;
use gateway::{ById, Input, Path, Query, Viewed, Whole, get};
use kernel::{Cursor, Id, Limit, Problem};
use store::{Direction, List, Order, Scope};

use crate::{OrderBuyer, OrderSite};

/// Lists the names of the places that orders have gone to; all, or those of one account. Whoever needs to know only
/// whether there are more than a menu holds says how many are enough.
#[derive(Input)]
pub struct ListSites {
    account: Option<ById<Account>>,
    enough: Option<Whole<1, 200>>,
}

/// Lists the names of those who ordered, as far as one page goes; all, or those who did for one account.
#[derive(Input)]
pub struct ListBuyers {
    account: Option<ById<Account>>,
}

/// Lists the accounts whose orders may be seen: all, as far as one page goes, or those among the ones named.
#[derive(Input)]
pub struct ListPlaces {
    among: Vec<ById<Account>>,
}

impl Query for ListSites {
    const NAME: &'static str = "orders.list_sites";
    const PATH: Path = get("/orders/sites");
    const VIEWED: Viewed = Viewed::Silent;
    type On = OrderSite;
    type Under = Scope<Self, OrderSite>;
    type Output = Vec<String>;

    async fn run(self, sites: Scope<Self, OrderSite>) -> Result<Vec<String>, Problem> {
        let whose = self.account.map(|account| OrderSite::ACCOUNT_ID.is(&account.id()));
        let enough = self.enough.and_then(|enough| u32::try_from(enough.value()).ok());
        let rows = Limit::clamp(enough.unwrap_or(Limit::MAX));
        let (mut found, mut at): (Vec<OrderSite>, Option<Cursor>) = (Vec::new(), None);
        loop {
            let by = Order::by(OrderSite::NAME_FOLD, Direction::Ascending);
            let page = sites.page(List::by(by).maybe(whose.clone()).from(at).rows(rows)).await?;
            found.extend(page.rows);
            at = page.next;
            if at.is_none() || enough.is_some() {
                break;
            }
        }
        // A place that two accounts share, or two sources name, is one place; where there are more, it counts as many.
        if at.is_none() {
            found.dedup_by(|one, other| one.name_fold == other.name_fold);
        }
        Ok(found.into_iter().map(|site| site.name).collect())
    }
}

impl Query for ListBuyers {
    const NAME: &'static str = "orders.list_buyers";
    const PATH: Path = get("/orders/buyers");
    const VIEWED: Viewed = Viewed::Silent;
    type On = OrderBuyer;
    type Under = Scope<Self, OrderBuyer>;
    type Output = Vec<String>;

    async fn run(self, buyers: Scope<Self, OrderBuyer>) -> Result<Vec<String>, Problem> {
        let whose = self.account.map(|account| OrderBuyer::ACCOUNT_ID.is(&account.id()));
        let by = Order::by(OrderBuyer::NAME, Direction::Ascending);
        let found = buyers.page(List::by(by).maybe(whose).rows(Limit::clamp(Limit::MAX))).await?.rows;
        let mut names: Vec<String> = found.into_iter().map(|buyer| buyer.name).collect();
        names.dedup();
        Ok(names)
    }
}

impl Query for ListPlaces {
    const NAME: &'static str = "orders.list_places";
    const PATH: Path = get("/orders/places");
    const VIEWED: Viewed = Viewed::Silent;
    type On = directory::Account;
    type Under = Scope<Self, directory::Account>;
    type Output = Vec<AccountName>;

    async fn run(self, accounts: Scope<Self, directory::Account>) -> Result<Vec<AccountName>, Problem> {
        let among: Vec<Id<Account>> = self.among.into_iter().map(ById::id).collect();
        Ok(AccountName::list(&accounts, &among).await?)
    }
}
