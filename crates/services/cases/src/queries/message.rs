use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Problem};
use serde::Serialize;
use store::{Direction, List, Order, Seen};

use crate::{Case, CaseMessage};

/// Reads one message, as a letter to somebody who may see the case says it. That it was read is known by the letter.
#[derive(Input)]
pub struct ReadMessage {
    message: Line<40>,
}

/// A message and its case.
#[derive(Debug, Serialize)]
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
        let id: Id<CaseMessage> = self.message.as_str().parse().map_err(|_| Problem::not_found())?;
        let list = List::by(Order::by(CaseMessage::AT, Direction::Ascending)).only(CaseMessage::ID.is(&id));
        let message = case.parts(list.rows(Limit::clamp(1))).await?.rows.into_iter().next();
        Ok(Said { message: message.ok_or_else(Problem::not_found)?, case: case.clone() })
    }
}
