use access::Caller;
use axum::response::Response;
use front::{Customer, Failure, Form};
use gateway::Command as _;
use kernel::{Message, Problem};

use super::{
    tell::{self, caller, may, say},
    views::{Blank, InvitePage},
};
use crate::InvitePerson;

/// Whom to invite, and to which role.
pub(super) async fn show(me: Customer) -> Result<Response, Failure> {
    let caller = caller(&me).await?;
    if !may(&caller, InvitePerson::NAME) {
        return Err(Problem::not_found().into());
    }
    me.page("accounts/invite.html", view(&me, &caller))
}

/// Invites.
pub(super) async fn send(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    match me.execute::<InvitePerson>(&[], &raw).await {
        Ok(done) => {
            let email = tell::text(&raw, "email").unwrap_or_default();
            me.toast_with_undo(&Message::new("people-invited").with("email", email), done.undo.as_ref());
            Ok(me.redirect(&me.address("/people/invitations")))
        }
        Err(failure) if failure.is_mendable() => {
            let caller = caller(&me).await?;
            me.form_page("accounts/invite.html", view(&me, &caller), &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

fn view(me: &Customer, caller: &Caller) -> InvitePage {
    let roles = tell::choices(me, caller, InvitePerson::NAME);
    let mut form = Blank::default();
    // The role that permits least is chosen until somebody says otherwise.
    form.values.extend(roles.first().map(|role| ("role".to_owned(), role.value.clone())));
    InvitePage {
        title: say(me, "people-invite"),
        people: me.address("/people"),
        action: me.address("/people/invite"),
        roles,
        form,
    }
}
