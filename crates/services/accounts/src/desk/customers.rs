use axum::response::Response;
use directory::AccountKind;
use front::{Failure, Form, Narrowed, Signed, Staff, Tab, Visit};
use gateway::{Command as _, FigureColumn, Query as _, Raw};
use kernel::{Id, Message};
use store::Count;

use super::queries::{CountInvited, CountPeople, CustomersPage, InvitedInto, ListCustomers, Listed, PeopleOf};
use super::views::{CustomerList, CustomerRow, Heading, Link, Told, Within, address, kind};
use crate::InvitePerson;

/// What is said of the customers of a page beside what they are, as far as whoever looks may know it.
struct Beside {
    people: Option<Vec<PeopleOf>>,
    invited: Option<Vec<InvitedInto>>,
    /// What other services tell of them.
    figures: Vec<FigureColumn>,
    invites: bool,
}

/// The customers staff may see, by name.
pub(super) async fn show(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(staff.address("/customers"), &["words", "kind", "within"], &raw);
    let found = staff.ask::<ListCustomers>(None, &asked.raw()).await?;
    let beside = beside(&staff, &found).await?;
    staff.page("customers/customers.html", view(&staff, &asked, &found, &beside))
}

async fn beside(staff: &Signed, found: &CustomersPage) -> Result<Beside, Failure> {
    let accounts: Vec<Id<access::Account>> = found.accounts.rows.iter().map(|listed| listed.account.id).collect();
    let named = accounts.iter().map(|account| ("accounts".to_owned(), account.to_string()));
    let named = Raw::Form(named.collect());
    let people = match staff.may(CountPeople::NAME) {
        true => Some(staff.ask::<CountPeople>(None, &named).await?),
        false => None,
    };
    let invited = match staff.may(CountInvited::NAME) {
        true => Some(staff.ask::<CountInvited>(None, &named).await?),
        false => None,
    };
    let figures = staff.site().gateway.figures(&staff.asked(), &accounts).await?;
    Ok(Beside { people, invited, figures, invites: staff.may(InvitePerson::NAME) })
}

fn view(staff: &Visit, asked: &Narrowed, found: &CustomersPage, beside: &Beside) -> CustomerList {
    let without = || asked.with(&[("within", None)]);
    CustomerList {
        title: staff.say(&Message::new("desk-customers-title")),
        path: asked.base().to_owned(),
        invite: beside.invites.then(|| staff.address("/invitations/new")),
        all: found.all,
        found: found.found,
        tabs: tabs(staff, asked, found),
        words: asked.get("words").unwrap_or_default().to_owned(),
        kept: asked.kept(&["words"]),
        within: found.within.as_ref().map(|account| Within { name: account.name.clone(), without: without() }),
        clear: asked.is_narrowed_beside(&["kind"]).then(|| asked.base().to_owned()),
        figures: beside.figures.iter().map(|column| heading(staff, column)).collect(),
        rows: found.accounts.rows.iter().map(|listed| row(staff, listed, beside)).collect(),
        previous: asked.at(found.accounts.previous.as_ref()),
        next: asked.at(found.accounts.next.as_ref()),
    }
}

fn row(staff: &Visit, listed: &Listed, beside: &Beside) -> CustomerRow {
    let id = listed.account.id;
    let people = beside.people.as_ref().map(|all| all.iter().find(|of| of.account == id));
    let invited = beside.invited.iter().flatten().find(|into| into.account == id);
    let nobody = Count { rows: 0, more: false };
    CustomerRow {
        href: address(staff, &listed.account),
        name: listed.account.name.clone(),
        reference: listed.account.reference.clone(),
        kind: kind(staff, listed.account.kind),
        part_of: listed.part_of.as_ref().map(|parent| Link::to(staff, parent)),
        since: listed.since,
        people: people.map(|of| staff.counted(of.map_or(nobody, |of| of.people))),
        invited: invited.map(|into| staff.counted(into.open)),
        seen: people.flatten().and_then(|of| of.seen_at),
        figures: beside.figures.iter().map(|column| told(staff, column, id)).collect(),
    }
}

fn heading(staff: &Visit, column: &FigureColumn) -> Heading {
    Heading { label: staff.say(&Message::new(column.label)), num: true }
}

/// What a column tells of a customer.
pub(super) fn told(staff: &Visit, column: &FigureColumn, account: Id<access::Account>) -> Vec<Told> {
    let of_it = column.figures.iter().filter(|figure| figure.account == account);
    let told = of_it.map(|figure| Told {
        amount: figure.amount,
        note: figure.note.as_ref().map(|note| staff.say(note)),
        pressing: figure.pressing,
    });
    told.collect()
}

/// All, and the kinds there are; none where all are of one kind.
fn tabs(staff: &Visit, asked: &Narrowed, found: &CustomersPage) -> Vec<Tab> {
    let here = asked.get("kind").and_then(AccountKind::from_word);
    let tab = |label: &'static str, kind: Option<AccountKind>, count: Count| Tab {
        label: staff.say(&Message::new(label)),
        href: asked.with(&[("kind", kind.as_ref().map(AccountKind::word))]),
        current: kind == here,
        count: Some(staff.counted(count)),
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
