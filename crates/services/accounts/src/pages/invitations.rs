use axum::response::Response;
use directory::Invitation;
use front::{Failure, Form, Narrowed, Reader, Targets};
use gateway::{Command as _, Query as _, Raw};
use kernel::{Message, Problem};

use super::{
    tell,
    views::{InvitationsPage, Offer},
    whose::Whose,
};
use crate::{InvitePerson, ListInvitations, Reinvite, WithdrawInvitation, undelivered::undelivered};

/// Who is invited to an account, and has not answered.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    if !me.may(ListInvitations::NAME) {
        return Err(Problem::not_found().into());
    }
    let around = whose.around(&me).await?;
    let found = tell::invitations(&me, &whose, &raw).await?;
    let lost = undelivered(&me, found.invitations.rows.iter().map(|invitation| invitation.id)).await?;
    let people = tell::members(&me, &whose, &Raw::empty()).await?;
    let path = list(&whose);
    let asked = Narrowed::read(path.clone(), &[], &raw);
    let (renews, withdraws) = (me.may(Reinvite::NAME), me.may(WithdrawInvitation::NAME));
    let offer = |invitation: &Invitation| Offer {
        email: invitation.email.clone(),
        role: me.role(&invitation.role),
        note: invitation.note.clone(),
        sent: invitation.sent_at,
        undelivered: lost.contains(&invitation.id),
        expires: tell::day(&me, invitation.expires_at),
        over: !invitation.is_open(me.formats.now()),
        asked: invitation.asked_again_at.map(|asked| tell::day(&me, asked)),
        renewal: renews.then(|| format!("{path}/{}/renewal", invitation.id)),
        withdrawal: withdraws.then(|| format!("{path}/{}/withdrawal", invitation.id)),
    };
    let view = InvitationsPage {
        title: around.title(&me, "people-invitations-title", "people-invitations-title-of"),
        around,
        invite: me.may(InvitePerson::NAME).then(|| whose.invite.clone()),
        tabs: tell::tabs(&me, &whose, people.all, found.all, tell::INVITATIONS),
        all: found.all,
        rows: found.invitations.rows.iter().map(offer).collect(),
        previous: asked.at(found.invitations.previous.as_ref()),
        next: asked.at(found.invitations.next.as_ref()),
    };
    me.page("accounts/invitations.html", view)
}

/// Sends one again, with a new link.
pub(super) async fn renew(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    find(&me, &whose).await?;
    me.execute::<Reinvite>(&whose.targets, &Raw::empty()).await?;
    me.toast(&Message::new("people-reinvited"));
    Ok(me.redirect(&list(&whose)))
}

/// Takes one back.
pub(super) async fn withdraw(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    find(&me, &whose).await?;
    let done = me.execute::<WithdrawInvitation>(&whose.targets, &Raw::empty()).await?;
    me.toast_with_undo(&Message::new("people-withdrawn"), done.undo.as_ref());
    Ok(me.redirect(&list(&whose)))
}

/// At the desk an invitation is found below its own customer only.
async fn find(me: &Reader, whose: &Whose) -> Result<(), Failure> {
    if !whose.at_desk {
        return Ok(());
    }
    let named = [("account", whose.account.to_string()), ("invitation", whose.one()?.to_string())];
    let named = Raw::Form(named.into_iter().map(|(name, id)| (name.to_owned(), id)).collect());
    let found = me.ask::<ListInvitations>(None, &named).await?;
    if found.invitations.rows.is_empty() { Err(Problem::not_found().into()) } else { Ok(()) }
}

/// Where invitations to the account are listed.
fn list(whose: &Whose) -> String {
    format!("{}/invitations", whose.people)
}
