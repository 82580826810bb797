use kernel::{Date, Message, Step, StepState, Timestamp, Track};

use crate::{Order, OrderState};

/// One step of an order, with the day the source gives for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Milestone {
    /// What it is called: a message without values.
    pub name: &'static str,
    /// How far it is.
    pub state: StepState,
    /// The day it happened.
    pub on: Option<Date>,
    /// The instant it happened.
    pub at: Option<Timestamp>,
    /// The day it is wanted by, while it is ahead.
    pub wanted: Option<Date>,
}

/// The steps of an order: those its source tells of, and shipping when it is known to be ahead. Where the source says
/// nothing of how far it is, there is nothing to show.
pub(crate) fn milestones(order: &Order) -> Vec<Milestone> {
    let step = |name, state| Milestone { name, state, on: None, at: None, wanted: None };
    let placed = Milestone {
        on: Some(order.ordered_on),
        at: order.timed.then_some(order.ordered_at),
        ..step("orders-step-placed", StepState::Done)
    };
    let shipped = Milestone { on: order.shipped_on, ..step("orders-step-shipped", StepState::Done) };
    let ahead = Milestone { wanted: order.required_on, ..step("orders-step-shipped", StepState::Todo) };
    let now = |name| step(name, StepState::Now);
    match order.state {
        OrderState::Unknown | OrderState::Cancelled => Vec::new(),
        OrderState::Placed => vec![Milestone { state: StepState::Now, ..placed }, ahead],
        OrderState::Confirmed => vec![placed, now("orders-step-confirmed"), ahead],
        OrderState::PartShipped => {
            let part = Milestone { on: order.shipped_on, ..now("orders-step-part-shipped") };
            vec![placed, part, Milestone { name: "orders-step-shipped-in-full", ..ahead }]
        }
        OrderState::Shipped => vec![placed, shipped],
        OrderState::Delivered => vec![placed, shipped, step("orders-step-delivered", StepState::Done)],
    }
}

/// The same as every piece of work shows it.
pub(crate) fn track(order: &Order) -> Track {
    let step =
        |milestone: Milestone| Step { name: Message::new(milestone.name), state: milestone.state, at: milestone.at };
    Track { steps: milestones(order).into_iter().map(step).collect() }
}

#[cfg(test)]
mod tests {
    use kernel::{Date, StepState};

    use super::{milestones, track};
    use crate::{OrderState, example::order};

    fn steps(state: OrderState) -> Vec<(&'static str, StepState)> {
        milestones(&order(state)).into_iter().map(|step| (step.name, step.state)).collect()
    }

    #[test]
    fn only_what_is_stated_is_a_step() {
        assert!(steps(OrderState::Unknown).is_empty() && steps(OrderState::Cancelled).is_empty());
        assert_eq!(
            steps(OrderState::Placed),
            [("orders-step-placed", StepState::Now), ("orders-step-shipped", StepState::Todo)]
        );
        assert_eq!(
            steps(OrderState::Shipped),
            [("orders-step-placed", StepState::Done), ("orders-step-shipped", StepState::Done)]
        );
        let ahead = &milestones(&order(OrderState::Confirmed))[2];
        assert_eq!((ahead.on, ahead.wanted), (None, Date::new(2026, 3, 10)));
    }

    #[test]
    fn a_day_is_not_told_as_an_instant() {
        let mut order = order(OrderState::Placed);
        assert!(track(&order).steps[0].at.is_some());
        order.timed = false;
        assert_eq!(track(&order).steps[0].at, None);
    }

    #[test]
    fn late_is_what_is_open_after_its_day() {
        let day = |day| Date::new(2026, 3, day).expect("a day of March");
        assert!(order(OrderState::Placed).is_late(day(11)));
        assert!(!order(OrderState::Placed).is_late(day(10)));
        assert!(!order(OrderState::Shipped).is_late(day(11)));
        assert!(!order(OrderState::Unknown).is_late(day(11)));
    }
}
