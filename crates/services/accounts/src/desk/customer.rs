use axum::response::Response;
use front::{Failure, OfferedLink, Signed, Staff, Targets};
use gateway::{Attention, Command as _, FigureColumn, Query as _, Raw};
use kernel::{Id, Message, StepState};
use uuid::Uuid;

use super::customers::told;
use super::queries::{
    AccountView, Brief, CustomersInvitations, FindMembers, FoundMember, InvitationState, InvitationsPage, PeopleSeen,
    ReadAccount, SeenMember, ShowTree, Tree,
};
use super::views::{AskedIn, CustomerPage, Known, Link, OpenRow, OpenStep, PartRow, PersonRow, Waiting, address, kind};
use crate::{InvitePerson, ListInvitations, ListMembers, Member, Members, ShowMember, ways::Ways};

/// What the page shows beside the account itself.
struct Beside {
    tree: Tree,
    /// What other services tell is open.
    open: Vec<Attention>,
    records: Vec<OfferedLink>,
    /// What other services tell of it.
    figures: Vec<FigureColumn>,
    /// Who has access, for those who may see them.
    people: Option<People>,
    /// Open invitations, for those who may see them.
    waiting: Option<InvitationsPage>,
    may: May,
}

/// Who has access, and what is told of each.
struct People {
    members: Members,
    addresses: Vec<FoundMember>,
    /// When they were last here, for those who may know.
    seen: Option<Vec<SeenMember>>,
    /// How they sign in, for those who may know.
    ways: Option<Ways>,
}

/// What whoever looks may do about its people.
struct May {
    invite: bool,
    open_people: bool,
    tend_invitations: bool,
}

/// One customer: what it is, what it is part of, who is asked in, and where its records are.
pub(super) async fn show(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    let id = targets.one()?;
    let found = staff.ask::<ReadAccount>(Some(id), &Raw::empty()).await?;
    let waiting = match staff.may(CustomersInvitations::NAME) {
        true => {
            Some(staff.ask::<CustomersInvitations>(None, &of(id, &[("state", InvitationState::Open.word())])).await?)
        }
        false => None,
    };
    let people = match staff.may(ListMembers::NAME) {
        true => Some(people(&staff, id).await?),
        false => None,
    };
    let beside = Beside {
        people,
        tree: staff.ask::<ShowTree>(None, &of(id, &[])).await?,
        open: staff.site().gateway.open_with(&staff.asked(), Id::from_uuid(id)).await?,
        records: staff.account_links(Id::from_uuid(id)).await?,
        figures: staff.site().gateway.figures(&staff.asked(), &[Id::from_uuid(id)]).await?,
        waiting,
        may: May {
            invite: staff.may(InvitePerson::NAME),
            open_people: staff.may(ShowMember::NAME),
            tend_invitations: staff.may(ListInvitations::NAME),
        },
    };
    staff.page("customers/customer.html", view(&staff, found, beside))
}

/// The first of a customer's people, by name, where they are reached, how they sign in, and when they were last here.
async fn people(staff: &Signed, id: Uuid) -> Result<People, Failure> {
    let members = staff.ask::<ListMembers>(None, &of(id, &[])).await?;
    let ids: Vec<_> = members.members.rows.iter().map(|member| member.membership).collect();
    let named = Raw::Form(ids.iter().map(|id| ("memberships".to_owned(), id.to_string())).collect());
    let addresses = staff.ask::<FindMembers>(None, &named).await?;
    let seen = match staff.may(PeopleSeen::NAME) {
        true => Some(staff.ask::<PeopleSeen>(None, &named).await?),
        false => None,
    };
    Ok(People { members, addresses, seen, ways: Ways::of(staff, &ids).await? })
}

fn of(id: Uuid, more: &[(&str, &str)]) -> Raw {
    let account = ("account".to_owned(), id.to_string());
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Raw::Form(std::iter::once(account).chain(more).collect())
}

