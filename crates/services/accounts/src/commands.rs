//! What is done to an account's people: offered, given, taken, ended and put back. Nobody hands out, takes away or ends
//! more than they hold themselves.

mod error;
mod events;
mod invite;
mod lock;
mod may;
mod remove;
mod renew;
mod requests;
mod restore;
mod roles;
mod view_as;
mod wave;

pub use error::PeopleError;
pub use events::{
    AccessDeclined, AccessGranted, AccessRequested, InvitationWithdrawn, Invited, PersonLocked, PersonUnlocked,
    Reinstated, Reinvited, Removed, Restored, RoleGiven, RoleTaken, SignedOutEverywhere, ViewAsBegun, ViewAsEnded,
    ViewAsRanOut,
};
pub use invite::InvitePerson;
pub use lock::{LockError, LockPerson, SignPersonOut, UnlockPerson};
pub use may::{keepers, offerable};
pub use remove::RemoveMember;
pub use renew::{ReinstateInvitation, Reinvite, WithdrawInvitation};
pub use requests::{AccessError, DeclineAccess, GrantAccess, LastDay, RequestAccess};
pub use restore::RestoreMember;
pub use roles::{GiveRole, TakeRole};
pub use view_as::{BeginViewAs, EndViewAs, ViewAsError};
