use access::Caller;
use axum::response::Response;
use front::{Blank, Customer, Failure, Form};
use gateway::{Command as _, Raw};
use kernel::{Message, Problem};

use super::{
    tell::{self, caller, say},
    views::InvitePage,
};
use crate::{InvitePerson, letter};

/// Whom to invite, and to which role; beside it the mail.
pub(super) async fn show(me: Customer) -> Result<Response, Failure> {
    shown(&me, &letter::kept(&me)).await
}

/// Invites, or shows the mail that would be sent.
pub(super) async fn send(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    if letter::is_asked_for(&raw) {
        return shown(&me, &raw).await;
    }
    match me.execute::<InvitePerson>(&[], &raw).await {
        Ok(done) => {
            let email = raw.text("email").unwrap_or_default();
            me.toast_with_undo(&Message::new("people-invited").with("email", email), done.undo.as_ref());
            Ok(me.redirect(&me.address("/people/invitations")))
        }
        Err(failure) if failure.is_mendable() => {
            let caller = caller(&me).await?;
            me.form_page("accounts/invite.html", view(&me, &caller, &raw)?, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

async fn shown(me: &Customer, raw: &Raw) -> Result<Response, Failure> {
    if !me.may(InvitePerson::NAME) {
        return Err(Problem::not_found().into());
    }
    me.page("accounts/invite.html", view(me, &caller(me).await?, raw)?)
}

fn view(me: &Customer, caller: &Caller, raw: &Raw) -> Result<InvitePage, Failure> {
    let roles = tell::choices(me, caller, InvitePerson::NAME, me.account());
    let typed = |name: &str| raw.text(name).unwrap_or_default();
    let (wanted, note) = (typed("role"), typed("note"));
    // The role that permits least is chosen until somebody says otherwise.
    let chosen = roles.iter().find(|role| role.value == wanted).or_else(|| roles.first());
    let role = chosen.map(|role| role.value.clone()).unwrap_or_default();
    let mail = letter::preview(me, me.here().map_or("", |here| &here.name), &role, &note)?;
    Ok(InvitePage {
        title: say(me, "people-invite"),
        people: me.address("/people"),
        // What was kept of an earlier time does not come back over what is typed now.
        action: me.address("/people/invite?draft=no"),
        roles,
        mail,
        form: Blank::of([("email", typed("email")), ("role", role), ("note", note)]),
    })
}
