use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use front::{Fact, Failure, FileAnswer, Form, Signed, Staff, Targets};
use gateway::{Query as _, Raw};
use kernel::{Id, Message, Problem};
use sync::{
    DismissQuarantined, ExportQuarantine, ImportError, MendQuarantined, QuarantineState, QuarantinedView,
    ReplayQuarantined, ShowQuarantined,
};
use uuid::Uuid;

use crate::views::HeldPage;

/// One document that was held back: why, its lines, and what can be done.
pub(super) async fn show(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    let held = staff.ask::<ShowQuarantined>(Some(targets.one()?), &Raw::empty()).await?;
    staff.page("imports/quarantined.html", HeldPage::of(&staff, &held))
}

/// Its lines were put right; it is tried again at once.
pub(super) async fn mend(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let id = targets.one()?;
    match staff.execute::<MendQuarantined>(&targets.0, &raw).await {
        Ok(_) => again(&staff, id, &raw).await,
        Err(failure) if *failure.0.kind() == Problem::INVALID => {
            let held = staff.ask::<ShowQuarantined>(Some(id), &Raw::empty()).await?;
            staff.form_page("imports/quarantined.html", HeldPage::of(&staff, &held), &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// It is tried again as it stands.
pub(super) async fn replay(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    let id = targets.one()?;
    let held = staff.ask::<ShowQuarantined>(Some(id), &Raw::empty()).await?;
    again(&staff, id, &Raw::Form(held.text.map(|text| ("content".to_owned(), text)).into_iter().collect())).await
}

/// It stays out for good.
pub(super) async fn dismiss(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    let id = targets.one()?;
    staff.execute::<DismissQuarantined>(&targets.0, &Raw::empty()).await?;
    staff.toast(&Message::new("imports-dismissed"));
    Ok(staff.redirect(&address(&staff, id)))
}

/// Tries it again; while it is held back still, its form comes back with the reason.
async fn again(staff: &Staff, id: Uuid, raw: &Raw) -> Result<Response, Failure> {
    staff.execute::<ReplayQuarantined>(&[id], &Raw::empty()).await?;
    let settled = sync::replay(&staff.site().gateway, Id::from_uuid(id)).await.map_err(away)?;
    if settled != Some(QuarantineState::Open) {
        // Whatever became of it by somebody else, its page says.
        let replayed = settled == Some(QuarantineState::Replayed);
        staff.toast(&Message::new(if replayed { "imports-replayed" } else { "imports-overtaken" }));
        return Ok(staff.redirect(&address(staff, id)));
    }
    let held = staff.ask::<ShowQuarantined>(Some(id), &Raw::empty()).await?;
    let reason = staff.say(&held.reason);
    let why = Problem::invalid(Vec::new()).at("/content", Message::new("imports-still-held").with("reason", reason));
    staff.form_page("imports/quarantined.html", HeldPage::of(staff, &held), &why, raw)
}

/// What the list shows, as a file.
pub(super) async fn export(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    table(&staff, &raw).await
}

/// The same for programs.
pub(super) fn for_programs() -> FileAnswer {
    FileAnswer {
        operation: ExportQuarantine::NAME,
        kind: "text/csv",
        write: |me, _, told| Box::pin(async move { table(&me, &told).await }),
    }
}

async fn table(staff: &Signed, told: &Raw) -> Result<Response, Failure> {
    let found = staff.ask::<ExportQuarantine>(None, told).await?;
    let columns = ["document", "state", "reason", "file", "line"];
    let names = columns.map(|column| staff.say(&column_name(column)));
    let text = found.to_csv(&names, |reason| staff.say(reason));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let name = HeaderValue::from_static("attachment; filename=\"quarantine.csv\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

fn column_name(column: &str) -> Message {
    Message::new(match column {
        "document" => "imports-document",
        "state" => "imports-state",
        "reason" => "imports-reason",
        "file" => "imports-file",
        _ => "imports-line",
    })
}

fn address(staff: &Signed, id: Uuid) -> String {
    staff.address(&format!("/imports/quarantine/{}", id.simple()))
}

fn away(error: ImportError) -> Problem {
    match error {
        ImportError::Stopped(problem) => problem,
        other => Problem::unavailable(other),
    }
}

impl HeldPage {
    fn of(staff: &Signed, held: &QuarantinedView) -> Self {
        let say = |id: &'static str| staff.say(&Message::new(id));
        let lines = Message::new("imports-lines").with("first", held.first_line).with("last", held.last_line);
        let lines = staff.say(&lines.with("count", held.lines));
        Self::new(
            staff,
            held,
            vec![
                Fact { term: say("imports-file"), detail: format!("{}, {lines}", held.file) },
                Fact { term: say("imports-found"), detail: staff.formats.datetime(held.found_at) },
                Fact { term: say("imports-mapping"), detail: held.mapping.clone() },
            ],
        )
    }
}
