use std::{collections::BTreeSet, pin::Pin, time::Duration};

use axum::response::Response;
use front::{Blank, Failure, Form, Signed, Staff, Tag};
use gateway::{Command as _, Keeper, Raw, Step, Together};
use kernel::{Message, Problem};
use store::Work;

use super::{
    foreseen::{Fate, Foreseen, Known, foresee},
    invite::{choices, text},
    roster,
    roster_file::{self, FileError},
    views::{FirstMail, InviteList, Link, ListRow, SentList},
};
use crate::{InvitePerson, Reinvite, letter};

/// The form for a list.
pub(super) async fn show(staff: Staff) -> Result<Response, Failure> {
    let view = page(&staff, &Raw::empty(), Vec::new()).await?;
    staff.page("customers/invite_list.html", view)
}

/// What will happen to each line, and the first mail; nothing is sent. The lines of a file come back in the box.
pub(super) async fn preview(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let raw = match unpacked(&raw) {
        Ok(raw) => raw,
        Err(error) => return again(&staff, &raw, &Problem::invalid(Vec::new()).at("/file", error.says())).await,
    };
    match look(&staff, &raw).await? {
        Ok(foreseen) => {
            let view = page(&staff, &raw, foreseen).await?;
            staff.page("customers/invite_list.html", view)
        }
        Err(problem) => again(&staff, &raw, &problem).await,
    }
}

/// One command a line, and what came of each. The lines of a file were seen by nobody yet, so they are shown first.
pub(super) async fn send(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    if !text(&raw, "file").is_empty() {
        return preview(staff, Form(raw)).await;
    }
    let foreseen = match look(&staff, &raw).await? {
        Ok(foreseen) => foreseen,
        Err(problem) => return again(&staff, &raw, &problem).await,
    };
    let wave = uuid::Uuid::now_v7().simple().to_string();
    let steps = foreseen.iter().filter_map(|line| step(line, &wave)).collect();
    let mut came = together(&staff, steps).await?.into_iter();
    let mut sent = 0;
    let mut rows = Vec::with_capacity(foreseen.len());
    for line in &foreseen {
        let outcome = if line.fate.sends() { came.next() } else { None };
        let tag = match outcome {
            Some(Ok(_)) => {
                sent += 1;
                Tag { label: staff.say(&Message::new("desk-list-sent")), kind: "ok", icon: "check" }
            }
            Some(Err(broken)) => refused(&staff, &broken.problem),
            None => tag(&staff, &line.fate),
        };
        rows.push(row(&staff, line, tag));
    }
    let left_out = rows.len() - sent;
    let view = SentList {
        title: staff.say(&Message::new("desk-list-sent-title")),
        trail: trail(&staff),
        again: staff.address("/invitations/new"),
        invitations: staff.address("/invitations"),
        sent,
        left_out,
        rows,
    };
    staff.page("customers/invite_list_sent.html", view).map(front::done)
}

/// How long one transaction of invitations lasts before it lets others write.
const BUDGET: Duration = Duration::from_millis(25);

/// Runs these commands about invitations, each under a savepoint of its own. An invitation that is there already is
/// refused; so a list that is sent twice invites nobody twice.
pub(super) async fn together(staff: &Signed, steps: Vec<Step>) -> Result<Vec<Together>, Failure> {
    let (gateway, asked) = (&staff.site().gateway, staff.asked());
    let mut steps = steps.into_iter().map(|step| vec![step]).peekable();
    let mut came = Vec::new();
    while steps.peek().is_some() {
        came.extend(gateway.bundles(&asked, &mut steps, &NothingBeside, BUDGET).await?);
    }
    Ok(came)
}

/// What is done for a line, as one of this wave.
fn step(line: &Foreseen, wave: &str) -> Option<Step> {
    let wave = ("wave".to_owned(), wave.to_owned());
    match &line.fate {
        Fate::New { role } => {
            let (email, role) = (line.wanted.email.clone(), role.clone());
            let mut told = vec![("email".to_owned(), email), ("role".to_owned(), role), wave];
            if !line.wanted.note.is_empty() {
                told.push(("note".to_owned(), line.wanted.note.clone()));
            }
            let targets = vec![line.account.as_ref()?.id.uuid()];
            Some(Step { operation: InvitePerson::NAME.into(), targets, told: Raw::Form(told) })
        }
        Fate::Again(id) => {
            Some(Step { operation: Reinvite::NAME.into(), targets: vec![id.uuid()], told: Raw::Form(vec![wave]) })
        }
        Fate::Member(_)
        | Fate::Open(_)
        | Fate::UnknownAccount
        | Fate::BadAddress
        | Fate::UnknownRole
        | Fate::LongNote
        | Fate::Twice(_) => None,
    }
}

/// A list keeps nothing of how far it has come: what was done already is refused.
struct NothingBeside;

impl Keeper for NothingBeside {
    fn keep<'a>(
        &'a self,
        _: &'a Work,
        _: &'a [Together],
    ) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + 'a>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The form as it would be with the lines of its file in the box, when it brought one.
