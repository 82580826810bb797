use axum::response::Response;
use front::{Blank, Failure, Form, Narrowed, Reader, Signed, Staff, Step, Targets};
use gateway::{Command as _, Query as _, Raw};
use kernel::{Message, Problem};

use super::{
    member,
    tell::{self, say},
    views::{ViewAsPage, ViewAsRow, ViewsAsPage},
    whose::Whose,
};
use crate::{BeginViewAs, EndViewAs, ListInvitations, ListMembers, ListViewsAs, ViewAsLine};

/// Asks why staff want to see the account as one of its people does.
pub(super) async fn ask(me: Staff, targets: Targets) -> Result<Response, Failure> {
    if !me.may(BeginViewAs::NAME) {
        return Err(Problem::not_found().into());
    }
    let view = view(&me, &Whose::read(&me, &targets)?).await?;
    me.page("accounts/view_as.html", view)
}

/// Lets them, for a while; a view they had before is over.
pub(super) async fn begin(me: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    member::find(&me, &whose).await?;
    let begun = match me.execute::<BeginViewAs>(&whose.targets, &raw).await {
        Ok(done) => done.output,
        Err(failure) if failure.is_mendable() => {
            let view = view(&me, &whose).await?;
            return me.form_page("accounts/view_as.html", view, &failure.0, &raw);
        }
        Err(failure) => return Err(failure),
    };
    let before = me.admission.as_ref().and_then(|admission| admission.viewing.as_ref()).map(|viewing| viewing.view);
    if let Some(before) = before.filter(|before| *before != begun) {
        me.execute::<EndViewAs>(&[before.uuid()], &Raw::empty()).await?;
    }
    Ok(me.redirect(&format!("/a/{}", whose.account)))
}

/// Ends a view, and leads back to whose it was.
pub(super) async fn end(me: Staff, targets: Targets) -> Result<Response, Failure> {
    let (account, membership) = me.execute::<EndViewAs>(&targets.0, &Raw::empty()).await?.output;
    me.toast(&Message::new("view-as-over"));
    Ok(me.redirect(&me.address(&format!("/customers/{account}/people/{membership}"))))
}

/// When staff looked with the eyes of the account's people, as whom and why.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    if !me.may(ListViewsAs::NAME) {
        return Err(Problem::not_found().into());
    }
    let around = whose.around(&me).await?;
    let found = me.ask::<ListViewsAs>(None, &tell::of(Some(whose.account), &raw, &["from"])).await?;
    let tabs = if me.may(ListMembers::NAME) && me.may(ListInvitations::NAME) {
        let people = tell::members(&me, &whose, &Raw::empty()).await?;
        let invited = tell::invitations(&me, &whose, &Raw::empty()).await?;
        tell::tabs(&me, &whose, people.all, invited.all, tell::VIEWS_AS)
    } else {
        Vec::new()
    };
    let asked = Narrowed::read(format!("{}/views-as", whose.people), &[], &raw);
    let view = ViewsAsPage {
        title: around.title(&me, "view-as-title", "view-as-title-of"),
        around,
        tabs,
        rows: found.rows.into_iter().map(|line| row(&me, line)).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("accounts/views_as.html", view)
}

fn row(me: &Signed, line: ViewAsLine) -> ViewAsRow {
    let over = match line.ended {
        Some(ended) if ended < line.ends => Message::new("view-as-ended").with("at", me.moment(ended)),
        None if me.formats.now() < line.ends => Message::new("view-as-open").with("at", me.moment(line.ends)),
        Some(_) | None => Message::new("view-as-ran-out").with("at", me.moment(line.ends)),
    };
    ViewAsRow { over: me.say(&over), who: line.who, whom: line.whom, reason: line.reason, began: line.began }
}

async fn view(me: &Signed, whose: &Whose) -> Result<ViewAsPage, Failure> {
    let mut around = whose.around(me).await?;
    let member = member::find(me, whose).await?;
    let person = whose.person()?;
    around.trail.push(Step { label: say(me, "people-title"), href: whose.people.clone() });
    around.trail.push(Step { label: member.name.clone(), href: person.clone() });
    Ok(ViewAsPage {
        title: me.say(&Message::new("view-as-begin").with("name", member.name.as_str())),
        around,
        name: member.name,
        action: format!("{person}/view-as"),
        person,
        form: Blank::default(),
    })
}
