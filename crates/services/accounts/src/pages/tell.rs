//! What several pages ask and say.

use access::{Account, Caller};
use directory::Membership;
use front::{Failure, Signed, Visit};
use gateway::{Query as _, Raw, RawField};
use kernel::{Cursor, Date, Id, Message, Problem, Timestamp};
use store::Count;

use super::{
    views::{Choice, Tab},
    whose::Whose,
};
use crate::{
    Invitations, ListInvitations, ListMembers, Members,
    desk::{FindMembers, FoundMember},
    offerable,
};

/// Whoever asks, with the rights in force.
pub(super) async fn caller(me: &Signed) -> Result<Caller, Problem> {
    me.site().gateway.caller(me.principal(), None).await
}

/// Whether somebody has any reach for an action: only then is a way to it drawn.
pub(super) fn may(caller: &Caller, action: &str) -> bool {
    !caller.facts(action).is_nothing()
}

/// The words of a message without values.
pub(super) fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}

/// What the address asks of a list, of this account and no other.
pub(super) fn of(account: Option<Id<Account>>, raw: &Raw, names: &[&'static str]) -> Raw {
    let account = account.map(|account| ("account".to_owned(), account.to_string()));
    Raw::Form(account.into_iter().chain(told(raw, names)).collect())
}

/// What the address asks of a list, and nothing else it says.
pub(super) fn only(raw: &Raw, names: &[&'static str]) -> Raw {
    Raw::Form(told(raw, names).collect())
}

fn told(raw: &Raw, names: &[&'static str]) -> impl Iterator<Item = (String, String)> {
    names.iter().filter_map(move |name| Some(((*name).to_owned(), text(raw, name)?)))
}

/// What a field says, if it says anything.
pub(super) fn text(raw: &Raw, name: &str) -> Option<String> {
    match raw.field(name) {
        RawField::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        RawField::Text(_) | RawField::Absent | RawField::Null | RawField::Json(_) | RawField::Many(_) => None,
    }
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
pub(super) async fn addresses(
    me: &Signed,
    caller: &Caller,
    members: Vec<Id<Membership>>,
) -> Result<Vec<FoundMember>, Failure> {
    if !may(caller, FindMembers::NAME) {
        return Ok(Vec::new());
    }
    let named = members.iter().map(|membership| ("memberships".to_owned(), membership.to_string()));
    me.ask::<FindMembers>(None, &Raw::Form(named.collect())).await
}

/// The first of somebody's addresses.
pub(super) fn address_of(membership: Id<Membership>, found: &[FoundMember]) -> Option<String> {
    found.iter().find(|found| found.membership == membership).map(|found| found.email.clone())
}

/// The two lists about access, side by side.
pub(super) fn tabs(me: &Signed, whose: &Whose, people: Count, invited: Count, at_people: bool) -> Vec<Tab> {
    let tab = |id: &'static str, href: String, count: Count, current: bool| Tab {
        label: say(me, id),
        href,
        current,
        count: Some(counted(me, count)),
    };
    vec![
        tab("people-tab-people", whose.people.clone(), people, at_people),
        tab("people-tab-invitations", format!("{}/invitations", whose.people), invited, !at_people),
    ]
}

/// The roles that may be given in an account, with what each is for.
pub(super) fn choices(me: &Signed, caller: &Caller, action: &str, account: Option<Id<Account>>) -> Vec<Choice> {
    let roles = account.map(|account| offerable(caller, action, account)).unwrap_or_default();
    let choice =
        |role: String| Choice { label: me.role(&role), hint: me.role_line(&role).unwrap_or_default(), value: role };
    roles.into_iter().map(choice).collect()
}

/// The address of the next page of a list, or of the one before.
pub(super) fn further(base: &str, words: Option<&str>, cursor: Option<Cursor>) -> Option<String> {
    let from = String::from(cursor?);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(words.map(|words| ("words", words))).append_pair("from", &from);
    Some(format!("{base}?{}", query.finish()))
}

/// The day an instant falls on for the visitor.
pub(super) fn day(visit: &Visit, at: Timestamp) -> Date {
    Date::from(visit.formats.zone().to_datetime(at.to_jiff()).date())
}

/// Two letters that stand for a name.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// A number as far as anybody counted: "500+".
pub(super) fn counted(visit: &Visit, count: Count) -> String {
    let rows = visit.formats.number(i64::try_from(count.rows).unwrap_or(i64::MAX));
    if count.more { visit.say(&Message::new("people-more-than").with("count", rows)) } else { rows }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn a_name_is_known_by_its_first_and_last_word() {
        assert_eq!(initials("Priya Raman"), "PR");
        assert_eq!(initials("ana de la cruz"), "AC");
        assert_eq!(initials("Björk"), "B");
        assert_eq!(initials(" "), "");
    }
}
