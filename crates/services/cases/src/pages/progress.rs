use access::Person;
use front::{Linked, Signed, Visit};
use kernel::{Id, Message};

use super::views::Step;
use crate::{Case, Side, Standing, track};

/// Whoever looks at a case.
#[derive(Clone, Copy)]
pub(super) struct Looker<'v> {
    pub visit: &'v Visit,
    /// The person; nobody's who opened a link.
    pub person: Option<Id<Person>>,
    pub side: Side,
}

impl<'v> Looker<'v> {
    /// Somebody signed in.
    pub fn of(me: &'v Signed) -> Self {
        Self { visit: me, person: Some(me.person()), side: side(me) }
    }

    /// Whoever opened a link.
    pub fn by_link(me: &'v Linked) -> Self {
        Self { visit: me, person: None, side: Side::Customer }
    }

    /// Whether it is this person who looks.
    pub fn is(self, person: Option<Id<Person>>) -> bool {
        person.is_some() && person == self.person
    }
}

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