fn view(staff: &Signed, found: AccountView, beside: Beside) -> CustomerPage {
    let Beside { tree, open, records, figures, people, waiting, may } = beside;
    let own = address(staff, &found.account);
    let list = format!("{own}/people");
    let tending = may.tend_invitations.then(|| format!("{list}/invitations"));
    let all = Link { label: staff.say(&Message::new("desk-customers-title")), href: staff.address("/customers") };
    let known = |column: &FigureColumn| Known {
        label: staff.say(&Message::new(column.label)),
        told: told(staff, column, found.account.id),
    };
    let above = tree.above.iter().map(|account| Link::to(staff, account));
    let more = u64::try_from(tree.below.len()).unwrap_or(u64::MAX) < tree.parts.rows;
    CustomerPage {
        trail: std::iter::once(all).chain(above).collect(),
        kind: kind(staff, found.account.kind),
        since: found.since,
        sources: found.sources,
        part_of: tree.above.last().map(|parent| Link::to(staff, parent)),
        figures: figures.iter().map(known).collect(),
        open: open.iter().take(OPEN).map(|told| open_row(staff, &found.account.name, told)).collect(),
        records,
        parts: tree.below.iter().map(|part| part_row(staff, part)).collect(),
        parts_count: tree.parts,
        all_parts: more.then(|| staff.address(&format!("/customers?within={}", found.account.id))),
        invite: may.invite.then(|| format!("{own}/invite")),
        people_count: people.as_ref().map(|people| staff.counted(people.members.all)),
        all_people: people.as_ref().map(|_| list.clone()),
        waiting: waiting.map(|waiting| asked_in(staff, &found.account, &waiting, tending)),
        tells_seen: people.as_ref().is_some_and(|people| people.seen.is_some()),
        tells_ways: people.as_ref().is_some_and(|people| people.ways.is_some()),
        people: people
            .map(|people| people_rows(staff, &people, may.open_people.then_some(list.as_str())))
            .unwrap_or_default(),
        title: found.account.name,
        reference: found.account.reference,
    }
}

/// How much of what is open is named; the lists have all of it.
const OPEN: usize = 6;

/// What is open with the customer, who is called `name`.
fn open_row(staff: &Signed, name: &str, told: &Attention) -> OpenRow {
    let track = told.track.iter().flat_map(|track| &track.steps);
    let says = |step: &Message| staff.say(&step.clone().with("holder", name));
    let steps: Vec<OpenStep> = track.map(|step| OpenStep { name: says(&step.name), state: step.state }).collect();
    let here = steps.iter().rev().find(|step| step.state != StepState::Todo);
    OpenRow {
        title: staff.say(&told.title),
        href: staff.address(&told.path),
        more: told.more.as_ref().map(|more| staff.say(more)),
        at: told.at,
        stands: here.map(|step| step.name.clone()).unwrap_or_default(),
        steps,
    }
}

/// How many open invitations are named.
const NAMED: usize = 5;

fn asked_in(staff: &Signed, account: &Brief, waiting: &InvitationsPage, tending: Option<String>) -> AskedIn {
    let rows = waiting.invitations.rows.iter().take(NAMED);
    let rows = rows.map(|row| Waiting { email: row.email.clone(), sent: row.sent_at }).collect();
    AskedIn {
        rows,
        open: staff.counted(waiting.funnel.open),
        tending,
        all: (waiting.funnel.all.rows > 0).then(|| staff.address(&format!("/invitations?account={}", account.id))),
    }
}

/// The people as rows, each leading to a page below `list`, if any does.
fn people_rows(staff: &Signed, people: &People, list: Option<&str>) -> Vec<PersonRow> {
    let address = |member: &Member| people.addresses.iter().find(|found| found.membership == member.membership);
    let seen = |member: &Member| people.seen.iter().flatten().find(|seen| seen.membership == member.membership);
    let row = |member: &Member| PersonRow {
        name: member.name.clone(),
        href: list.map(|list| format!("{list}/{}", member.membership)),
        email: address(member).map(|found| found.email.clone()),
        roles: member.roles.iter().map(|role| staff.role(role)).collect::<Vec<_>>().join(", "),
        signs_in: people.ways.as_ref().and_then(|ways| ways.says(staff, member.membership)),
        seen: seen(member).and_then(|seen| seen.seen_at),
        since: member.since,
    };
    people.members.members.rows.iter().map(row).collect()
}

fn part_row(staff: &Signed, part: &Brief) -> PartRow {
    PartRow {
        href: address(staff, part),
        name: part.name.clone(),
        reference: part.reference.clone(),
        kind: kind(staff, part.kind),
    }
}
