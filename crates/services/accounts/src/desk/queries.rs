//! What may be seen of customer organisations.

mod figures;
mod invitations;
mod list;
mod named;
mod show;
mod tree;
mod waves;

pub use figures::{CountInvited, CountMembers, CountPeople, InvitedInto, MembersOf, PeopleOf};
pub use invitations::{CustomersInvitations, Funnel, InvitationState, InvitationView, InvitationsPage};
pub use list::{CustomersPage, KindCounts, ListCustomers, Listed};
pub use named::{
    FindCustomers, FindInvitations, FindMembers, FindUndelivered, FoundInvitation, FoundMember, PeopleSeen, SeenMember,
};
pub use show::{AccountView, ReadAccount};
pub use tree::{Brief, ShowTree, Tree};
pub use waves::{CountWaves, ListWaves, WaveCount, WaveView};
