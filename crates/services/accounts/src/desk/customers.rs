use axum::response::Response;
use directory::AccountKind;
use front::{Failure, Form, Staff, Visit};
use gateway::Command as _;
use kernel::Message;
use store::Count;

use super::queries::{CustomersPage, ListCustomers, Listed};
use super::{
    address::Narrowed,
    may,
    views::{CustomerList, CustomerRow, Kept, Link, Tab, Within, address, counted, kind},
};
use crate::InvitePerson;

/// The customers staff may see, by name.
pub(super) async fn show(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let invites = may(&staff, InvitePerson::NAME).await?;
    let asked = Narrowed::read(&staff, "/customers", &["words", "kind", "within"], &raw);
    let found = staff.ask::<ListCustomers>(None, &asked.raw()).await?;
    staff.page("customers/customers.html", view(&staff, &asked, &found, invites))
}

fn view(staff: &Visit, asked: &Narrowed, found: &CustomersPage, invites: bool) -> CustomerList {
    let without = || asked.with("within", None);
    CustomerList {
        title: staff.say(&Message::new("desk-customers-title")),
        path: asked.base().to_owned(),
        invite: invites.then(|| staff.address("/invitations/new")),
        all: found.all,
        found: found.found,
        tabs: tabs(staff, asked, found),
        words: asked.get("words").unwrap_or_default().to_owned(),
        kept: asked.kept().map(|(name, value)| Kept { name, value: value.to_owned() }).collect(),
        within: found.within.as_ref().map(|account| Within { name: account.name.clone(), without: without() }),
        clear: asked.leaves_out().then(|| asked.base().to_owned()),
        rows: found.accounts.rows.iter().map(|listed| row(staff, listed)).collect(),
        previous: asked.at(found.accounts.previous.as_ref()),
        next: asked.at(found.accounts.next.as_ref()),
    }
}

fn row(staff: &Visit, listed: &Listed) -> CustomerRow {
    CustomerRow {
        href: address(staff, &listed.account),
        name: listed.account.name.clone(),
        reference: listed.account.reference.clone(),
        kind: kind(staff, listed.account.kind),
        part_of: listed.part_of.as_ref().map(|parent| Link::to(staff, parent)),
        since: listed.since,
    }
}

/// All, and the kinds there are; none where all are of one kind.
fn tabs(staff: &Visit, asked: &Narrowed, found: &CustomersPage) -> Vec<Tab> {
    let here = asked.get("kind").and_then(AccountKind::from_word);
    let tab = |label: &'static str, kind: Option<AccountKind>, count: Count| Tab {
        label: staff.say(&Message::new(label)),
        href: asked.with("kind", kind.as_ref().map(AccountKind::word)),
        current: kind == here,
        count: Some(counted(staff, count)),
    };
    let kinds = [
        ("desk-customers-companies", AccountKind::Company, found.kinds.companies),
        ("desk-customers-groups", AccountKind::Group, found.kinds.groups),
        ("desk-customers-sites", AccountKind::Site, found.kinds.sites),
    ];
    let kinds = kinds.into_iter().filter(|(_, kind, count)| count.rows > 0 || here == Some(*kind));
    let all = tab("desk-customers-all", None, found.all);
    let tabs: Vec<Tab> =
        std::iter::once(all).chain(kinds.map(|(label, kind, count)| tab(label, Some(kind), count))).collect();
    if tabs.len() > 2 || here.is_some() { tabs } else { Vec::new() }
}
