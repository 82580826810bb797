//! Customer organisations and their people. The truth of organisations lies in systems of record; who may act for them
//! is decided here, by their own admins and by staff.

mod commands;
pub mod desk;
mod grants;
pub mod legal;
mod letter;
mod pages;
mod queries;
mod records;
mod texts;
mod undelivered;
mod views_over;
mod ways;

use gateway::{Explain, Service};

pub use commands::{
    AccessDeclined, AccessError, AccessGranted, AccessRequested, BeginViewAs, DeclineAccess, EndViewAs, GiveRole,
    GrantAccess, InvitationWithdrawn, InvitePerson, Invited, LastDay, LockError, LockPerson, PeopleError, PersonLocked,
    PersonUnlocked, ReinstateInvitation, Reinstated, Reinvite, Reinvited, RemoveMember, Removed, RequestAccess,
    RestoreMember, Restored, RoleGiven, RoleTaken, SignPersonOut, SignedOutEverywhere, TakeRole, UnlockPerson,
    ViewAsBegun, ViewAsEnded, ViewAsError, ViewAsRanOut, WithdrawInvitation, keepers, offerable,
};
pub use grants::{grants, roles};
pub use pages::pages;
pub use queries::{
    Asking, AttendAccessRequests, AttendInvitations, AttendViewsAs, Company, Invitations, ListAccessRequests,
    ListAccounts, ListInvitations, ListMembers, ListViewsAs, Member, Members, OwnCompany, ShowCompany, ShowMember,
    ShowStanding, Standing, ViewAsLine,
};
pub use records::{AccountDocument, AccountIngested, IngestAccount, IngestAccountError, TakeOver};
pub use texts::TEXTS;
pub use views_over::end_views_over;

/// Accounts, and how they come in.
pub fn service() -> Service {
    Service::named("accounts").object::<directory::Account>().action::<TakeOver>().command::<IngestAccount>()
}

/// The people of accounts: who has access, who is invited, and what is done about it.
pub fn people() -> Service {
    Service::named("people")
        .object::<directory::Membership>()
        .object::<directory::Invitation>()
        .action::<Explain>()
        .command::<InvitePerson>()
        .command::<Reinvite>()
        .command::<WithdrawInvitation>()
        .command::<ReinstateInvitation>()
        .giving::<GiveRole>()
        .command::<TakeRole>()
        .command::<RemoveMember>()
        .command::<RestoreMember>()
        .query::<ListMembers>()
        .query::<desk::CountMembers>()
        .query::<ShowMember>()
        .query::<ListInvitations>()
        .query::<ListAccounts>()
        .query::<ShowCompany>()
        .attention::<AttendInvitations>()
}

/// Who may come in at all: locked out, let in again and signed out by staff. The objects they hang on are brought by
/// signing in.
pub fn persons() -> Service {
    Service::named("persons")
        .policy("accounts/lock.cedar", include_str!("../lock.cedar"))
        .query::<ShowStanding>()
        .command::<LockPerson>()
        .command::<UnlockPerson>()
        .command::<SignPersonOut>()
}

/// Accounts as staff see them with the eyes of one of their people: for half an hour, read only, known to their admins.
pub fn views_as() -> Service {
    Service::named("view_as")
        .object::<directory::ViewAs>()
        .command::<BeginViewAs>()
        .command::<EndViewAs>()
        .query::<ListViewsAs>()
        .attention::<AttendViewsAs>()
}

/// What people of an account ask its admins for, when something was refused to them.
pub fn requests() -> Service {
    Service::named("access")
        .object::<directory::AccessRequest>()
        .command::<RequestAccess>()
        .command::<GrantAccess>()
        .command::<DeclineAccess>()
        .query::<ListAccessRequests>()
        .attention::<AttendAccessRequests>()
}
