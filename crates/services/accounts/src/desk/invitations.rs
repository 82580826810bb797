use axum::response::Response;
use directory::Invitation;
use front::{Failure, Form, Narrowed, Signed, Staff, Tab, Tag, Targets};
use gateway::{Command as _, Query as _, Raw, Undo, WayBack};
use journal::Deed;
use kernel::{Id, Message, Ref};
use store::{Count, Object as _};

use super::queries::{
    Brief, CustomersInvitations, FindCustomers, Funnel, InvitationState, InvitationView, InvitationsPage, ListWaves,
    WaveView,
};
use super::views::{Bar, InvitationList, InvitationRow, Link, Within};
use crate::{InvitePerson, ReinstateInvitation, Reinvite, WithdrawInvitation, undelivered::undelivered};

/// What has become of everybody's invitations.
pub(super) async fn show(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(staff.address("/invitations"), &["state", "account", "wave"], &raw);
    let found = staff.ask::<CustomersInvitations>(None, &asked.raw()).await?;
    let ids = found.invitations.rows.iter().filter_map(|row| row.account).map(|id| id.to_string());
    let ids = ids.chain(asked.get("account").map(str::to_owned)).map(|id| ("ids".to_owned(), id));
    let accounts = staff.ask::<FindCustomers>(None, &Raw::Form(ids.collect())).await?;
    let wave = narrowed_to(&staff, asked.get("wave")).await?;
    let lost = undelivered(&staff, found.invitations.rows.iter().map(|row| row.id)).await?;
    let waves = staff.may(ListWaves::NAME).then(|| staff.address("/invitations/waves"));
    let may = May {
        invite: staff.may(InvitePerson::NAME),
        renew: staff.may(Reinvite::NAME),
        withdraw: staff.may(WithdrawInvitation::NAME),
    };
    let beside = Beside { accounts, lost, wave, waves, may };
    staff.page("customers/invitations.html", view(&staff, &asked, &found, beside))
}

/// The wave the list is narrowed to, if there is one and whoever looks may know of it.
async fn narrowed_to(staff: &Signed, named: Option<&str>) -> Result<Option<WaveView>, Failure> {
    let Some(named) = named.filter(|_| staff.may(ListWaves::NAME)) else { return Ok(None) };
    let told = Raw::Form(vec![("wave".to_owned(), named.to_owned())]);
    Ok(staff.ask::<ListWaves>(None, &told).await?.rows.pop())
}

/// An invitation goes out again.
pub(super) async fn renew(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    staff.execute::<Reinvite>(&targets.0, &Raw::empty()).await?;
    staff.toast(&Message::new("desk-invitation-renewed"));
    Ok(staff.redirect(&staff.address("/invitations")))
}

/// An invitation is taken back.
pub(super) async fn withdraw(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    let done = staff.execute::<WithdrawInvitation>(&targets.0, &Raw::empty()).await?;
    staff.toast_with_undo(&Message::new("desk-invitation-withdrawn"), done.undo.as_ref());
    Ok(staff.redirect(&staff.address("/invitations")))
}

/// What whoever looks may do.
struct May {
    invite: bool,
    renew: bool,
    withdraw: bool,
}

/// What the list names, and what whoever looks may do.
struct Beside {
    accounts: Vec<Brief>,
    /// Those that could not be delivered.
    lost: Vec<Id<Invitation>>,
    /// The wave the list is narrowed to.
    wave: Option<WaveView>,
    /// Where waves are listed.
    waves: Option<String>,
    may: May,
}

fn view(staff: &Signed, asked: &Narrowed, found: &InvitationsPage, beside: Beside) -> InvitationList {
    let Beside { accounts, lost, wave, waves, may } = beside;
    let find = |id: &str| accounts.iter().find(|account| account.id.to_string() == id);
    let within = asked.get("account").and_then(find);
    let row = |row: &InvitationView| {
        let account = row.account.and_then(|id| accounts.iter().find(|account| account.id == id));
        self::row(staff, row, account, lost.contains(&row.id), &may)
    };
    InvitationList {
        title: staff.say(&Message::new("desk-invitations-title")),
        waves,
        new: may.invite.then(|| staff.address("/invitations/new")),
        undo: staff.address("/undo"),
        all: found.funnel.all,
        found: found.found,
        tabs: tabs(staff, asked, &found.funnel),
        within: within.map(|account| Within { name: account.name.clone(), without: asked.with(&[("account", None)]) }),
        wave: wave.map(|wave| Within { name: sent(staff, &wave), without: asked.with(&[("wave", None)]) }),
        clear: asked.is_narrowed_beside(&["state"]).then(|| asked.base().to_owned()),
        rows: found.invitations.rows.iter().map(row).collect(),
        bars: bars(staff, &found.funnel),
        taken_up: found.funnel.taken_up,
        previous: asked.at(found.invitations.previous.as_ref()),
        next: asked.at(found.invitations.next.as_ref()),
    }
}

