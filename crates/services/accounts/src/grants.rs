use access::{Grant, Reach, Role};
use directory::{AccessRequest, Account, Invitation, InvitationDelivery, MemberPresence, Membership, ViewAs};
use gateway::{Action as _, Command as _, Explain, Query as _};
use store::Object as _;

use crate::{
    AttendAccessRequests, AttendInvitations, AttendViewsAs, BeginViewAs, DeclineAccess, EndViewAs, GiveRole,
    GrantAccess, InvitePerson, ListAccessRequests, ListAccounts, ListInvitations, ListMembers, ListViewsAs,
    ReinstateInvitation, Reinvite, RemoveMember, RequestAccess, RestoreMember, ShowCompany, ShowMember, TakeRole,
    WithdrawInvitation,
    desk::{CountMembers, FindUndelivered, PeopleSeen},
};

/// What everybody sees of the account they act for: itself, and who else is in it.
const SEEING: &[&str] = &[Account::READ, ShowCompany::NAME, Membership::READ, ListMembers::NAME, CountMembers::NAME];

/// What those may do who look after access.
const KEEPING: &[&str] = &[
    ShowMember::NAME,
    MemberPresence::READ,
    PeopleSeen::NAME,
    Invitation::READ,
    ListInvitations::NAME,
    InvitationDelivery::READ,
    FindUndelivered::NAME,
    InvitePerson::NAME,
    Reinvite::NAME,
    WithdrawInvitation::NAME,
    ReinstateInvitation::NAME,
    GiveRole::NAME,
    TakeRole::NAME,
    RemoveMember::NAME,
    RestoreMember::NAME,
    AccessRequest::READ,
    ListAccessRequests::NAME,
    GrantAccess::NAME,
    DeclineAccess::NAME,
];

/// What waits for those who look after access.
const ATTENDING: &[&str] = &[AttendInvitations::NAME, AttendAccessRequests::NAME];

/// When staff looked with the eyes of one of the account's people, and why.
const LOOKED_AT: &[&str] = &[ViewAs::READ, ListViewsAs::NAME];

/// What staff need to look so, and to ask why somebody may or may not do something.
const LOOKING: &[&str] = &[BeginViewAs::NAME, EndViewAs::NAME, Explain::NAME];

/// The role under which views whose time is over are ended.
pub(crate) const VIEWS: &str = "views";

/// The names of the accounts below one's own; an admin knows their company's sites, also those they do not act for.
const BELOW: &[&str] = &[ListAccounts::NAME];

/// What stock roles may do with accounts and their people: everybody sees the account they act for, its admins look
/// after access; a group the same in its tree, staff everywhere. Only imports take accounts in ([`sync::roles`]).
pub fn grants() -> Vec<(&'static str, Grant)> {
    let mut grants = Vec::new();
    let mut give = |role: &'static str, actions: &[&'static str], reach: &Reach| {
        grants.extend(actions.iter().map(|action| (role, Grant::new(*action, reach.clone()))));
    };
    for role in ["admin", "member", "billing", "buyer"] {
        give(role, SEEING, &Reach::Account);
        give(role, &[RequestAccess::NAME], &Reach::Account);
    }
    for (role, reach) in [("admin", Reach::Account), ("group", Reach::Tree)] {
        give(role, KEEPING, &reach);
        give(role, ATTENDING, &reach);
        give(role, LOOKED_AT, &reach);
        give(role, &[AttendViewsAs::NAME], &reach);
        give(role, BELOW, &Reach::Tree);
    }
    give("group", SEEING, &Reach::Tree);
    give("group", &[RequestAccess::NAME], &Reach::Tree);
    for role in ["agent", "desk-admin"] {
        give(role, SEEING, &Reach::All);
        give(role, KEEPING, &Reach::All);
        give(role, ATTENDING, &Reach::All);
        give(role, LOOKED_AT, &Reach::All);
        give(role, LOOKING, &Reach::All);
        give(role, BELOW, &Reach::All);
    }
    grants
}

/// The role of whoever notices that the time of a view is over.
pub fn roles() -> Vec<Role> {
    let grants = [ViewAs::READ, EndViewAs::NAME].map(|action| Grant::new(action, Reach::All));
    vec![Role { name: VIEWS.into(), staff: false, grants: grants.to_vec() }]
}
