use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Message, Page, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope};

use crate::{QuarantineState, Quarantined};

/// Lists what was held back, by its place in the files; all of it, or of one mapping, or in one state.
#[derive(Input)]
pub struct ListQuarantine {
    from: Option<Line<400>>,
    mapping: Option<Line<200>>,
    state: Option<QuarantineState>,
}

/// A page of what was held back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuarantinePage {
    /// The documents.
    pub documents: Page<Listed>,
    /// How many there are, as far as anybody counted.
    pub count: Count,
}

/// A document in the list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Listed {
    /// Its id.
    pub id: Id<Quarantined>,
    /// What the source calls it.
    pub document: String,
    /// The file of its first line.
    pub file: String,
    /// Its first line there.
    pub first_line: i64,
    /// How many lines it has.
    pub lines: i64,
    /// What became of it.
    pub state: QuarantineState,
    /// Why it is here.
    pub reason: Message,
}

/// How far is counted.
const CAP: u32 = 10_000;

impl Query for ListQuarantine {
    const NAME: &'static str = "imports.list";
    const PATH: Path = get("/imports/quarantine");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Quarantined;
    type Under = Scope<Self, Quarantined>;
    type Output = QuarantinePage;

    async fn run(self, held: Scope<Self, Quarantined>) -> Result<QuarantinePage, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let narrowed = narrowed(self.mapping.as_ref().map(Line::as_str), self.state);
        let order = Order::by(Quarantined::FIRST_LINE, Direction::Ascending);
        let page = held.page(List::by(order).maybe(narrowed.clone()).from(cursor)).await?;
        let count = held.count(narrowed, CAP).await?;
        Ok(QuarantinePage { documents: page.map(listed), count })
    }
}

/// The narrowing to a mapping and a state.
pub(super) fn narrowed(mapping: Option<&str>, state: Option<QuarantineState>) -> Option<Condition<Quarantined>> {
    let mapping = mapping.map(|mapping| Quarantined::MAPPING.is(&mapping.to_owned()));
    let state = state.map(|state| Quarantined::STATE.is(&state));
    match (mapping, state) {
        (Some(mapping), Some(state)) => Some(mapping.and(state)),
        (mapping, state) => mapping.or(state),
    }
}

fn listed(held: Quarantined) -> Listed {
    Listed {
        id: held.id,
        document: held.document,
        file: held.file,
        first_line: held.first_line,
        lines: held.lines,
        state: held.state,
        reason: held.reason.0,
    }
}
