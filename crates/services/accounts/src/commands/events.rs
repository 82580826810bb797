//! What the journal says of an account's people.

use access::Person;
use directory::{AccessRequest, Invitation, Membership, ViewAs};
use kernel::{Id, Timestamp};

journal::events! {
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
    /// Somebody of the staff views the account as one of its people. Why, the view says.
    ViewAsBegun = "view_as.begun" {
        /// The view.
        view: Id<ViewAs>,
        /// As whom.
        person: Id<Person>,
        /// First instant it no longer counts.
        ends_at: Timestamp,
    }
    /// A view was ended before its time.
    ViewAsEnded = "view_as.ended" {
        /// The view.
        view: Id<ViewAs>,
        /// As whom it was.
        person: Id<Person>,
    }
    /// A view ended because its time was over.
    ViewAsRanOut = "view_as.ran_out" {
        /// The view.
        view: Id<ViewAs>,
        /// As whom it was.
        person: Id<Person>,
        /// When its time was over.
        ended_at: Timestamp,
    }
    /// Somebody was locked out of the portal.
    PersonLocked = "persons.locked" {
        /// Who.
        person: Id<Person>,
        /// In how many browsers they were signed in.
        sessions: u32,
    }
    /// Somebody who was locked out was let in again.
    PersonUnlocked = "persons.unlocked" {
        /// Who.
        person: Id<Person>,
    }
    /// Somebody was signed out everywhere by staff.
    SignedOutEverywhere = "persons.signed_out" {
        /// Who.
        person: Id<Person>,
        /// In how many browsers they were signed in.
        sessions: u32,
    }
    /// Somebody asks for a role.
    AccessRequested = "access.requested" {
        /// What they ask for.
        request: Id<AccessRequest>,
        /// Who.
        person: Id<Person>,
        /// The role.
        role: String,
    }
    /// Somebody was given the role they asked for.
    AccessGranted = "access.granted" {
        /// What they asked for.
        request: Id<AccessRequest>,
        /// Who.
        person: Id<Person>,
        /// The role.
        role: String,
        /// First instant it no longer counts.
        until: Option<Timestamp>,
    }
    /// Somebody was not given what they asked for.
    AccessDeclined = "access.declined" {
        /// What they asked for.
        request: Id<AccessRequest>,
        /// Who.
        person: Id<Person>,
    }
}
