use access::Account;
use gateway::{ById, Input, Newest, Path, Query, Viewed, get};
use kernel::{Limit, Problem};
use store::{List, Scope};

use super::filter::{Sort, of_account};
use crate::rows::Invoice;

/// Tells which invoice or credit note of one account was issued last.
#[derive(Input)]
pub struct NewestInvoice {
    account: ById<Account>,
}

impl Query for NewestInvoice {
    const NAME: &'static str = "billing.newest";
    const PATH: Path = get("/invoices/newest");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Option<Newest>;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<Option<Newest>, Problem> {
        let list = List::by(Sort::Newest.order()).only(of_account(self.account)).rows(Limit::clamp(1));
        Ok(invoices.page(list).await?.rows.first().map(newest))
    }
}

fn newest(invoice: &Invoice) -> Newest {
    let at = invoice.issued_at.unwrap_or_else(|| invoice.issued_on.noon());
    Newest { name: invoice.number.clone(), path: format!("/invoices/{}", invoice.id), at }
}
