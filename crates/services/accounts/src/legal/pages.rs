//! A company's pages about what it wants changed of its legal data, and the desk's, which decides.

use axum::response::Response;
use directory::{ChangeStanding, Legal, LegalChange, LegalField};
use front::{Audience, Blank, Customer, Failure, Form, MenuItem, Narrowed, Pages, Signed, Staff, Step, Targets};
use gateway::{Command as _, Query as _, Raw};
use kernel::{Id, Message, Problem};

use super::{
    ApproveChange, Change, DeclineChange, ListChanges, ProposeChange, ShowChange, ShowLegal,
    views::{ChangePage, ChangeRow, ChangesPage, ProposePage, RequestRow},
};

/// The pages of requests to change legal data.
pub fn pages() -> Pages {
    Pages::new()
        .customer("GET", "/company/changes", show, Some(ListChanges::NAME))
        .customer("GET", "/company/changes/new", ask, None)
        .customer("POST", "/company/changes/new", propose, Some(ProposeChange::NAME))
        .desk("GET", "/changes", queue, Some(ListChanges::NAME))
        .desk("GET", "/changes/{change_request}", change, Some(ShowChange::NAME))
        .desk("POST", "/changes/{change_request}/approval", approve, Some(ApproveChange::NAME))
        .desk("POST", "/changes/{change_request}/decline", decline, Some(DeclineChange::NAME))
        .menu(MenuItem {
            label: "legal-menu",
            icon: "stamp",
            path: "/changes",
            audience: Audience::Desk,
            action: ListChanges::NAME,
            order: 22,
            group: None,
        })
}

/// What the company has asked for, and what became of it.
async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let now = me.ask::<ShowLegal>(me.account().map(Id::uuid), &Raw::empty()).await?;
    let account = me.account().map(|account| ("account".to_owned(), account.to_string()));
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    let found = me.ask::<ListChanges>(None, &Raw::Form(account.into_iter().chain(from).collect())).await?;
    let asked = Narrowed::read(me.address("/company/changes"), &[], &raw);
    let line = |change: &Change| RequestRow { company: None, ..row(&me, change, Some(&now)) };
    let view = ChangesPage {
        title: say(&me, "legal-title"),
        trail: vec![company(&me)],
        propose: me.may(ProposeChange::NAME).then(|| me.address("/company/changes/new")),
        rows: found.rows.iter().map(line).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("legal/changes.html", view)
}

/// What is to be changed, and why.
async fn ask(me: Customer) -> Result<Response, Failure> {
    if !me.may(ProposeChange::NAME) {
        return Err(Problem::not_found().into());
    }
    let view = form(&me).await?;
    me.page("legal/propose.html", view)
}