fn unpacked(raw: &Raw) -> Result<Raw, FileError> {
    let file = text(raw, "file");
    if file.is_empty() {
        return Ok(raw.clone());
    }
    if !text(raw, "lines").trim().is_empty() {
        return Err(FileError::Twice);
    }
    let lines = roster_file::read(front::sent_file(&file).ok_or(FileError::NoText)?)?;
    Ok(Raw::Form(vec![("lines".to_owned(), lines), ("role".to_owned(), text(raw, "role"))]))
}

/// The form as it came, with what is to be put right.
async fn again(staff: &Signed, raw: &Raw, problem: &Problem) -> Result<Response, Failure> {
    let view = page(staff, raw, Vec::new()).await?;
    staff.form_page("customers/invite_list.html", view, problem, raw)
}

/// Reads the list and looks up what it names; or says why it cannot be read.
async fn look(staff: &Signed, raw: &Raw) -> Result<Result<Vec<Foreseen>, Problem>, Failure> {
    let wanted = match roster::read(&text(raw, "lines")) {
        Ok(wanted) => wanted,
        Err(error) => return Ok(Err(Problem::invalid(Vec::new()).at("/lines", error.says()))),
    };
    let known = Known::of(staff, &wanted).await?;
    if known.offers_nothing() {
        return Ok(Err(Problem::invalid(Vec::new()).at("/role", Message::new("people-error-for-a-while"))));
    }
    Ok(Ok(foresee(wanted, &known, &text(raw, "role"))))
}

async fn page(staff: &Signed, raw: &Raw, foreseen: Vec<Foreseen>) -> Result<InviteList, Failure> {
    let roles = choices(staff).await?;
    let usual = match text(raw, "role") {
        role if role.is_empty() => roles.first().map(|role| role.value.clone()).unwrap_or_default(),
        role => role,
    };
    let sends = foreseen.iter().filter(|line| line.fate.sends()).count();
    let customers: BTreeSet<_> =
        foreseen.iter().filter(|line| line.fate.sends()).filter_map(|line| Some(line.account.as_ref()?.id)).collect();
    Ok(InviteList {
        title: staff.say(&Message::new("desk-list-title")),
        trail: trail(staff),
        action: staff.address("/invitations/new?draft=no"),
        sending: staff.address("/invitations/new/sending?draft=no"),
        sends,
        customers: customers.len(),
        first: first(staff, &foreseen)?,
        rows: foreseen.iter().map(|line| row(staff, line, tag(staff, &line.fate))).collect(),
        roles,
        form: Blank::of([("lines", text(raw, "lines")), ("role", usual)]),
    })
}

/// The first mail of an invitation that is new; one that goes out again is written as it was.
fn first(staff: &Signed, foreseen: &[Foreseen]) -> Result<Option<FirstMail>, Failure> {
    for line in foreseen {
        if let (Fate::New { role }, Some(account)) = (&line.fate, &line.account) {
            let mail = letter::preview(staff, &account.name, role, &line.wanted.note)?;
            return Ok(Some(FirstMail { email: line.wanted.email.clone(), mail }));
        }
    }
    Ok(None)
}

fn trail(staff: &Signed) -> Vec<Link> {
    vec![Link { label: staff.say(&Message::new("desk-invitations-title")), href: staff.address("/invitations") }]
}

fn row(staff: &Signed, line: &Foreseen, outcome: Tag) -> ListRow {
    ListRow {
        line: line.wanted.line,
        email: line.wanted.email.clone(),
        customer: line.account.as_ref().map(|account| account.name.clone()),
        reference: line.wanted.reference.clone(),
        role: match &line.fate {
            Fate::New { role } => staff.role(role),
            _ if line.wanted.role.is_empty() => String::new(),
            _ => line.wanted.role.clone(),
        },
        outcome,
    }
}

fn tag(staff: &Signed, fate: &Fate) -> Tag {
    let (says, kind, icon) = match fate {
        Fate::New { .. } => (Message::new("desk-list-new"), "ok", "mail-plus"),
        Fate::Again(_) => (Message::new("desk-list-again"), "ok", "rotate-ccw"),
        Fate::Member(name) => (Message::new("desk-list-member").with("name", name.as_str()), "off", "user-round-check"),
        Fate::Open(until) => (Message::new("desk-list-open").with("day", staff.formats.day(*until)), "off", "mail"),
        Fate::UnknownAccount => (Message::new("desk-list-unknown-account"), "bad", "circle-alert"),
        Fate::BadAddress => (Message::new("desk-list-bad-address"), "bad", "circle-alert"),
        Fate::UnknownRole => (Message::new("desk-list-unknown-role"), "bad", "circle-alert"),
        Fate::LongNote => (Message::new("desk-list-long-note"), "bad", "circle-alert"),
        Fate::Twice(line) => {
            let line = i64::try_from(*line).unwrap_or(i64::MAX);
            (Message::new("desk-list-twice").with("line", line), "warn", "copy")
        }
    };
    Tag { label: staff.say(&says), kind, icon }
}

/// Why a command was not done after all, in its own words.
fn refused(staff: &Signed, problem: &Problem) -> Tag {
    let says = problem.fields().first().map_or_else(|| problem.says(), |field| &field.says);
    Tag { label: staff.say(says), kind: "bad", icon: "circle-alert" }
}