/// When a wave went out, and by whom.
fn sent(staff: &Signed, wave: &WaveView) -> String {
    let says = Message::new("desk-wave-sent").with("day", staff.formats.day(wave.sent_at));
    staff.say(&says.with("name", wave.sent_by.clone().unwrap_or_default()))
}

fn row(staff: &Signed, row: &InvitationView, account: Option<&Brief>, is_lost: bool, may: &May) -> InvitationRow {
    let is_unanswered = matches!(row.state, InvitationState::Open | InvitationState::RanOut);
    let undelivered = is_unanswered && is_lost;
    let address = staff.address(&format!("/invitations/{}", row.id));
    let way_back = row.ended_at.filter(|_| row.state == InvitationState::Withdrawn).and_then(|at| {
        let targets = vec![row.id.uuid()];
        let undo = Undo { command: ReinstateInvitation::NAME.into(), targets, input: serde_json::json!({}) };
        let deed = Deed { command: WithdrawInvitation::NAME.into(), target: Ref::new(Invitation::KIND, row.id), at };
        staff.way_back(&WayBack { undo, deed })
    });
    InvitationRow {
        email: row.email.clone(),
        customer: account.map(|account| Link::to(staff, account)),
        role: staff.role(&row.role),
        state: tag(staff, row, undelivered),
        sent: row.sent_at,
        undelivered,
        until: (row.state == InvitationState::Open).then_some(row.expires_at),
        ended: row.ended_at.or((row.state == InvitationState::RanOut).then_some(row.expires_at)),
        asked: row.asked_again_at.filter(|_| is_unanswered),
        renewal: (is_unanswered && may.renew).then(|| format!("{address}/renewal")),
        withdrawal: (is_unanswered && may.withdraw).then(|| format!("{address}/withdrawal")),
        way_back: way_back.filter(|_| may.withdraw),
    }
}

fn tag(staff: &Signed, row: &InvitationView, undelivered: bool) -> Tag {
    let (id, kind, icon) = match row.state {
        _ if undelivered => ("desk-invitation-undelivered", "bad", "circle-alert"),
        InvitationState::Open if row.sent_at.is_none() => ("desk-invitation-leaving", "info", "loader-circle"),
        InvitationState::Open => ("desk-invitation-open", "us", "mail"),
        InvitationState::RanOut => ("desk-invitation-ran-out", "warn", "clock"),
        InvitationState::TakenUp => ("desk-invitation-taken-up", "ok", "check"),
        InvitationState::Refused => ("desk-invitation-refused", "bad", "circle-x"),
        InvitationState::Withdrawn => ("desk-invitation-taken-back", "off", "ban"),
    };
    Tag { label: staff.say(&Message::new(id)), kind, icon }
}

/// All, and the states there are.
fn tabs(staff: &Signed, asked: &Narrowed, funnel: &Funnel) -> Vec<Tab> {
    let here = asked.get("state").and_then(InvitationState::from_word);
    let tab = |label: &'static str, state: Option<InvitationState>, count: Count| Tab {
        label: staff.say(&Message::new(label)),
        href: asked.with(&[("state", state.as_ref().map(InvitationState::word))]),
        current: state == here,
        count: Some(staff.counted(count)),
    };
    let states = [
        ("desk-invitations-open", InvitationState::Open, funnel.open),
        ("desk-invitations-ran-out", InvitationState::RanOut, funnel.ran_out),
        ("desk-invitations-taken-up", InvitationState::TakenUp, funnel.taken_up),
        ("desk-invitations-refused", InvitationState::Refused, funnel.refused),
        ("desk-invitations-withdrawn", InvitationState::Withdrawn, funnel.withdrawn),
    ];
    let states = states.into_iter().filter(|(_, state, count)| count.rows > 0 || here == Some(*state));
    let all = tab("desk-invitations-all", None, funnel.all);
    std::iter::once(all).chain(states.map(|(label, state, count)| tab(label, Some(state), count))).collect()
}

/// How many have come how far.
fn bars(staff: &Signed, funnel: &Funnel) -> Vec<Bar> {
    let bar = |label: &'static str, count: Count| Bar {
        label: staff.say(&Message::new(label)),
        value: count.rows,
        of: funnel.all.rows,
        shown: staff.counted(count),
    };
    vec![
        bar("desk-funnel-invited", funnel.all),
        bar("desk-funnel-sent", funnel.sent),
        bar("desk-funnel-taken-up", funnel.taken_up),
    ]
}
