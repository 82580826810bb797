use access::Account;
use gateway::{Attention, ById, Input, Path, Query, Slot, TOLD, Viewed, get};
use kernel::{Limit, Problem};
use store::{Direction, List, Order, Scope};

use super::attention::tell;
use crate::{Case, Side};

/// Tells which cases of one account are not closed, the one that moved last first.
#[derive(Input)]
pub struct OpenCases {
    account: ById<Account>,
}

impl Query for OpenCases {
    const NAME: &'static str = "cases.open";
    const PATH: Path = get("/cases/open");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Case;
    type Under = Scope<Self, Case>;
    type Output = Vec<Attention>;

    async fn run(self, cases: Scope<Self, Case>) -> Result<Vec<Attention>, Problem> {
        let side = Side::of(&cases.caller().principal);
        let open = Case::ACCOUNT_ID.is(&self.account.id()).and(Case::TURN.is_known());
        let by = Order::by(Case::TOUCHED_AT, Direction::Descending);
        let found = cases.page(List::by(by).only(open).rows(Limit::clamp(TOLD))).await?.rows;
        Ok(found.iter().map(|case| tell(case, side, Slot::Moving)).collect())
    }
}
