use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    time::Duration,
};

use axum::response::Response;
use front::{Failure, Form, Signed, Staff};
use gateway::{Command as _, Keeper, Raw, RawField, Step, Together};
use kernel::{Message, Problem};
use store::Work;

use super::{
    foreseen::{Fate, Foreseen, Known, foresee},
    invite::choices,
    roster,
    views::{FormState, InviteList, Link, ListRow, SentList, Tag},
};
use crate::{InvitePerson, Reinvite};

/// The form for a list.
pub(super) async fn show(staff: Staff) -> Result<Response, Failure> {
    let view = page(&staff, &Raw::empty(), Vec::new()).await?;
    staff.page("customers/invite_list.html", view)
}

/// What will happen to each line; nothing is sent.
pub(super) async fn preview(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    match look(&staff, &raw).await? {
        Ok(foreseen) => {
            let view = page(&staff, &raw, foreseen).await?;
            staff.page("customers/invite_list.html", view)
        }
        Err(problem) => {
            let view = page(&staff, &raw, Vec::new()).await?;
            staff.form_page("customers/invite_list.html", view, &problem, &raw)
        }
    }
}

/// One command a line, and what came of each.
pub(super) async fn send(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let foreseen = match look(&staff, &raw).await? {
        Ok(foreseen) => foreseen,
        Err(problem) => {
            let view = page(&staff, &raw, Vec::new()).await?;
            return staff.form_page("customers/invite_list.html", view, &problem, &raw);
        }
    };
    let mut came = invite(&staff, &foreseen).await?.into_iter();
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
    staff.page(
        "customers/invite_list_sent.html",
        SentList {
            title: staff.say(&Message::new("desk-list-sent-title")),
            trail: trail(&staff),
            again: staff.address("/invitations/new"),
            invitations: staff.address("/invitations"),
            sent,
            left_out,
            rows,
        },
    )
}

/// How long one transaction of invitations lasts before it lets others write.
const BUDGET: Duration = Duration::from_millis(25);

/// Runs the command of each line that has one, each under a savepoint of its own. An invitation that is there already
/// is refused; so a list that is sent twice invites nobody twice.
async fn invite(staff: &Signed, foreseen: &[Foreseen]) -> Result<Vec<Together>, Failure> {
    let (gateway, asked) = (&staff.site().gateway, staff.asked());
    let mut steps = foreseen.iter().filter_map(step).map(|step| vec![step]).peekable();
    let mut came = Vec::new();
    while steps.peek().is_some() {
        came.extend(gateway.bundles(&asked, &mut steps, &NothingBeside, BUDGET).await?);
    }
    Ok(came)
}

fn step(line: &Foreseen) -> Option<Step> {
    match &line.fate {
        Fate::New { role } => {
            let mut told = vec![("email".to_owned(), line.wanted.email.clone()), ("role".to_owned(), role.clone())];
            if !line.wanted.note.is_empty() {
                told.push(("note".to_owned(), line.wanted.note.clone()));
            }
            let targets = vec![line.account.as_ref()?.id.uuid()];
            Some(Step { operation: InvitePerson::NAME.into(), targets, told: Raw::Form(told) })
        }
        Fate::Again(id) => {
            Some(Step { operation: Reinvite::NAME.into(), targets: vec![id.uuid()], told: Raw::empty() })
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

/// Reads the list and looks up what it names; or says why it cannot be read.
async fn look(staff: &Signed, raw: &Raw) -> Result<Result<Vec<Foreseen>, Problem>, Failure> {
    let wanted = match roster::read(&text(raw, "lines")) {
        Ok(wanted) => wanted,
        Err(error) => return Ok(Err(Problem::invalid(Vec::new()).at("/lines", error.says()))),
    };
    let known = Known::of(staff, &wanted).await?;
    Ok(Ok(foresee(wanted, &known, &text(raw, "role"))))
}

fn text(raw: &Raw, name: &str) -> String {
    match raw.field(name) {
        RawField::Text(text) => text,
        RawField::Absent | RawField::Null | RawField::Json(_) | RawField::Many(_) => String::new(),
    }
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
        rows: foreseen.iter().map(|line| row(staff, line, tag(staff, &line.fate))).collect(),
        roles,
        form: FormState { values: [("lines", text(raw, "lines")), ("role", usual)].into(), errors: BTreeMap::new() },
    })
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
