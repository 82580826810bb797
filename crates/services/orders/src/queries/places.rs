use access::Account;
use directory::AccountName;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Limit, Problem};
use store::{Direction, List, Order, Scope};

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

impl Query for ListSites {
    const NAME: &'static str = "orders.list_sites";
    const PATH: Path = get("/orders/sites");
    const VIEWED: Viewed = Viewed::Silent;
    type On = OrderSite;
    type Under = Scope<Self, OrderSite>;
    type Output = Vec<String>;

    async fn run(self, sites: Scope<Self, OrderSite>) -> Result<Vec<String>, Problem> {
        let whose = self.account.map(|account| OrderSite::ACCOUNT_ID.is(&account.id()));
        let (mut found, mut at): (Vec<OrderSite>, Option<Cursor>) = (Vec::new(), None);
        loop {
            let by = Order::by(OrderSite::NAME_FOLD, Direction::Ascending);
            let list = List::by(by).maybe(whose.clone()).from(at).rows(Limit::clamp(Limit::MAX));
            let page = sites.page(list).await?;
            found.extend(page.rows);
            at = page.next;
            if at.is_none() {
                break;
            }
        }
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
    type Output = Vec<AccountName>;

    async fn run(self, accounts: Scope<Self, directory::Account>) -> Result<Vec<AccountName>, Problem> {
        let among: Vec<Id<Account>> = self.among.into_iter().map(ById::id).collect();
        Ok(AccountName::list(&accounts, &among).await?)
    }
}
