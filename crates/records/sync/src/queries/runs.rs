use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Message, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope, Seen};

use crate::{FileFacts, Run, RunState};

/// Lists the imports there were, the latest first; all of them, or those of one mapping.
#[derive(Input)]
pub struct ListRuns {
    mapping: Option<Line<200>>,
    from: Option<Line<400>>,
}

/// A page of imports.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RunsPage {
    /// The imports.
    pub runs: Page<RunView>,
}

/// One import.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RunView {
    /// Its id.
    pub id: Id<Run>,
    /// The mapping's name.
    pub mapping: String,
    /// What was read.
    pub files: Vec<FileFacts>,
    /// How far it is.
    pub state: RunState,
    /// Lines staged.
    pub staged: i64,
    /// Lines imported or kept apart.
    pub lines: i64,
    /// Documents found.
    pub documents: i64,
    /// Documents behind us.
    pub position: i64,
    /// Documents of which something is new.
    pub created: i64,
    /// Documents of which something has changed.
    pub changed: i64,
    /// Documents that are as they were.
    pub unchanged: i64,
    /// Documents that are kept apart.
    pub quarantined: i64,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it last went on.
    pub touched_at: Timestamp,
    /// When it came to an end.
    pub ended_at: Option<Timestamp>,
    /// Why it came to a bad one.
    pub trouble: Option<Message>,
}

impl Query for ListRuns {
    const NAME: &'static str = "imports.list_runs";
    const PATH: Path = get("/imports");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Run;
    type Under = Scope<Self, Run>;
    type Output = RunsPage;

    async fn run(self, runs: Scope<Self, Run>) -> Result<RunsPage, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let mapping = self.mapping.as_ref().map(|mapping| Run::MAPPING.is(&mapping.as_str().to_owned()));
        let list = List::by(Order::by(Run::STARTED_AT, Direction::Descending)).maybe(mapping).from(cursor);
        Ok(RunsPage { runs: runs.page(list).await?.map(view) })
    }
}

/// Shows one import.
#[derive(Input)]
pub struct ShowRun {}

impl Query for ShowRun {
    const NAME: &'static str = "imports.read_run";
    const PATH: Path = get("/imports/{run}");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Run;
    type Under = Seen<Self, Run>;
    type Output = RunView;

    async fn run(self, run: Seen<Self, Run>) -> Result<RunView, Problem> {
        Ok(view(run.clone()))
    }
}

fn view(run: Run) -> RunView {
    RunView {
        id: run.id,
        mapping: run.mapping,
        files: run.files.0,
        state: run.state,
        staged: run.staged,
        lines: run.lines,
        documents: run.documents,
        position: run.position,
        created: run.created,
        changed: run.changed,
        unchanged: run.unchanged,
        quarantined: run.quarantined,
        started_at: run.started_at,
        touched_at: run.touched_at,
        ended_at: run.ended_at,
        trouble: run.trouble.map(|trouble| trouble.0),
    }
}
