use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Limit, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Seen};

use crate::{Case, CaseMessage};

/// Reads one message, as a letter to somebody who may see the case says it. That it was read is known by the letter.
#[derive(Input)]
pub struct ReadMessage {
    message: ById<CaseMessage>,
}

/// A message and its case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Said {
    /// The case.
    pub case: Case,
    /// The message.
    pub message: CaseMessage,
}

impl Query for ReadMessage {
    const NAME: &'static str = "cases.read_message";
    const PATH: Path = get("/cases/{case}/message");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Case;
    type Under = Seen<Self, Case>;
    type Output = Said;

    async fn run(self, case: Seen<Self, Case>) -> Result<Said, Problem> {
        let by = Order::by(CaseMessage::AT, Direction::Ascending);
        let list = List::by(by).only(CaseMessage::ID.is(&self.message.id()));
        let message = case.parts(list.rows(Limit::clamp(1))).await?.rows.into_iter().next();
        Ok(Said { message: message.ok_or_else(Problem::not_found)?, case: case.clone() })
    }
}
