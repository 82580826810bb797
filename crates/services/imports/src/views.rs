//! What the templates see.

use std::time::Duration;

use front::{Blank, Fact, Tab, Tag, Visit};
use kernel::{Message, Timestamp};
use serde::Serialize;
use sync::{ContentFile, QuarantineState, QuarantinedView, RunState, RunView};

use crate::track::Step;

/// All imports.
#[derive(Serialize)]
pub(crate) struct RunsPage {
    pub title: String,
    pub runs: Vec<RunRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// One import in figures.
#[derive(Serialize)]
pub(crate) struct RunRow {
    pub href: String,
    pub mapping: String,
    pub state: Tag,
    pub started: Timestamp,
    pub touched: Timestamp,
    pub lines: i64,
    pub staged: i64,
    pub position: i64,
    pub documents: i64,
    pub created: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub quarantined: i64,
}

/// One import.
#[derive(Serialize)]
pub(crate) struct RunPage {
    pub title: String,
    pub back: String,
    pub run: RunRow,
    /// How far it is.
    pub steps: Vec<Step>,
    /// The latest of the other imports with the same mapping.
    pub others: Vec<RunRow>,
    pub files: String,
    pub trouble: Option<String>,
    /// Whether it is under way, or can be taken up again.
    pub again: bool,
    /// Whether its lines are still being read, so that nobody knows yet how many documents there are.
    pub reading: bool,
    /// What became of documents that were held back, one of them shown.
    pub views: Vec<Tab>,
    /// What is said where the one shown has none.
    pub nothing: Nothing,
    /// Whether any of those shown wait for somebody.
    pub waits: bool,
    pub held: Vec<HeldRow>,
    /// How many documents wait.
    pub open: i64,
    /// Whether there are more than were counted.
    pub open_more: bool,
    pub export: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// What stands where a list would.
#[derive(Serialize)]
pub(crate) struct Nothing {
    pub title: String,
    pub text: String,
    pub icon: &'static str,
}

/// A document that was held back, in a list.
#[derive(Serialize)]
pub(crate) struct HeldRow {
    pub href: String,
    pub document: String,
    pub reason: String,
    pub file: String,
    pub line: i64,
    pub lines: i64,
}

/// One document that was held back.
#[derive(Serialize)]
pub(crate) struct HeldPage {
    pub title: String,
    pub imports: String,
    pub run: String,
    /// The mapping it was read by.
    pub mapping: String,
    pub document: String,
    pub reason: String,
    pub state: Tag,
    pub facts: Vec<Fact>,
    pub files: Vec<Lines>,
    /// Lines that are not shown.
    pub left_out: i64,
    pub mended: bool,
    pub action: String,
    pub may_mend: bool,
    pub may_replay: bool,
    pub may_dismiss: bool,
    /// Nothing where there is none to fill in: then no draft of an earlier time belongs there either.
    pub form: Option<Blank>,
}

/// The lines of one file as they came.
#[derive(Serialize)]
pub(crate) struct Lines {
    pub name: String,
    pub header: String,
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Serialize)]
pub(crate) struct Line {
    pub number: Option<i64>,
    pub text: String,
    pub hit: bool,
}

/// A run that has not gone on for so long has been cut short.
const STILL: Duration = Duration::from_mins(2);

/// How many lines of a document a page shows.
const SHOWN: usize = 500;

/// How far a run is.
pub(crate) fn of_run(visit: &Visit, run: &RunView) -> Tag {
    let goes_on = visit.formats.now().since(run.touched_at) < STILL;
    let (id, kind, icon) = match run.state {
        RunState::Done => ("imports-run-done", "ok", "check"),
        RunState::Failed => ("imports-run-failed", "bad", "circle-alert"),
        RunState::Staging | RunState::Importing if !goes_on => ("imports-run-stopped", "warn", "circle-pause"),
        RunState::Staging => ("imports-run-reading", "info", "loader-circle"),
        RunState::Importing => ("imports-run-importing", "info", "loader-circle"),
    };
    Tag { label: visit.say(&Message::new(id)), kind, icon }
}

/// What became of a document.
fn of_held(visit: &Visit, state: QuarantineState) -> Tag {
    let (id, kind, icon) = match state {
        QuarantineState::Open => ("imports-held-open", "bad", "circle-alert"),
        QuarantineState::Replaying => ("imports-held-replaying", "info", "loader-circle"),
        QuarantineState::Replayed => ("imports-held-replayed", "ok", "check"),
        QuarantineState::Resolved => ("imports-held-resolved", "ok", "check"),
        QuarantineState::Dismissed => ("imports-held-dismissed", "off", "ban"),
    };
    Tag { label: visit.say(&Message::new(id)), kind, icon }
}

impl HeldPage {
    pub fn new(visit: &Visit, held: &QuarantinedView, facts: Vec<Fact>) -> Self {
        let mut before = 0;
        let mut files = Vec::new();
        for file in &held.content.files {
            let room = SHOWN.saturating_sub(before);
            files.push(lines(file, before, room, held.hit));
            before += file.lines.len();
        }
        let document = held.document.trim().to_owned();
        let waits = matches!(held.state, QuarantineState::Open | QuarantineState::Replaying);
        let reason = visit.say(&held.reason);
        let title = Message::new(if waits { "imports-held-title" } else { "imports-settled-title" });
        Self {
            title: visit.say(&title.with("document", document.as_str())),
            imports: visit.address("/imports"),
            run: visit.address(&format!("/imports/{}", held.run)),
            mapping: held.mapping.clone(),
            document,
            reason: if waits {
                reason
            } else {
                visit.say(&Message::new("imports-settled-reason").with("reason", reason))
            },
            state: of_held(visit, held.state),
            facts,
            files,
            left_out: i64::try_from(before.saturating_sub(SHOWN)).unwrap_or(i64::MAX),
            mended: held.is_mended,
            action: visit.address(&format!("/imports/quarantine/{}", held.id)),
            may_mend: held.may_mend,
            may_replay: held.may_replay,
            may_dismiss: held.may_dismiss,
            form: held.may_mend.then(|| Blank::of([("content", held.text.clone().unwrap_or_default())])),
        }
    }
}

fn lines(file: &ContentFile, before: usize, room: usize, hit: Option<usize>) -> Lines {
    let line = |(index, line): (usize, &sync::ContentLine)| Line {
        number: line.number,
        text: line.to_text(),
        // Where there is one line only, it is the one.
        hit: hit == Some(before + index) || (hit.is_none() && before == 0 && file.lines.len() == 1),
    };
    Lines {
        name: file.name.clone(),
        header: file.header.join(","),
        lines: file.lines.iter().take(room).enumerate().map(line).collect(),
    }
}
