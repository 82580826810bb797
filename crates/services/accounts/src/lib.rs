//! Customer organisations and their people. The truth of organisations lies in systems of record; who may act for them
//! is decided here, by their own admins and by staff.

mod commands;
mod grants;
mod records;

use gateway::Service;

pub use commands::{
    GiveRole, InvitationWithdrawn, InvitePerson, Invited, PeopleError, ReinstateInvitation, Reinstated, Reinvite,
    Reinvited, RemoveMember, Removed, RestoreMember, Restored, RoleGiven, RoleTaken, TakeRole, WithdrawInvitation,
    keepers, offerable,
};
pub use grants::grants;
pub use records::{AccountDocument, AccountIngested, IngestAccount, IngestAccountError, TakeOver};

/// The words of this service: language, origin and text.
pub const MESSAGES: &[(&str, &str, &str)] =
    &[("en-GB", "accounts/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))];

/// Accounts, and how they come in.
pub fn service() -> Service {
    Service::named("accounts").object::<directory::Account>().action::<TakeOver>().command::<IngestAccount>()
}

/// The people of accounts: who has access, who is invited, and what is done about it.
pub fn people() -> Service {
    Service::named("people")
        .object::<directory::Membership>()
        .object::<directory::Invitation>()
        .command::<InvitePerson>()
        .command::<Reinvite>()
        .command::<WithdrawInvitation>()
        .command::<ReinstateInvitation>()
        .command::<GiveRole>()
        .command::<TakeRole>()
        .command::<RemoveMember>()
        .command::<RestoreMember>()
}
