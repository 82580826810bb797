//! What somebody may hand out, and take away.

use access::{Account, Caller, Role, RoleBook};
use gateway::Command;
use kernel::{Id, Timestamp};

use super::GiveRole;

/// Whether this role may be handed out in this account until then, or without an end, by a command that the caller may
/// run there.
pub(super) fn may_offer<C: Command>(
    caller: &Caller,
    account: Id<Account>,
    role: &str,
    until: Option<Timestamp>,
) -> bool {
    caller.may_offer(C::NAME, account, role, until)
}

/// Whether the caller might hand it out for a moment at least: who holds it for a while only is told so, and not that
/// it is more than they have.
pub(super) fn holds<C: Command>(caller: &Caller, account: Id<Account>, role: &str) -> bool {
    may_offer::<C>(caller, account, role, Some(caller.now))
}

/// Whether this role, which somebody has or is to have again until then, may be taken away, ended or put back: by
/// whoever might give it so long. One that the portal no longer knows permits nothing, so anybody who may take roles
/// may take it.
pub(super) fn may_end<C: Command>(caller: &Caller, account: Id<Account>, role: &str, until: Option<Timestamp>) -> bool {
    caller.rights.book.role(role).is_none() || may_offer::<C>(caller, account, role, until)
}

/// The roles that may be handed out in an account for good, the one that permits least first.
pub fn offerable(caller: &Caller, action: &str, account: Id<Account>) -> Vec<String> {
    let book = &caller.rights.book;
    let may_offer = |role: &&Role| caller.may_offer(action, account, &role.name, None);
    let mut roles: Vec<&Role> = book.roles().filter(may_offer).collect();
    roles.sort_by_key(|role| (role.grants.len(), role.name.clone()));
    roles.into_iter().map(|role| role.name.to_string()).collect()
}

/// The roles of those who look after access in an account: they may give roles.
pub fn keepers(book: &RoleBook) -> Vec<&str> {
    book.permitting(GiveRole::NAME)
}
