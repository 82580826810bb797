use axum::response::Response;
use front::{Failure, Form, Narrowed, Signed, Staff, Tab, Targets};
use gateway::{Query as _, Raw};
use kernel::{Message, Page};
use sync::{ListQuarantine, ListRuns, Listed, QuarantineState, RunState, RunView, ShowRun};

use crate::{
    track::steps,
    views::{HeldRow, Nothing, RunPage, RunRow, RunsPage, of_run},
};

/// Every import, the latest first.
pub(super) async fn list(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(staff.address("/imports"), &[], &raw);
    let found = staff.ask::<ListRuns>(None, &asked.raw()).await?;
    let view = RunsPage {
        title: staff.say(&Message::new("imports-title")),
        previous: asked.at(found.runs.previous.as_ref()),
        next: asked.at(found.runs.next.as_ref()),
        runs: found.runs.rows.iter().map(|run| row(&staff, run)).collect(),
    };
    staff.page("imports/runs.html", view)
}

/// One import, and what is held back of what its mapping reads.
pub(super) async fn show(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let run = staff.ask::<ShowRun>(Some(targets.one()?), &Raw::empty()).await?;
    let state = shown_state(&raw);
    let place = raw.text("from").map(|from| ("from", from));
    let told = std::iter::once(("state", state.word().to_owned())).chain(place).collect();
    let asked = Narrowed::of(staff.address(&format!("/imports/{}", run.id)), told);
    let mut sought = asked.raw();
    if let Raw::Form(fields) = &mut sought {
        fields.push(("mapping".to_owned(), run.mapping.clone()));
    }
    let held = staff.ask::<ListQuarantine>(None, &sought).await?;
    let others = others(&staff, &run).await?;
    let file = asked.moved(staff.address("/imports/quarantine.csv"));
    let view = |(one, label): (QuarantineState, &'static str)| Tab {
        label: staff.say(&Message::new(label)),
        href: asked.with(&[("state", Some(one.word()))]),
        current: one == state,
        count: (one == state).then(|| staff.counted(held.count)),
    };
    let under_way = run.ended_at.is_none();
    let view = RunPage {
        title: staff.say(&Message::new("imports-run-title").with("mapping", run.mapping.as_str())),
        back: staff.address("/imports"),
        trouble: run.trouble.as_ref().map(|trouble| staff.say(trouble)),
        again: under_way,
        reading: under_way && run.state == RunState::Staging,
        views: VIEWS.map(view).into(),
        nothing: nothing(&staff, state, under_way),
        waits: state == QuarantineState::Open && held.count.rows > 0,
        export: (held.count.rows > 0).then(|| file.with(&[("mapping", Some(run.mapping.as_str()))])),
        open: i64::try_from(held.count.rows).unwrap_or(i64::MAX),
        open_more: held.count.more,
        previous: asked.at(held.documents.previous.as_ref()),
        next: asked.at(held.documents.next.as_ref()),
        held: rows(&staff, &held.documents),
        files: run.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join(", "),
        steps: steps(&staff, &run),
        others: others.iter().map(|other| row(&staff, other)).collect(),
        run: row(&staff, &run),
    };
    staff.page("imports/run.html", view)
}

/// How many other imports stand below one.
const OTHERS: usize = 5;

/// The latest imports with the same mapping, but for this one.
async fn others(staff: &Signed, run: &RunView) -> Result<Vec<RunView>, Failure> {
    if !staff.may(ListRuns::NAME) {
        return Ok(Vec::new());
    }
    let mapping = Raw::Form(vec![("mapping".to_owned(), run.mapping.clone())]);
    let found = staff.ask::<ListRuns>(None, &mapping).await?;
    Ok(found.runs.rows.into_iter().filter(|other| other.id != run.id).take(OTHERS).collect())
}

/// What can have become of documents that were held back, as somebody looks through them.
const VIEWS: [(QuarantineState, &str); 4] = [
    (QuarantineState::Open, "imports-held-open"),
    (QuarantineState::Replayed, "imports-held-replayed"),
    (QuarantineState::Resolved, "imports-held-resolved"),
    (QuarantineState::Dismissed, "imports-held-dismissed"),
];

fn shown_state(raw: &Raw) -> QuarantineState {
    let named = raw.text("state").and_then(|word| QuarantineState::from_word(&word));
    let is_view = |state: &QuarantineState| VIEWS.iter().any(|(view, _)| view == state);
    named.filter(is_view).unwrap_or(QuarantineState::Open)
}

/// While documents still come in, nobody can say that none will be held back.
fn nothing(staff: &Signed, state: QuarantineState, under_way: bool) -> Nothing {
    let (title, text, icon) = match (state, under_way) {
        (QuarantineState::Open, false) => ("imports-held-none", "imports-held-none-text", "check"),
        (QuarantineState::Open, true) => ("imports-held-none-yet", "imports-held-none-yet-text", "hourglass"),
        (
            QuarantineState::Replaying
            | QuarantineState::Replayed
            | QuarantineState::Dismissed
            | QuarantineState::Resolved,
            _,
        ) => ("imports-settled-none", "imports-settled-none-text", "circle-check"),
    };
    let say = |id| staff.say(&Message::new(id));
    Nothing { title: say(title), text: say(text), icon }
}

fn row(staff: &Signed, run: &RunView) -> RunRow {
    RunRow {
        href: staff.address(&format!("/imports/{}", run.id)),
        mapping: run.mapping.clone(),
        state: of_run(staff, run),
        started: run.started_at,
        touched: run.touched_at,
        lines: run.lines,
        staged: run.staged,
        position: run.position,
        documents: run.documents,
        created: run.created,
        changed: run.changed,
        unchanged: run.unchanged,
        quarantined: run.quarantined,
    }
}

fn rows(staff: &Signed, page: &Page<Listed>) -> Vec<HeldRow> {
    let row = |held: &Listed| HeldRow {
        href: staff.address(&format!("/imports/quarantine/{}", held.id)),
        document: held.document.trim().to_owned(),
        reason: staff.say(&held.reason),
        file: held.file.clone(),
        line: held.first_line,
        lines: held.lines,
    };
    page.rows.iter().map(row).collect()
}
