use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Message, Timestamp};

/// Whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// The customer has to do something.
    Customer,
    /// The company has.
    Staff,
    /// Nobody: the work is over.
    Nobody,
}

/// The steps of a piece of work.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Track {
    /// In order, from first to last.
    pub steps: Vec<Step>,
}

/// One step of a track: what it is, how far it is, and when or what is next.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Step {
    /// The step's name.
    pub name: Message,
    /// How far it is.
    pub state: StepState,
    /// When it happened; nothing when nobody says.
    pub at: Option<Timestamp>,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Behind us.
    Done,
    /// Where the work stands, with the company.
    Now,
    /// Where the work stands, waiting for the customer.
    Turn,
    /// Ahead.
    Todo,
}
