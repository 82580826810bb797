//! What the journal says of an account's people.

use access::Person;
use directory::{Invitation, Membership};
use journal::Event;
use kernel::Id;
use serde::Serialize;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $event:literal { $($(#[$field_doc:meta])* $field:ident: $ty:ty),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $ty),*
        }

        impl Event for $name {
            const NAME: &'static str = $event;
        }
    )* };
}

events! {
    /// Somebody was invited.
    Invited = "people.invited" {
        /// The invitation.
        invitation: Id<Invitation>,
        /// The role offered.
        role: String,
    }
    /// An invitation goes out again, with a new link.
    Reinvited = "people.reinvited" {
        /// The invitation.
        invitation: Id<Invitation>,
    }
    /// An invitation was taken back.
    InvitationWithdrawn = "people.invitation_withdrawn" {
        /// The invitation.
        invitation: Id<Invitation>,
    }
    /// An invitation that was taken back counts again.
    Reinstated = "people.reinstated" {
        /// The invitation.
        invitation: Id<Invitation>,
    }
    /// A member was given a role.
    RoleGiven = "people.role_given" {
        /// Whose.
        membership: Id<Membership>,
        /// The person.
        person: Id<Person>,
        /// The role.
        role: String,
    }
    /// A role was taken from a member.
    RoleTaken = "people.role_taken" {
        /// Whose.
        membership: Id<Membership>,
        /// The person.
        person: Id<Person>,
        /// The role.
        role: String,
    }
    /// Somebody is no longer a member.
    Removed = "people.removed" {
        /// The membership.
        membership: Id<Membership>,
        /// The person.
        person: Id<Person>,
    }
    /// Somebody is a member again, with what they held.
    Restored = "people.restored" {
        /// The membership.
        membership: Id<Membership>,
        /// The person.
        person: Id<Person>,
    }
}
