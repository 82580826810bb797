use access::{Grant, Reach};
use directory::{Account, Invitation, Membership};
use gateway::Command as _;
use store::Object as _;

use crate::{
    GiveRole, InvitePerson, ReinstateInvitation, Reinvite, RemoveMember, RestoreMember, TakeRole, WithdrawInvitation,
};

/// What everybody sees of the account they act for: itself, and who else is in it.
const SEEING: [&str; 2] = [Account::READ, Membership::READ];

/// What those may do who look after access.
const KEEPING: [&str; 9] = [
    Invitation::READ,
    InvitePerson::NAME,
    Reinvite::NAME,
    WithdrawInvitation::NAME,
    ReinstateInvitation::NAME,
    GiveRole::NAME,
    TakeRole::NAME,
    RemoveMember::NAME,
    RestoreMember::NAME,
];

/// What stock roles may do with accounts and their people: everybody sees the account they act for, its admins look
/// after access; a group the same in its tree, staff everywhere. Only imports take accounts in ([`sync::roles`]).
pub fn grants() -> Vec<(&'static str, Grant)> {
    let seeing = [
        ("admin", Reach::Account),
        ("member", Reach::Account),
        ("billing", Reach::Account),
        ("buyer", Reach::Account),
        ("group", Reach::Tree),
        ("agent", Reach::All),
        ("desk-admin", Reach::All),
    ];
    let keeping =
        [("admin", Reach::Account), ("group", Reach::Tree), ("agent", Reach::All), ("desk-admin", Reach::All)];
    let give = |(role, reach): (&'static str, Reach), actions: &'static [&'static str]| {
        actions.iter().map(move |action| (role, Grant::new(*action, reach.clone())))
    };
    let seeing = seeing.into_iter().flat_map(|to| give(to, &SEEING));
    seeing.chain(keeping.into_iter().flat_map(|to| give(to, &KEEPING))).collect()
}
