//! A customer's pages about their company: what it is, who has access, who is invited.

mod company;
mod invitations;
mod invite;
mod member;
mod people;
mod tell;
mod views;

use front::{Audience, MenuItem, Pages};
use gateway::{Command as _, Query as _};

use crate::{
    GiveRole, InvitePerson, ListInvitations, ListMembers, Reinvite, RemoveMember, ShowCompany, ShowMember, TakeRole,
    WithdrawInvitation,
};

/// The pages of a company and its people.
pub fn pages() -> Pages {
    let invitation = |below: &str| format!("/people/invitations/{{invitation}}/{below}");
    let person = |below: &str| format!("/people/{{membership}}/{below}");
    Pages::new()
        .customer("GET", "/company", company::show, Some(ShowCompany::NAME))
        .customer("GET", "/people", people::show, Some(ListMembers::NAME))
        .customer("GET", "/people/invite", invite::show, None)
        .customer("POST", "/people/invite", invite::send, Some(InvitePerson::NAME))
        .customer("GET", "/people/invitations", invitations::show, Some(ListInvitations::NAME))
        .customer("POST", &invitation("renewal"), invitations::renew, Some(Reinvite::NAME))
        .customer("POST", &invitation("withdrawal"), invitations::withdraw, Some(WithdrawInvitation::NAME))
        .customer("GET", "/people/{membership}", member::show, Some(ShowMember::NAME))
        .customer("POST", &person("roles"), member::give, Some(GiveRole::NAME))
        .customer("POST", &person("roles/removal"), member::take, Some(TakeRole::NAME))
        .customer("POST", &person("removal"), member::remove, Some(RemoveMember::NAME))
        .menu(line("company-menu", "building-2", "/company", ShowCompany::NAME, 810))
        .menu(line("people-menu", "users", "/people", ListMembers::NAME, 820))
}

fn line(label: &'static str, icon: &'static str, path: &'static str, action: &'static str, order: u16) -> MenuItem {
    MenuItem { label, icon, path, audience: Audience::Customer, action, order, group: Some("front-group-company") }
}
