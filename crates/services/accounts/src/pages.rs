//! A customer's pages about their company: what it is, who has access, who is invited. Those about people staff have
//! too, below the customer's page at the desk.

mod company;
mod explain;
mod invitations;
mod invite;
mod lock;
mod member;
mod people;
mod requests;
mod tell;
mod view_as;
mod views;
mod whose;

use axum::handler::Handler;
use front::{Audience, MenuItem, Pages, Shared};
use gateway::{Command as _, Query as _};

use crate::{
    BeginViewAs, DeclineAccess, EndViewAs, GiveRole, GrantAccess, InvitePerson, ListAccessRequests, ListInvitations,
    ListMembers, ListViewsAs, LockPerson, Reinvite, RemoveMember, RequestAccess, ShowCompany, ShowMember,
    SignPersonOut, TakeRole, UnlockPerson, WithdrawInvitation,
};

/// The pages of a company and its people.
pub fn pages() -> Pages {
    let invitation = |below: &str| format!("/invitations/{{invitation}}/{below}");
    let person = |below: &str| format!("/{{membership}}/{below}");
    let pages = Pages::new()
        .customer("GET", "/company", company::show, Some(ShowCompany::NAME))
        .customer("GET", "/people/invite", invite::show, None)
        .customer("POST", "/people/invite", invite::send, Some(InvitePerson::NAME))
        .customer("POST", "/access-requests", requests::ask, Some(RequestAccess::NAME))
        .desk("GET", "/customers/{customer}/people/{membership}/view-as", view_as::ask, Some(ShowMember::NAME))
        .desk("POST", "/customers/{customer}/people/{membership}/view-as", view_as::begin, Some(BeginViewAs::NAME))
        .desk("GET", "/customers/{customer}/people/{membership}/access", explain::show, Some(ShowMember::NAME))
        .desk("POST", "/people/{person}/lock", lock::lock, Some(LockPerson::NAME))
        .desk("POST", "/people/{person}/unlock", lock::unlock, Some(UnlockPerson::NAME))
        .desk("POST", "/people/{person}/sign-out", lock::sign_out, Some(SignPersonOut::NAME))
        .desk("POST", "/view-as/{view_as}/end", view_as::end, Some(EndViewAs::NAME))
        .all_accounts("/company")
        .quick_action(MenuItem {
            label: "people-invite-colleague",
            icon: "user-plus",
            path: "/people/invite",
            audience: Audience::Customer,
            action: InvitePerson::NAME,
            order: 60,
            group: None,
        })
        .menu(line("company-menu", "building-2", "/company", ShowCompany::NAME, 810))
        .menu(line("people-menu", "users", "/people", ListMembers::NAME, 820));
    let pages = shared(pages, "GET", "", people::show, ListMembers::NAME);
    let pages = shared(pages, "GET", "/invitations", invitations::show, ListInvitations::NAME);
    let pages = shared(pages, "POST", &invitation("renewal"), invitations::renew, Reinvite::NAME);
    let pages = shared(pages, "POST", &invitation("withdrawal"), invitations::withdraw, WithdrawInvitation::NAME);
    let request = |below: &str| format!("/requests/{{access_request}}/{below}");
    let pages = shared(pages, "GET", "/requests", requests::show, ListAccessRequests::NAME);
    let pages = shared(pages, "POST", &request("grant"), requests::grant, GrantAccess::NAME);
    let pages = shared(pages, "POST", &request("decline"), requests::decline, DeclineAccess::NAME);
    let pages = shared(pages, "GET", "/views-as", view_as::show, ListViewsAs::NAME);
    let pages = shared(pages, "GET", "/{membership}", member::show, ShowMember::NAME);
    let pages = shared(pages, "POST", &person("roles"), member::give, GiveRole::NAME);
    let pages = shared(pages, "POST", &person("roles/removal"), member::take, TakeRole::NAME);
    shared(pages, "POST", &person("removal"), member::remove, RemoveMember::NAME)
}

/// A page about an account's people, by its address below theirs: a customer's of the account they act for, staff's of
/// the customer in the address. Its handler takes a [`Reader`](front::Reader).
fn shared<H, T>(pages: Pages, method: &'static str, below: &str, handler: H, operation: &'static str) -> Pages
where
    H: Handler<T, Shared>,
    T: 'static,
{
    let (own, customers) = (format!("/people{below}"), format!("/customers/{{customer}}/people{below}"));
    pages.customer(method, &own, handler.clone(), Some(operation)).desk(method, &customers, handler, Some(operation))
}

fn line(label: &'static str, icon: &'static str, path: &'static str, action: &'static str, order: u16) -> MenuItem {
    MenuItem { label, icon, path, audience: Audience::Customer, action, order, group: Some("front-group-company") }
}
