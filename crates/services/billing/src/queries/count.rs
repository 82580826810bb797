use access::Account;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::Problem;
use store::{Count, Scope};

use crate::rows::Invoice;

/// Counts the invoices of one account.
#[derive(Input)]
pub struct CountInvoices {
    account: ById<Account>,
}

/// Nobody counts further than this.
const MOST: u32 = 10_000;

impl Query for CountInvoices {
    const NAME: &'static str = "billing.count";
    const PATH: Path = get("/invoices/count");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Count;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<Count, Problem> {
        Ok(invoices.count(Some(Invoice::ACCOUNT_ID.is(&self.account.id())), MOST).await?)
    }
}
