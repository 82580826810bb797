use axum::response::Response;
use front::{Failure, Form, Narrowed, Reader, Targets, initials};
use gateway::{Command as _, Query as _, Raw};
use kernel::Problem;

use super::{
    tell,
    views::{Asks, PeoplePage, Person},
    whose::Whose,
};
use crate::{InvitePerson, ListAccessRequests, ListInvitations, ListMembers, Member, ShowMember, ways::Ways};

/// Who has access to an account.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    if !me.may(ListMembers::NAME) {
        return Err(Problem::not_found().into());
    }
    let around = whose.around(&me).await?;
    let found = tell::members(&me, &whose, &raw).await?;
    let named: Vec<_> = found.members.rows.iter().map(|member| member.membership).collect();
    let seen = tell::seen(&me, &named).await?;
    let ways = Ways::of(&me, &named).await?;
    let asking = match me.may(ListAccessRequests::NAME) {
        true => me.ask::<ListAccessRequests>(None, &tell::of(Some(whose.account), &Raw::empty(), &[])).await?.rows,
        false => Vec::new(),
    };
    let reached = tell::addresses(&me, named).await?;
    let tabs = if me.may(ListInvitations::NAME) {
        let invited = tell::invitations(&me, &whose, &Raw::empty()).await?;
        tell::tabs(&me, &whose, found.all, invited.all, tell::PEOPLE)
    } else {
        Vec::new()
    };
    let asked = Narrowed::read(whose.people.clone(), &["words"], &raw);
    let opens = me.may(ShowMember::NAME);
    let asks = |member: &Member| {
        let asking = asking.iter().find(|asking| asking.membership == member.membership)?;
        let kind = if whose.at_desk { "warn" } else { "turn" };
        Some(Asks { role: me.role(&asking.role), kind, href: format!("{}/requests", whose.people) })
    };
    let person = |member: &Member| Person {
        initials: initials(&member.name),
        name: member.name.clone(),
        email: tell::address_of(member.membership, &reached),
        you: member.person == me.person(),
        href: opens.then(|| format!("{}/{}", whose.people, member.membership)),
        roles: member.roles.iter().map(|role| me.role(role)).collect(),
        asks: asks(member),
        signs_in: ways.as_ref().and_then(|ways| ways.says(&me, member.membership)),
        seen: seen.as_ref().and_then(|seen| tell::seen_at(member.membership, seen)),
        since: member.since,
    };
    let view = PeoplePage {
        title: around.title(&me, "people-title", "people-title-of"),
        around,
        invite: me.may(InvitePerson::NAME).then(|| whose.invite.clone()),
        tabs,
        all: found.all,
        found: found.found,
        tells_seen: seen.is_some(),
        rows: found.members.rows.iter().map(person).collect(),
        previous: asked.at(found.members.previous.as_ref()),
        next: asked.at(found.members.next.as_ref()),
        words: asked.get("words").unwrap_or_default().to_owned(),
        path: whose.people,
    };
    me.page("accounts/people.html", view)
}
