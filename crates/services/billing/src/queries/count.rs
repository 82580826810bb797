use access::Account;
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Problem};
use store::{Condition, Count, Scope};

use crate::rows::Invoice;

/// Counts the invoices of one account.
#[derive(Input)]
pub struct CountInvoices {
    account: Line<40>,
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
        // What names no account has none.
        let account: Result<Id<Account>, _> = self.account.as_str().parse();
        let of = account.map_or_else(|_| Condition::nothing(), |account| Invoice::ACCOUNT_ID.is(&account));
        Ok(invoices.count(Some(of), MOST).await?)
    }
}
