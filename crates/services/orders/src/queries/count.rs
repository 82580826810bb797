use access::Account;
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Problem};
use store::{Condition, Count, Scope};

use crate::Order;

/// Counts the orders of one account.
#[derive(Input)]
pub struct CountOrders {
    account: Line<40>,
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
        // What names no account has none.
        let account: Result<Id<Account>, _> = self.account.as_str().parse();
        let of = account.map_or_else(|_| Condition::nothing(), |account| Order::ACCOUNT_ID.is(&account));
        Ok(orders.count(Some(of), MOST).await?)
    }
}
