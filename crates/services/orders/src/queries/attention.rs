use gateway::{Attention, Input, Path, Query, Slot, TOLD, Today, Viewed, get};
use kernel::{Date, Limit, Message, Problem, Ref, Timestamp, Turn};
use store::{Direction, List, Object as _, Order as By, Scope};

use crate::{Order, OrderState, track};

/// Tells a customer which orders are on their way to being shipped, and which were shipped of late.
#[derive(Input)]
pub struct AttendOrders {
    slot: Slot,
    today: Today,
}

/// How many days a shipment is new.
const NEW: i32 = 14;

impl Query for AttendOrders {
    const NAME: &'static str = "orders.attention";
    const PATH: Path = get("/orders/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Order;
    type Under = Scope<Self, Order>;
    type Output = Vec<Attention>;

    async fn run(self, orders: Scope<Self, Order>) -> Result<Vec<Attention>, Problem> {
        // These are a customer's orders; staff look at them beside the customer they concern.
        if orders.caller().facts(Self::NAME).all {
            return Ok(Vec::new());
        }
        let today = self.today.date();
        let list = |by| List::by(by).rows(Limit::clamp(TOLD));
        match self.slot {
            Slot::Waiting => Ok(Vec::new()),
            Slot::Moving => {
                let open = list(By::by(Order::ORDERED_AT, Direction::Descending));
                let open = orders.page(open.only(Order::STATE.is_in(&OrderState::OPEN))).await?.rows;
                Ok(open.iter().map(|order| moving(order, today)).collect())
            }
            // The walk stops at the ten shipped last; which of them are new is told afterwards.
            Slot::Changed => {
                let sent = list(By::by(Order::SHIPPED_ON, Direction::Descending));
                let sent = orders.page(sent.only(Order::STATE.is_in(&OrderState::SENT))).await?.rows;
                Ok(sent.iter().filter_map(|order| shipped(order, today)).collect())
            }
        }
    }
}

pub(super) fn moving(order: &Order, today: Date) -> Attention {
    let more = match order.required_on {
        Some(wanted) if order.is_late(today) => {
            Some(Message::new("orders-late").with("days", i64::from(today.days_since(wanted))))
        }
        Some(wanted) => Some(Message::new("orders-wanted").with("day", wanted)),
        None => summary(order),
    };
    let track = Some(track::track(order));
    Attention { more, track, turn: Turn::Staff, ..told(order, "orders-order", order.ordered_at) }
}

/// An order that has left, as long as that is new.
fn shipped(order: &Order, today: Date) -> Option<Attention> {
    let day = order.shipped_on.filter(|day| (0..=NEW).contains(&today.days_since(*day)))?;
    Some(Attention { more: summary(order), ..told(order, "orders-attention-shipped", day.noon()) })
}

fn summary(order: &Order) -> Option<Message> {
    let more = order.line_count - order.summarised;
    let says = || Message::new("orders-items").with("items", order.summary.as_str()).with("count", more);
    (!order.summary.is_empty()).then(says)
}

fn told(order: &Order, title: &'static str, at: Timestamp) -> Attention {
    Attention {
        target: Ref::new(Order::KIND, order.id),
        path: format!("/orders/{}", order.id),
        icon: "package",
        title: Message::new(title).with("number", order.number.as_str()),
        more: None,
        amount: None,
        verb: None,
        due: None,
        at,
        turn: Turn::Nobody,
        track: None,
    }
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::{moving, shipped};
    use crate::{OrderState, example::order};

    #[test]
    fn a_late_order_says_so_and_a_shipped_one_is_new_for_a_while() {
        let day = |day| Date::new(2026, 3, day).expect("a day of March");
        let says = |told: super::Attention| told.more.map(|more| more.id.to_string());
        let mut order = order(OrderState::Placed);
        assert_eq!(says(moving(&order, day(10))).as_deref(), Some("orders-wanted"));
        assert_eq!(says(moving(&order, day(11))).as_deref(), Some("orders-late"));
        order.required_on = None;
        assert_eq!(says(moving(&order, day(11))).as_deref(), Some("orders-items"));
        assert_eq!(shipped(&order, day(11)), None, "nobody says when");
        order.shipped_on = Some(day(3));
        assert!(shipped(&order, day(17)).is_some() && shipped(&order, day(18)).is_none());
    }
}
