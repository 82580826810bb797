use front::{Signed, Visit};
use kernel::Message;

use super::views::Step;
use crate::{Case, Side, Standing, track};

/// On which side whoever looks stands.
pub(super) fn side(me: &Signed) -> Side {
    if me.account().is_some() { Side::Customer } else { Side::Staff }
}

/// What the company is called.
pub(super) fn brand(visit: &Visit) -> &str {
    &visit.brand.name
}

/// Who is across the counter: the company for customers, the customer for staff.
pub(super) fn across(visit: &Visit, side: Side, customer: Option<&str>) -> String {
    match (side, customer) {
        (Side::Customer, _) => brand(visit).to_owned(),
        (Side::Staff, Some(customer)) => customer.to_owned(),
        (Side::Staff, None) => visit.say(&Message::new("cases-the-customer")),
    }
}

/// The word of a standing, as templates take it.
pub(super) fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Yours => "yours",
        Standing::Theirs => "theirs",
        Standing::Closed => "closed",
    }
}

/// The steps in the visitor's words, with the name of whoever holds it.
pub(super) fn steps(visit: &Visit, case: &Case, side: Side, holder: &str) -> Vec<Step> {
    let steps = track(case, side).steps.into_iter().map(|step| Step {
        name: visit.say(&step.name.with("holder", holder)),
        state: step.state,
        note: step.at.map(|at| visit.moment(at)),
    });
    steps.collect()
}
