use axum::response::Response;
use front::{Customer, Failure, Form};
use gateway::{Command as _, Query as _};

use super::{
    tell::{self, caller, further, may, say},
    views::{PeoplePage, Person},
};
use crate::{InvitePerson, ListInvitations, Member, ShowMember};

/// Who has access to the account acted for.
pub(super) async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let found = tell::members(&me, &raw).await?;
    let caller = caller(&me).await?;
    let tabs = if may(&caller, ListInvitations::NAME) {
        let invited = tell::invitations(&me, &gateway::Raw::empty()).await?;
        tell::tabs(&me, found.all, invited.all, true)
    } else {
        Vec::new()
    };
    let (path, words) = (me.address("/people"), tell::text(&raw, "words"));
    let opens = may(&caller, ShowMember::NAME);
    let person = |member: &Member| Person {
        initials: tell::initials(&member.name),
        name: member.name.clone(),
        you: member.person == me.person(),
        href: opens.then(|| format!("{path}/{}", member.membership)),
        roles: member.roles.iter().map(|role| me.role(role)).collect(),
        since: member.since,
    };
    let view = PeoplePage {
        title: say(&me, "people-title"),
        invite: may(&caller, InvitePerson::NAME).then(|| format!("{path}/invite")),
        tabs,
        all: found.all,
        found: found.found,
        rows: found.members.rows.iter().map(person).collect(),
        previous: further(&path, words.as_deref(), found.members.previous),
        next: further(&path, words.as_deref(), found.members.next),
        words: words.unwrap_or_default(),
        path,
    };
    me.page("accounts/people.html", view)
}
