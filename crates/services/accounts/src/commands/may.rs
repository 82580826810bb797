//! What somebody may hand out, and take away.

use access::{Account, Caller, Holding, Principal, Role, RoleBook};
use gateway::Command;
use kernel::{Id, Timestamp};

use super::GiveRole;

/// Whether this role may be handed out in this account, by a command that the caller may run there.
pub(super) fn may_offer<C: Command>(caller: &Caller, account: Id<Account>, role: &str) -> bool {
    caller.may_offer(C::NAME, account, role)
}

/// Whether this role may be handed out until then, or without an end: only by what whoever does it holds as long
/// themselves. Otherwise who has a role for a while could keep it, by giving it to themselves or to another.
pub(super) fn may_offer_until<C: Command>(
    caller: &Caller,
    account: Id<Account>,
    role: &str,
    until: Option<Timestamp>,
) -> bool {
    let lasts = |held: &&Holding| held.until.is_none_or(|end| until.is_some_and(|until| until <= end));
    let holdings = caller.principal.holdings.iter().filter(lasts).cloned().collect();
    let principal = Principal { holdings, ..caller.principal.clone() };
    may_offer::<C>(&Caller { principal, ..caller.clone() }, account, role)
}

/// Whether this role may be taken away or ended. A role that the portal no longer knows permits nothing, so anybody who
/// may take roles may take it.
pub(super) fn may_end<C: Command>(caller: &Caller, account: Id<Account>, role: &str) -> bool {
    caller.rights.book.role(role).is_none() || may_offer::<C>(caller, account, role)
}

/// The roles that may be handed out in an account, the one that permits least first.
pub fn offerable(caller: &Caller, action: &str, account: Id<Account>) -> Vec<String> {
    let book = &caller.rights.book;
    let mut roles: Vec<&Role> = book.roles().filter(|role| caller.may_offer(action, account, &role.name)).collect();
    roles.sort_by_key(|role| (role.grants.len(), role.name.clone()));
    roles.into_iter().map(|role| role.name.to_string()).collect()
}

/// The roles of those who look after access in an account: they may give roles.
pub fn keepers(book: &RoleBook) -> Vec<&str> {
    let gives =
        |role: &&Role| role.is_for_customers() && role.grants.iter().any(|grant| grant.action.names(GiveRole::NAME));
    book.roles().filter(gives).map(|role| role.name.as_ref()).collect()
}
