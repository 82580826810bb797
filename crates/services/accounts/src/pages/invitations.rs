use axum::response::Response;
use directory::Invitation;
use front::{Customer, Failure, Form, Targets};
use gateway::{Command as _, Raw};
use kernel::Message;

use super::{
    tell::{self, caller, further, may, say},
    views::{InvitationsPage, Offer},
};
use crate::{InvitePerson, Reinvite, WithdrawInvitation};

/// Who is invited to the account acted for, and has not answered.
pub(super) async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let found = tell::invitations(&me, &raw).await?;
    let people = tell::members(&me, &Raw::empty()).await?;
    let caller = caller(&me).await?;
    let path = me.address("/people/invitations");
    let offer = |invitation: &Invitation| Offer {
        email: invitation.email.clone(),
        role: me.role(&invitation.role),
        note: invitation.note.clone(),
        sent: invitation.sent_at,
        expires: tell::day(&me, invitation.expires_at),
        over: !invitation.is_open(me.formats.now()),
        asked: invitation.asked_again_at.map(|asked| tell::day(&me, asked)),
        renewal: format!("{path}/{}/renewal", invitation.id),
        withdrawal: format!("{path}/{}/withdrawal", invitation.id),
    };
    let view = InvitationsPage {
        title: say(&me, "people-invitations-title"),
        invite: may(&caller, InvitePerson::NAME).then(|| me.address("/people/invite")),
        tabs: tell::tabs(&me, people.all, found.all, false),
        all: found.all,
        rows: found.invitations.rows.iter().map(offer).collect(),
        previous: further(&path, None, found.invitations.previous),
        next: further(&path, None, found.invitations.next),
    };
    me.page("accounts/invitations.html", view)
}

/// Sends one again, with a new link.
pub(super) async fn renew(me: Customer, targets: Targets) -> Result<Response, Failure> {
    me.execute::<Reinvite>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("people-reinvited"));
    Ok(me.redirect(&me.address("/people/invitations")))
}

/// Takes one back.
pub(super) async fn withdraw(me: Customer, targets: Targets) -> Result<Response, Failure> {
    let done = me.execute::<WithdrawInvitation>(&targets.0, &Raw::empty()).await?;
    me.toast_with_undo(&Message::new("people-withdrawn"), done.undo.as_ref());
    Ok(me.redirect(&me.address("/people/invitations")))
}
