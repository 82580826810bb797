//! What several pages ask and say.

use access::{Account, Caller};
use directory::Membership;
use front::{Failure, Signed, Tab, Visit};
use gateway::{Query as _, Raw};
use kernel::{Date, Id, Message, Problem, Timestamp};
use store::Count;

use super::{views::Choice, whose::Whose};
use crate::{
    Invitations, ListAccessRequests, ListInvitations, ListMembers, ListViewsAs, Members,
    desk::{FindMembers, FoundMember, PeopleSeen, SeenMember},
    offerable,
};

/// Whoever asks, with the rights in force.
pub(super) async fn caller(me: &Signed) -> Result<Caller, Problem> {
    me.site().gateway.caller(me.principal(), None).await
}

/// The words of a message without values.
pub(super) fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}

/// What the address asks of a list, of this account and no other.
pub(super) fn of(account: Option<Id<Account>>, raw: &Raw, names: &[&'static str]) -> Raw {
    let account = account.map(|account| ("account".to_owned(), account.to_string()));
    let told = names.iter().filter_map(|name| Some(((*name).to_owned(), raw.text(name)?)));
    Raw::Form(account.into_iter().chain(told).collect())
}

/// The people of the account, narrowed as the address says.
pub(super) async fn members(me: &Signed, whose: &Whose, raw: &Raw) -> Result<Members, Failure> {
    me.ask::<ListMembers>(None, &of(Some(whose.account), raw, &["words", "from"])).await
}

/// The invitations of the account.
pub(super) async fn invitations(me: &Signed, whose: &Whose, raw: &Raw) -> Result<Invitations, Failure> {
    me.ask::<ListInvitations>(None, &of(Some(whose.account), raw, &["from"])).await
}

/// Where these members are reached, for those who may know: staff.
pub(super) async fn addresses(me: &Signed, members: Vec<Id<Membership>>) -> Result<Vec<FoundMember>, Failure> {
    if !me.may(FindMembers::NAME) {
        return Ok(Vec::new());
    }
    let named = members.iter().map(|membership| ("memberships".to_owned(), membership.to_string()));
    me.ask::<FindMembers>(None, &Raw::Form(named.collect())).await
}

/// The first of somebody's addresses.
pub(super) fn address_of(membership: Id<Membership>, found: &[FoundMember]) -> Option<String> {
    found.iter().find(|found| found.membership == membership).map(|found| found.email.clone())
}

/// When these members were last here, for those who may know: whoever looks after access, and staff.
pub(super) async fn seen(me: &Signed, members: &[Id<Membership>]) -> Result<Option<Vec<SeenMember>>, Failure> {
    if !me.may(PeopleSeen::NAME) {
        return Ok(None);
    }
    let named = members.iter().map(|membership| ("memberships".to_owned(), membership.to_string()));
    Ok(Some(me.ask::<PeopleSeen>(None, &Raw::Form(named.collect())).await?))
}

/// When somebody was last here, of what was found.
pub(super) fn seen_at(membership: Id<Membership>, found: &[SeenMember]) -> Option<Timestamp> {
    found.iter().find(|found| found.membership == membership).and_then(|found| found.seen_at)
}

/// The names of the lists about access.
pub(super) const PEOPLE: &str = "people-tab-people";
pub(super) const INVITATIONS: &str = "people-tab-invitations";
pub(super) const REQUESTS: &str = "access-tab";
pub(super) const VIEWS_AS: &str = "view-as-tab";

/// The lists about access, side by side; `current` is the name of the one shown.
pub(super) fn tabs(me: &Signed, whose: &Whose, people: Count, invited: Count, current: &'static str) -> Vec<Tab> {
    let tab = |id: &'static str, below: &str, count: Option<Count>| Tab {
        label: say(me, id),
        href: format!("{}{below}", whose.people),
        current: id == current,
        count: count.map(|count| me.counted(count)),
    };
    let requests = me.may(ListAccessRequests::NAME).then(|| tab(REQUESTS, "/requests", None));
    let looks = me.may(ListViewsAs::NAME).then(|| tab(VIEWS_AS, "/views-as", None));
    let tabs = [tab(PEOPLE, "", Some(people)), tab(INVITATIONS, "/invitations", Some(invited))];
    tabs.into_iter().chain(requests).chain(looks).collect()
}

/// The roles that may be given in an account, with what each is for.
pub(super) fn choices(me: &Signed, caller: &Caller, action: &str, account: Option<Id<Account>>) -> Vec<Choice> {
    let roles = account.map(|account| offerable(caller, action, account)).unwrap_or_default();
    let choice =
        |role: String| Choice { label: me.role(&role), hint: me.role_line(&role).unwrap_or_default(), value: role };
    roles.into_iter().map(choice).collect()
}

/// The day an instant falls on for the visitor.
pub(super) fn day(visit: &Visit, at: Timestamp) -> Date {
    Date::from(visit.formats.zone().to_datetime(at.to_jiff()).date())
}
