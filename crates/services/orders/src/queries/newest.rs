use access::Account;
use gateway::{ById, Input, Newest, Path, Query, Viewed, get};
use kernel::{Limit, Problem};
use store::{Direction, List, Order as By, Scope};

use crate::Order;

/// Tells which order was placed last for one account.
#[derive(Input)]
pub struct NewestOrder {
    account: ById<Account>,
}

impl Query for NewestOrder {
    const NAME: &'static str = "orders.newest";
    const PATH: Path = get("/orders/newest");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Order;
    type Under = Scope<Self, Order>;
    type Output = Option<Newest>;

    async fn run(self, orders: Scope<Self, Order>) -> Result<Option<Newest>, Problem> {
        let of_it = Order::ACCOUNT_ID.is(&self.account.id());
        let by = By::by(Order::ORDERED_AT, Direction::Descending);
        let found = orders.page(List::by(by).only(of_it).rows(Limit::clamp(1))).await?.rows;
        Ok(found.first().map(newest))
    }
}

fn newest(order: &Order) -> Newest {
    let at = if order.timed { order.ordered_at } else { order.ordered_on.noon() };
    Newest { name: order.number.clone(), path: format!("/orders/{}", order.id), at }
}
