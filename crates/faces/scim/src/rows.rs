use access::Person;
use directory::{Account, Address, Membership};
use kernel::{Id, Timestamp};
use macros::Row;
use store::Json;

/// Somebody a company's directory may know of: a member of its account with an address of a domain of its own, and
/// nobody of the staff. A view of the database; its id is the membership's.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(
    table = "scim_people",
    kind = "scim_person",
    read = "scim.read_person",
    account = "account_id",
    parent(directory::Account, "account_id")
)]
pub struct ScimPerson {
    /// The membership.
    pub id: Id<directory::Membership>,
    /// Whose directory.
    pub account_id: Id<access::Account>,
    /// Who.
    pub person_id: Id<Person>,
    /// What they are called.
    pub name: String,
    /// The name as it is searched.
    pub name_fold: String,
    /// What they do there.
    pub title: Option<String>,
    /// The address they are known by.
    pub email: String,
    /// The address as it is compared.
    pub email_fold: String,
    /// What the directory calls them.
    pub external_id: Option<String>,
    /// Since when they are a member.
    pub created_at: Timestamp,
    /// When the directory last changed something about them.
    pub changed_at: Timestamp,
    /// Since when they are none any more.
    pub ended_at: Option<Timestamp>,
}

/// What the directory has told of a member.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "scim_users", parent(directory::Account, "account_id"))]
pub struct ScimUser {
    /// Its id.
    pub id: Id<ScimUser>,
    /// Whose directory.
    pub account_id: Id<access::Account>,
    /// Of whom.
    pub membership_id: Id<Membership>,
    /// The address by which it knows them.
    pub address_id: Option<Id<Address>>,
    /// What it calls them.
    pub external_id: Option<String>,
    /// The roles that it gave last.
    pub roles: Json<Vec<String>>,
    /// When it last changed something.
    pub changed_at: Timestamp,
    /// When it ended the membership.
    pub left_at: Option<Timestamp>,
    /// When it said that they are gone for good.
    pub removed_at: Option<Timestamp>,
}

/// A group of the directory.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(
    table = "scim_groups",
    kind = "scim_group",
    read = "scim.read_group",
    account = "account_id",
    parent(directory::Account, "account_id")
)]
pub struct ScimGroup {
    /// Its id.
    pub id: Id<ScimGroup>,
    /// Whose directory.
    pub account_id: Id<access::Account>,
    /// What it is called.
    pub name: String,
    /// The name as it is compared.
    pub name_fold: String,
    /// What the directory calls it.
    pub external_id: Option<String>,
    /// Since when we know it.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Somebody belongs to a group.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "scim_members", parent(directory::Account, "account_id"))]
pub struct GroupMember {
    /// Its id.
    pub id: Id<GroupMember>,
    /// Whose directory.
    pub account_id: Id<access::Account>,
    /// To which.
    pub group_id: Id<ScimGroup>,
    /// Who.
    pub membership_id: Id<Membership>,
}

/// A group's member by name; of those the directory may know of.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "scim_group_people", parent(ScimGroup, "group_id"))]
pub struct MemberOfGroup {
    /// The row that says so.
    pub id: Id<GroupMember>,
    /// The group.
    pub group_id: Id<ScimGroup>,
    /// Who.
    pub membership_id: Id<Membership>,
    /// What they are called.
    pub name: String,
}

/// The same from the other side: a group somebody belongs to.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "scim_group_people", parent(ScimPerson, "membership_id"))]
pub struct GroupOfMember {
    /// The row that says so.
    pub id: Id<GroupMember>,
    /// Who.
    pub membership_id: Id<Membership>,
    /// The group.
    pub group_id: Id<ScimGroup>,
    /// What it is called.
    pub group_name: String,
}

/// A membership, as a part of the account whose directory speaks of it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "memberships", parent(directory::Account, "account_id"))]
pub struct AccountMember {
    /// Its id.
    pub id: Id<directory::Membership>,
    /// Where.
    pub account_id: Id<access::Account>,
    /// Who.
    pub person_id: Id<Person>,
    /// What they are called.
    pub name: String,
    /// The name as it is searched.
    pub name_fold: String,
    /// What they do there.
    pub title: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when no longer.
    pub ended_at: Option<Timestamp>,
}

/// A role somebody holds in the account, as a part of it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "holdings", parent(directory::Account, "account_id"))]
pub struct AccountHolding {
    /// Its id.
    pub id: Id<directory::HoldingRow>,
    /// Who.
    pub person_id: Id<Person>,
    /// Through which membership.
    pub membership_id: Option<Id<Membership>>,
    /// Where.
    pub account_id: Option<Id<access::Account>>,
    /// Which role.
    pub role: String,
    /// First instant it counts.
    pub valid_from: Option<Timestamp>,
    /// First instant it no longer counts.
    pub valid_until: Option<Timestamp>,
}

/// What the directory's commands write.
pub(crate) type Writes = (directory::Person, Address, AccountMember, AccountHolding, ScimUser, ScimGroup, GroupMember);

/// The account whose directory speaks.
pub(crate) type Held<'t> = store::Held<'t, Account>;
