use access::Person;
use journal::Event;
use kernel::Id;
use serde::{Deserialize, Serialize};

use crate::{CaseMessage, Side};

/// A case was raised.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WasRaised {
    /// By which side.
    pub side: Side,
}

impl Event for WasRaised {
    const NAME: &'static str = "cases.raised";
}

/// Somebody wrote in a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replied {
    /// What they wrote.
    pub message: Id<CaseMessage>,
    /// For which side.
    pub side: Side,
    /// Whom it is meant for across the counter, as far as they are known by name.
    pub to: Vec<Id<Person>>,
}

impl Event for Replied {
    const NAME: &'static str = "cases.replied";
}

/// A case was closed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Closed {
    /// By which side.
    pub side: Side,
}

impl Event for Closed {
    const NAME: &'static str = "cases.closed";
}

/// A case was taken up again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reopened {
    /// By which side.
    pub side: Side,
}

impl Event for Reopened {
    const NAME: &'static str = "cases.reopened";
}
