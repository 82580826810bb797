use access::Account;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Id, Limit, Problem};
use serde::Serialize;
use store::{Direction, List, Order, Scope};

/// Lists the accounts whose cases may be seen: all, as far as one page goes, or those among the ones named.
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

impl Query for ListPlaces {
    const NAME: &'static str = "cases.list_places";
    const PATH: Path = get("/cases/places");
    const VIEWED: Viewed = Viewed::Silent;
    type On = directory::Account;
    type Under = Scope<Self, directory::Account>;
    type Output = Vec<Place>;

    async fn run(self, accounts: Scope<Self, directory::Account>) -> Result<Vec<Place>, Problem> {
        let among: Vec<Id<Account>> = self.among.into_iter().map(ById::id).collect();
        let among = (!among.is_empty()).then(|| directory::Account::ID.is_in(&among));
        let by = Order::by(directory::Account::NAME_FOLD, Direction::Ascending);
        let found = accounts.page(List::by(by).maybe(among).rows(Limit::clamp(MOST))).await?;
        Ok(found.rows.into_iter().map(|account| Place { account: account.id, name: account.name }).collect())
    }
}
