use access::Account;
use gateway::{ById, Input, Newest, Path, Query, Viewed, get};
use kernel::{Limit, Problem};
use store::{Direction, List, Order, Scope};

use crate::Case;

/// Tells which case of one account moved last.
#[derive(Input)]
pub struct NewestCase {
    account: ById<Account>,
}

impl Query for NewestCase {
    const NAME: &'static str = "cases.newest";
    const PATH: Path = get("/cases/newest");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Case;
    type Under = Scope<Self, Case>;
    type Output = Option<Newest>;

    async fn run(self, cases: Scope<Self, Case>) -> Result<Option<Newest>, Problem> {
        let of_it = Case::ACCOUNT_ID.is(&self.account.id());
        let by = Order::by(Case::TOUCHED_AT, Direction::Descending);
        let found = cases.page(List::by(by).only(of_it).rows(Limit::clamp(1))).await?.rows;
        Ok(found.first().map(newest))
    }
}

fn newest(case: &Case) -> Newest {
    Newest { name: case.reference(), path: format!("/cases/{}", case.id), at: case.touched_at }
}
