use access::Account;
use gateway::{Attention, ById, Input, Path, Query, TOLD, Today, Viewed, get};
use kernel::{Limit, Problem};
use store::{Direction, List, Order as By, Scope};

use super::attention::moving;
use crate::{Order, OrderState};

/// Tells which orders of one account are on their way to being shipped, the newest first.
#[derive(Input)]
pub struct OpenOrders {
    account: ById<Account>,
    today: Today,
}

impl Query for OpenOrders {
    const NAME: &'static str = "orders.open";
    const PATH: Path = get("/orders/open");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Order;
    type Under = Scope<Self, Order>;
    type Output = Vec<Attention>;

    async fn run(self, orders: Scope<Self, Order>) -> Result<Vec<Attention>, Problem> {
        let today = self.today.date();
        let open = Order::ACCOUNT_ID.is(&self.account.id()).and(Order::STATE.is_in(&OrderState::OPEN));
        let by = By::by(Order::ORDERED_AT, Direction::Descending);
        let found = orders.page(List::by(by).only(open).rows(Limit::clamp(TOLD))).await?.rows;
        Ok(found.iter().map(|order| moving(order, today)).collect())
    }
}
