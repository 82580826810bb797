use front::Visit;
use kernel::{Date, Message};

use super::views::{Progress, Step};
use crate::{
    Order,
    track::{Milestone, milestones},
};

/// How far an order is, in the visitor's words.
pub(super) fn progress(visit: &Visit, order: &Order) -> Progress {
    let today = visit.formats.today();
    let late = order.required_on.filter(|_| order.is_late(today)).map_or(0, |day| today.days_since(day));
    let steps = milestones(order).into_iter().map(|milestone| step(visit, &milestone));
    Progress {
        state: order.state.word(),
        steps: steps.collect(),
        shipped: order.shipped_on,
        wanted: order.required_on,
        late,
    }
}

/// A step with when it was or, while it is ahead, when it is wanted.
fn step(visit: &Visit, milestone: &Milestone) -> Step {
    let wanted = |day: Date| visit.say(&Message::new("orders-wanted").with("day", day));
    let at = milestone.at.map(|at| visit.moment(at));
    let on = milestone.on.map(|day| visit.formats.date(day));
    let note = at.or(on).or_else(|| milestone.wanted.map(wanted));
    Step { name: visit.say(&Message::new(milestone.name)), state: milestone.state, note }
}
