use std::borrow::Cow;

use axum::response::Response;
use front::{Blank, Customer, Failure, Form, Narrowed, Reader, Signed, Targets};
use gateway::{Command as _, Query as _, Raw};
use kernel::{Message, Problem};
use uuid::Uuid;

use super::{
    tell,
    views::{AskPage, RequestRow, RequestsPage},
    whose::Whose,
};
use crate::{Asking, DeclineAccess, GrantAccess, ListAccessRequests, ListInvitations, ListMembers, RequestAccess};

/// Asks for what was just refused.
pub(super) async fn ask(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    match me.execute::<RequestAccess>(&[], &raw).await {
        Ok(_) => {
            me.toast(&Message::new("access-asked"));
            Ok(me.redirect(&me.address("")))
        }
        Err(failure) if failure.is_mendable() => {
            let view = AskPage {
                title: me.say(&Message::new("access-ask-title")),
                action: me.address("access-requests"),
                wanted: raw.text("action").unwrap_or_default(),
                form: Blank::default(),
            };
            me.form_page("accounts/ask.html", view, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// Who asks for a role, and has no answer.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    if !me.may(ListAccessRequests::NAME) {
        return Err(Problem::not_found().into());
    }
    let view = view(&me, &Whose::read(&me, &targets)?, &raw, None).await?;
    me.page("accounts/requests.html", view)
}

/// Gives somebody the role they ask for.
pub(super) async fn grant(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    let asking = find(&me, &whose).await?;
    let both = [asking.request.uuid(), asking.membership.uuid()];
    match me.execute::<GrantAccess>(&both, &raw).await {
        Ok(_) => {
            let said = Message::new("access-granted").with("name", asking.name).with("role", me.role(&asking.role));
            me.toast(&said);
            Ok(me.redirect(&list(&whose)))
        }
        Err(failure) if failure.is_mendable() => {
            let typed = (asking.request.uuid(), raw.text("until").unwrap_or_default());
            let view = view(&me, &whose, &Raw::empty(), Some(typed)).await?;
            me.form_page("accounts/requests.html", view, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// Says no.
pub(super) async fn decline(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    let asking = find(&me, &whose).await?;
    me.execute::<DeclineAccess>(&[asking.request.uuid()], &Raw::empty()).await?;
    me.toast(&Message::new("access-declined").with("name", asking.name));
    Ok(me.redirect(&list(&whose)))
}

/// What is asked for; at the desk it is found below its own customer only.
async fn find(me: &Signed, whose: &Whose) -> Result<Asking, Failure> {
    let named = [("account", whose.account.to_string()), ("request", whose.one()?.to_string())];
    let named = Raw::Form(named.into_iter().map(|(name, id)| (name.to_owned(), id)).collect());
    let found = me.ask::<ListAccessRequests>(None, &named).await?;
    found.rows.into_iter().next().ok_or_else(|| Problem::not_found().into())
}

/// The page; `typed` is what came back for one of them.
async fn view(me: &Signed, whose: &Whose, raw: &Raw, typed: Option<(Uuid, String)>) -> Result<RequestsPage, Failure> {
    let around = whose.around(me).await?;
    let found = me.ask::<ListAccessRequests>(None, &tell::of(Some(whose.account), raw, &["from"])).await?;
    let tabs = if me.may(ListMembers::NAME) && me.may(ListInvitations::NAME) {
        let people = tell::members(me, whose, &Raw::empty()).await?;
        let invited = tell::invitations(me, whose, &Raw::empty()).await?;
        tell::tabs(me, whose, people.all, invited.all, tell::REQUESTS)
    } else {
        Vec::new()
    };
    let asked = Narrowed::read(list(whose), &[], raw);
    let answers = me.may(GrantAccess::NAME);
    let row = |asking: &Asking| RequestRow {
        name: asking.name.clone(),
        role: me.role(&asking.role),
        what: words(me, &asking.action),
        note: asking.note.clone(),
        asked: asking.asked,
        expires: tell::day(me, asking.expires),
        until: typed.as_ref().filter(|(of, _)| *of == asking.request.uuid()).map(|(_, until)| until.clone()),
        grant: answers.then(|| format!("{}/{}/grant", list(whose), asking.request)),
        decline: me.may(DeclineAccess::NAME).then(|| format!("{}/{}/decline", list(whose), asking.request)),
    };
    Ok(RequestsPage {
        title: around.title(me, "access-title", "access-title-of"),
        around,
        tabs,
        rows: found.rows.iter().map(row).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
        form: Blank::default(),
    })
}

/// What was refused, in words if there are any.
fn words(me: &Signed, action: &str) -> String {
    let id = format!("did-{}", action.replace('.', "-"));
    if !me.site().catalogue.knows(&id) {
        return action.to_owned();
    }
    me.say(&Message { id: Cow::Owned(id), args: Vec::new() })
}

/// Where what is asked for is listed.
fn list(whose: &Whose) -> String {
    format!("{}/requests", whose.people)
}
