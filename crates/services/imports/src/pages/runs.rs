use axum::response::Response;
use front::{Failure, Form, Signed, Staff, Targets};
use gateway::{Raw, RawField};
use kernel::{Cursor, Message, Page};
use sync::{ListQuarantine, ListRuns, Listed, RunView, ShowRun};

use crate::views::{HeldRow, RunPage, RunRow, RunsPage, State};

/// Every import, the latest first.
pub(super) async fn list(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let found = staff.ask::<ListRuns>(None, &told(&raw, &["from"])).await?;
    let base = staff.address("/imports");
    let view = RunsPage {
        title: staff.say(&Message::new("imports-title")),
        previous: place(&base, &found.runs.previous),
        next: place(&base, &found.runs.next),
        runs: found.runs.rows.iter().map(|run| row(&staff, run)).collect(),
    };
    staff.page("imports/runs.html", view)
}

/// One import, and what is held back of what its mapping reads.
pub(super) async fn show(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let run = staff.ask::<ShowRun>(Some(targets.one()?), &Raw::empty()).await?;
    let mut asked = told(&raw, &["from"]);
    if let Raw::Form(fields) = &mut asked {
        fields.push(("mapping".to_owned(), run.mapping.clone()));
        fields.push(("state".to_owned(), "open".to_owned()));
    }
    let held = staff.ask::<ListQuarantine>(None, &asked).await?;
    let base = staff.address(&format!("/imports/{}", run.id));
    let export = [("mapping", run.mapping.as_str()), ("state", "open")];
    let view = RunPage {
        title: staff.say(&Message::new("imports-run-title").with("mapping", run.mapping.as_str())),
        back: staff.address("/imports"),
        trouble: run.trouble.as_ref().map(|trouble| staff.say(&trouble.message())),
        again: run.ended_at.is_none(),
        export: (held.count.rows > 0).then(|| address(&staff.address("/imports/quarantine.csv"), &export)),
        open: i64::try_from(held.count.rows).unwrap_or(i64::MAX),
        open_more: held.count.more,
        previous: place(&base, &held.documents.previous),
        next: place(&base, &held.documents.next),
        held: rows(&staff, &held.documents),
        files: run.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join(", "),
        run: row(&staff, &run),
    };
    staff.page("imports/run.html", view)
}

fn row(staff: &Signed, run: &RunView) -> RunRow {
    RunRow {
        href: staff.address(&format!("/imports/{}", run.id)),
        mapping: run.mapping.clone(),
        state: State::of_run(staff, run),
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
        reason: staff.say(&held.reason.message()),
        file: held.file.clone(),
        line: held.first_line,
        lines: held.lines,
    };
    page.rows.iter().map(row).collect()
}

/// Of what came in, these fields.
fn told(raw: &Raw, names: &[&str]) -> Raw {
    let field = |name: &&str| match raw.field(name) {
        RawField::Text(text) if !text.trim().is_empty() => Some(((*name).to_owned(), text)),
        _ => None,
    };
    Raw::Form(names.iter().filter_map(field).collect())
}

fn place(base: &str, cursor: &Option<Cursor>) -> Option<String> {
    cursor.clone().map(|cursor| address(base, &[("from", String::from(cursor).as_str())]))
}

fn address(base: &str, fields: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("{base}?{query}")
}
