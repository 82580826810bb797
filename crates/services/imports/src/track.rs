//! How far an import is, step by step.

use front::Visit;
use kernel::{Message, StepState};
use serde::Serialize;
use sync::{RunState, RunView};

/// One step, with when it was or what it came to.
#[derive(Serialize)]
pub(crate) struct Step {
    pub name: String,
    pub state: StepState,
    pub note: Option<String>,
}

/// The steps of a run. One whose files could not be read has none: nothing of it was imported.
pub(crate) fn steps(visit: &Visit, run: &RunView) -> Vec<Step> {
    let (read, imported) = match run.state {
        RunState::Failed => return Vec::new(),
        RunState::Staging => (StepState::Now, StepState::Todo),
        RunState::Importing => (StepState::Done, StepState::Now),
        RunState::Done => (StepState::Done, StepState::Done),
    };
    let step = |name: &'static str, state: StepState, note: Option<String>| Step {
        name: visit.say(&Message::new(name)),
        state,
        note,
    };
    let lines = visit.say(&Message::new("imports-step-lines").with("count", run.staged));
    let documents = Message::new("imports-progress").with("done", run.position).with("total", run.documents);
    let documents = (read == StepState::Done).then(|| visit.say(&documents));
    let ended = run.ended_at.filter(|_| imported == StepState::Done);
    vec![
        step("imports-step-started", StepState::Done, Some(visit.moment(run.started_at))),
        step("imports-step-read", read, Some(lines)),
        step("imports-step-imported", imported, documents),
        step(
            "imports-step-done",
            if ended.is_some() { StepState::Done } else { StepState::Todo },
            ended.map(|ended| visit.moment(ended)),
        ),
    ]
}
