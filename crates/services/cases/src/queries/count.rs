use access::Account;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::Problem;
use store::{Count, Scope};

use crate::Case;

/// Counts the open cases of one account.
#[derive(Input)]
pub struct CountCases {
    account: ById<Account>,
}

/// Nobody counts further than this.
const MOST: u32 = 10_000;

impl Query for CountCases {
    const NAME: &'static str = "cases.count";
    const PATH: Path = get("/cases/count");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Case;
    type Under = Scope<Self, Case>;
    type Output = Count;

    async fn run(self, cases: Scope<Self, Case>) -> Result<Count, Problem> {
        let open = Case::ACCOUNT_ID.is(&self.account.id()).and(Case::TURN.is_known());
        Ok(cases.count(Some(open), MOST).await?)
    }
}
