//! What the journal says of what directories tell. No event carries an address or a name.

use access::Person;
use directory::Membership;
use kernel::Id;

use crate::ScimGroup;

journal::events! {
    /// A directory made somebody a member.
    PersonAdded = "scim.person_added" {
        /// The membership.
        membership: Id<Membership>,
        /// The person.
        person: Id<Person>,
        /// Whether they were not known here before.
        made: bool,
    }
    /// A directory changed what is told of somebody.
    PersonChanged = "scim.person_changed" {
        /// The membership.
        membership: Id<Membership>,
        /// The person.
        person: Id<Person>,
    }
    /// A directory said that somebody is gone for good.
    PersonRemoved = "scim.person_removed" {
        /// The membership.
        membership: Id<Membership>,
        /// The person.
        person: Id<Person>,
    }
    /// A directory added a group.
    GroupAdded = "scim.group_added" {
        /// The group.
        group: Id<ScimGroup>,
        /// How many belong to it.
        members: usize,
    }
    /// A directory changed a group or who belongs to it.
    GroupChanged = "scim.group_changed" {
        /// The group.
        group: Id<ScimGroup>,
        /// Who belongs to it now.
        joined: Vec<Id<Membership>>,
        /// Who belongs to it no more.
        left: Vec<Id<Membership>>,
    }
    /// A directory removed a group.
    GroupRemoved = "scim.group_removed" {
        /// The group.
        group: Id<ScimGroup>,
    }
}
