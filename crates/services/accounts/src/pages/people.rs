use axum::response::Response;
use front::{Failure, Form, Reader, Targets};
use gateway::{Command as _, Query as _, Raw};
use kernel::Problem;

use super::{
    tell::{self, caller, further, may},
    views::{PeoplePage, Person},
    whose::Whose,
};
use crate::{InvitePerson, ListInvitations, ListMembers, Member, ShowMember};

/// Who has access to an account.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let (whose, caller) = (Whose::read(&me, &targets)?, caller(&me).await?);
    if !may(&caller, ListMembers::NAME) {
        return Err(Problem::not_found().into());
    }
    let around = whose.around(&me).await?;
    let found = tell::members(&me, &whose, &raw).await?;
    let named = found.members.rows.iter().map(|member| member.membership).collect();
    let reached = tell::addresses(&me, &caller, named).await?;
    let tabs = if may(&caller, ListInvitations::NAME) {
        let invited = tell::invitations(&me, &whose, &Raw::empty()).await?;
        tell::tabs(&me, &whose, found.all, invited.all, true)
    } else {
        Vec::new()
    };
    let words = tell::text(&raw, "words");
    let opens = may(&caller, ShowMember::NAME);
    let person = |member: &Member| Person {
        initials: tell::initials(&member.name),
        name: member.name.clone(),
        email: tell::address_of(member.membership, &reached),
        you: member.person == me.person(),
        href: opens.then(|| format!("{}/{}", whose.people, member.membership)),
        roles: member.roles.iter().map(|role| me.role(role)).collect(),
        since: member.since,
    };
    let view = PeoplePage {
        title: around.title(&me, "people-title", "people-title-of"),
        around,
        invite: may(&caller, InvitePerson::NAME).then(|| whose.invite.clone()),
        tabs,
        all: found.all,
        found: found.found,
        rows: found.members.rows.iter().map(person).collect(),
        previous: further(&whose.people, words.as_deref(), found.members.previous),
        next: further(&whose.people, words.as_deref(), found.members.next),
        words: words.unwrap_or_default(),
        path: whose.people,
    };
    me.page("accounts/people.html", view)
}
