use access::Account;
use directory::AccountName;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Id, Problem};
use store::Scope;

/// Lists the accounts whose cases may be seen: all, as far as one page goes, or those among the ones named.
#[derive(Input)]
pub struct ListPlaces {
    among: Vec<ById<Account>>,
}

impl Query for ListPlaces {
    const NAME: &'static str = "cases.list_places";
    const PATH: Path = get("/cases/places");
    const VIEWED: Viewed = Viewed::Silent;
    type On = directory::Account;
    type Under = Scope<Self, directory::Account>;
    type Output = Vec<AccountName>;

    async fn run(self, accounts: Scope<Self, directory::Account>) -> Result<Vec<AccountName>, Problem> {
        let among: Vec<Id<Account>> = self.among.into_iter().map(ById::id).collect();
        Ok(AccountName::list(&accounts, &among).await?)
    }
}
