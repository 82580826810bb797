use access::Account;
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::Problem;
use store::{Count, Scope};

use crate::Order;

/// Counts the orders of one account.
#[derive(Input)]
pub struct CountOrders {
    account: ById<Account>,
}

/// Nobody counts further than this.
const MOST: u32 = 10_000;

impl Query for CountOrders {
    const NAME: &'static str = "orders.count";
    const PATH: Path = get("/orders/count");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Order;
    type Under = Scope<Self, Order>;
    type Output = Count;

    async fn run(self, orders: Scope<Self, Order>) -> Result<Count, Problem> {
        Ok(orders.count(Some(Order::ACCOUNT_ID.is(&self.account.id())), MOST).await?)
    }
}