/// Asks for it.
async fn propose(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    match me.execute::<ProposeChange>(&[], &raw).await {
        Ok(_) => {
            me.toast(&Message::new("legal-proposed"));
            Ok(me.redirect(&me.address("/company/changes")))
        }
        Err(failure) if failure.is_mendable() => {
            let view = form(&me).await?;
            me.form_page("legal/propose.html", view, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

async fn form(me: &Customer) -> Result<ProposePage, Failure> {
    let now = me.ask::<ShowLegal>(me.account().map(Id::uuid), &Raw::empty()).await?;
    let back = me.address("/company/changes");
    Ok(ProposePage {
        title: say(me, "legal-propose"),
        trail: vec![company(me), Step { label: say(me, "legal-title"), href: back.clone() }],
        action: me.address("/company/changes/new"),
        back,
        brand: me.brand.name.clone(),
        form: Blank::of([
            ("name", now.name),
            ("vat_number", now.vat_number.unwrap_or_default()),
            ("registered_address", now.registered_address.unwrap_or_default()),
        ]),
    })
}

/// What customers ask for, the latest first.
async fn queue(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(me.address("/changes"), &[], &raw);
    let found = me.ask::<ListChanges>(None, &asked.raw()).await?;
    let line = |change: &Change| RequestRow {
        href: Some(me.address(&format!("/changes/{}", change.request))),
        ..row(&me, change, None)
    };
    let view = ChangesPage {
        title: say(&me, "legal-title"),
        trail: Vec::new(),
        propose: None,
        rows: found.rows.iter().map(line).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("legal/changes.html", view)
}

/// One request: what is to change beside what the systems of record say now.
async fn change(me: Staff, targets: Targets) -> Result<Response, Failure> {
    let change = me.ask::<ShowChange>(Some(targets.one()?), &Raw::empty()).await?;
    let view = view(&me, &change).await?;
    me.page("legal/change.html", view)
}

/// Lets it be entered.
async fn approve(me: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let change = me.ask::<ShowChange>(Some(targets.one()?), &Raw::empty()).await?;
    let both = [change.request.uuid(), change.account.uuid()];
    let done = me.execute::<ApproveChange>(&both, &raw).await.map(drop);
    answered(&me, &change, done, &raw, "legal-approved").await
}

/// Says no, and why.
async fn decline(me: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let change = me.ask::<ShowChange>(Some(targets.one()?), &Raw::empty()).await?;
    let done = me.execute::<DeclineChange>(&[change.request.uuid()], &raw).await.map(drop);
    answered(&me, &change, done, &raw, "legal-declined").await
}

async fn answered(
    me: &Staff,
    change: &Change,
    done: Result<(), Failure>,
    raw: &Raw,
    says: &'static str,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => {
            me.toast(&Message::new(says).with("company", change.company.clone()));
            Ok(me.redirect(&me.address(&format!("/changes/{}", change.request))))
        }
        Err(failure) if failure.is_mendable() => {
            let view = view(me, change).await?;
            me.form_page("legal/change.html", view, &failure.0, raw)
        }
        Err(failure) => Err(failure),
    }
}

async fn view(me: &Staff, change: &Change) -> Result<ChangePage, Failure> {
    let now = me.ask::<ShowLegal>(Some(change.account.uuid()), &Raw::empty()).await?;
    let standing = change.standing(&now);
    let waits = matches!(standing, ChangeStanding::Open | ChangeStanding::Stale);
    let below = |what: &str| me.address(&format!("/changes/{}/{what}", change.request));
    Ok(ChangePage {
        title: change.company.clone(),
        trail: vec![Step { label: say(me, "legal-title"), href: me.address("/changes") }],
        request: row(me, change, Some(&now)),
        customer: me.address(&format!("/customers/{}", change.account)),
        is_stale: standing == ChangeStanding::Stale,
        to_enter: standing == ChangeStanding::ToEnter,
        approve: (standing == ChangeStanding::Open && me.may(ApproveChange::NAME)).then(|| below("approval")),
        decline: (waits && me.may(DeclineChange::NAME)).then(|| below("decline")),
        form: Blank::default(),
    })
}

/// A request, beside what its account is in law now, where that is known here.
fn row(me: &Signed, change: &Change, now: Option<&Legal>) -> RequestRow {
    RequestRow {
        company: Some(change.company.clone()),
        href: None,
        changes: change.changes.iter().map(|one| change_row(me, one, now)).collect(),
        reason: change.reason.clone(),
        proposer: change.proposer.clone(),
        asked: change.asked,
        standing: standing(me, change, now),
        note: change.note.clone(),
    }
}

fn change_row(me: &Signed, change: &LegalChange, now: Option<&Legal>) -> ChangeRow {
    let what = match change.field {
        LegalField::Name => "legal-name",
        LegalField::VatNumber => "legal-vat",
        LegalField::RegisteredAddress => "legal-address",
    };
    let now = now.and_then(|now| now.value(change.field));
    ChangeRow {
        what: say(me, what),
        before: change.before.clone(),
        now: now.filter(|now| Some(*now) != change.before.as_deref() && *now != change.after).map(str::to_owned),
        after: change.after.clone(),
    }
}

/// How it stands, in words.
fn standing(me: &Signed, change: &Change, now: Option<&Legal>) -> String {
    let id = match now.map(|now| change.standing(now)) {
        Some(ChangeStanding::Open) => "legal-open",
        Some(ChangeStanding::Stale) => "legal-stale",
        Some(ChangeStanding::ToEnter) => "legal-to-enter",
        Some(ChangeStanding::Entered) => "legal-entered",
        Some(ChangeStanding::Declined) => "legal-was-declined",
        None if change.declined.is_some() => "legal-was-declined",
        None if change.approved.is_some() => "legal-was-approved",
        None => "legal-open",
    };
    let by = change.answerer.clone().unwrap_or_default();
    me.say(&Message::new(id).with("name", by))
}

fn company(me: &Customer) -> Step {
    Step { label: say(me, "company-menu"), href: me.address("/company") }
}

fn say(me: &Signed, id: &'static str) -> String {
    me.say(&Message::new(id))
}
