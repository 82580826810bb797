use std::time::Duration;

use gateway::{Command as _, Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Limit, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Direction, List, Order, Seen};

use crate::{Case, CaseMessage, CaseMove, CloseCase, ReopenCase, ReplyToCase};

/// Shows one case: what was said, the latest unless another place is asked for, and what was done in between.
#[derive(Input)]
pub struct ReadCase {
    from: Option<Line<400>>,
}

/// A case with a page of its conversation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// What was said, the first first.
    pub messages: Vec<CaseMessage>,
    /// What was done from the first of these on, up to what was said after the last.
    pub moves: Vec<CaseMove>,
    /// Where what was said before begins.
    pub earlier: Option<Cursor>,
    /// Where what was said later begins.
    pub later: Option<Cursor>,
    /// Whether whoever asks may write in it.
    pub may_reply: bool,
    /// Whether they may close it.
    pub may_close: bool,
    /// Whether they may take it up again.
    pub may_reopen: bool,
}

/// How many messages a page shows.
const MESSAGES: u32 = 50;

impl Query for ReadCase {
    const NAME: &'static str = "cases.read";
    const PATH: Path = get("/cases/{case}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Case;
    type Under = Seen<Self, Case>;
    type Output = CaseView;

    async fn run(self, case: Seen<Self, Case>) -> Result<CaseView, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(CaseMessage::AT, Direction::Descending);
        let page = case.parts(List::by(by).from(cursor).rows(Limit::clamp(MESSAGES))).await?;
        let (earlier, later) = (page.next, page.previous);
        let mut messages = page.rows;
        messages.reverse();
        let since = messages.first().filter(|_| earlier.is_some()).map(|message| message.at);
        let until = match messages.last() {
            Some(last) if later.is_some() => next_words(&case, last.at).await?,
            Some(_) | None => None,
        };
        let offers = case.offers();
        let (may_close, may_reopen) = (offers.may(CloseCase::NAME), offers.may(ReopenCase::NAME));
        let may_reply = offers.may(ReplyToCase::NAME);
        let moves = moves(&case, since, until).await?;
        let case = case.clone();
        Ok(CaseView { case, messages, moves, earlier, later, may_reply, may_close, may_reopen })
    }
}

/// When something was said next.
async fn next_words(case: &Seen<ReadCase, Case>, after: Timestamp) -> Result<Option<Timestamp>, Problem> {
    let later = CaseMessage::AT.from(&after.plus(Duration::from_micros(1)));
    let by = Order::by(CaseMessage::AT, Direction::Ascending);
    let next = case.parts(List::by(by).only(later).rows(Limit::clamp(1))).await?;
    Ok(next.rows.first().map(|message| message.at))
}

async fn moves(
    case: &Seen<ReadCase, Case>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Result<Vec<CaseMove>, Problem> {
    let since = since.map(|since| CaseMove::AT.from(&since));
    let until: Option<Condition<CaseMove>> = until.map(|until| CaseMove::AT.below(&until));
    // The latest are shown of more than anybody reads.
    let by = Order::by(CaseMove::AT, Direction::Descending);
    let list = List::by(by).maybe(since).maybe(until).rows(Limit::clamp(Limit::MAX));
    let mut moves = case.parts(list).await?.rows;
    moves.reverse();
    Ok(moves)
}
