//! The desk's pages of customers: who they are, their people and records, and whom to let in.

mod customer;
mod customers;
mod foreseen;
mod invitations;
mod invite;
mod invite_list;
mod queries;
mod roster;
mod roster_file;
mod texts;
mod views;
mod waves;

use access::{Grant, Reach};
use directory::{InvitationDelivery, InvitationWave, MemberAddress, MemberPresence};
use front::{Audience, MenuItem, Pages};
use gateway::{Command as _, Query as _, Service};
use store::Object as _;

use crate::{InvitePerson, Reinvite, WithdrawInvitation};

pub use queries::{
    AccountView, Brief, CountInvited, CountMembers, CountPeople, CountWaves, CustomersInvitations, CustomersPage,
    FindCustomers, FindInvitations, FindMembers, FindUndelivered, FoundInvitation, FoundMember, Funnel,
    InvitationState, InvitationView, InvitationsPage, InvitedInto, KindCounts, ListCustomers, ListWaves, Listed,
    MembersOf, PeopleOf, PeopleSeen, ReadAccount, SeenMember, ShowTree, Tree, WaveCount, WaveView,
};
pub use texts::TEXTS;

/// What staff ask about customers.
pub fn service() -> Service {
    Service::named("customers")
        .object::<MemberAddress>()
        .object::<MemberPresence>()
        .query::<ListCustomers>()
        .query::<CountPeople>()
        .query::<CountInvited>()
        .query::<ReadAccount>()
        .query::<ShowTree>()
        .query::<FindCustomers>()
        .query::<FindMembers>()
        .query::<PeopleSeen>()
        .query::<CustomersInvitations>()
        .query::<FindInvitations>()
        .object::<InvitationDelivery>()
        .query::<FindUndelivered>()
        .object::<InvitationWave>()
        .query::<ListWaves>()
        .query::<CountWaves>()
}

/// What staff need for these pages, beyond what accounts and their people grant.
const READING: [&str; 12] = [
    ListCustomers::NAME,
    CountPeople::NAME,
    CountInvited::NAME,
    ShowTree::NAME,
    FindCustomers::NAME,
    MemberAddress::READ,
    FindMembers::NAME,
    CustomersInvitations::NAME,
    FindInvitations::NAME,
    InvitationWave::READ,
    ListWaves::NAME,
    CountWaves::NAME,
];

/// What stock roles may do here: agents see every customer.
pub fn grants() -> Vec<(&'static str, Grant)> {
    READING.map(|action| ("agent", Grant::new(action, Reach::All))).to_vec()
}

/// The pages about customers, for staff.
pub fn pages() -> Pages {
    let item = |label, icon, path, action, order| MenuItem {
        label,
        icon,
        path,
        audience: Audience::Desk,
        action,
        order,
        group: None,
    };
    Pages::new()
        .desk("GET", "/customers", customers::show, Some(ListCustomers::NAME))
        .desk("GET", "/customers/{customer}", customer::show, Some(ReadAccount::NAME))
        .desk("GET", "/customers/{customer}/invite", invite::show, Some(ReadAccount::NAME))
        .desk("POST", "/customers/{customer}/invite", invite::send, Some(InvitePerson::NAME))
        .desk("GET", "/invitations", invitations::show, Some(CustomersInvitations::NAME))
        .desk("GET", "/invitations/new", invite_list::show, Some(InvitePerson::NAME))
        .desk("POST", "/invitations/new", invite_list::preview, Some(InvitePerson::NAME))
        .desk("POST", "/invitations/new/sending", invite_list::send, Some(InvitePerson::NAME))
        .desk("GET", "/invitations/waves", waves::show, Some(ListWaves::NAME))
        .desk("POST", "/invitations/waves/renewal", waves::renew, Some(Reinvite::NAME))
        .desk("POST", "/invitations/{invitation}/renewal", invitations::renew, Some(Reinvite::NAME))
        .desk("POST", "/invitations/{invitation}/withdrawal", invitations::withdraw, Some(WithdrawInvitation::NAME))
        .menu(item("desk-customers-menu", "building-2", "/customers", ListCustomers::NAME, 20))
        .menu(item("desk-invitations-menu", "mail-plus", "/invitations", CustomersInvitations::NAME, 21))
}
