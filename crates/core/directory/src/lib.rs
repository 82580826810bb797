//! Who there is: brands, the account tree, people and their addresses, memberships, roles, sessions, keys, apps, links to
//! one record, and what companies' directories show.

mod access_requests;
mod accounts;
mod apps;
mod brands;
mod change_requests;
mod colour;
mod fold;
mod invitation_deliveries;
mod invitations;
mod keys;
mod links;
mod member_addresses;
mod member_presences;
pub mod members;
mod people;
mod present;
mod principals;
mod proof_rules;
pub mod provisioning;
mod reach;
mod roles;
mod sessions;
pub mod tree;
mod view_as;
mod waves;

use store::{Migration, Migrations};

pub use access_requests::{ACCESS_REQUEST_LIFETIME, ACCESS_REQUEST_REST, AccessRequest};
pub use accounts::{Account, AccountKind, AccountName, account_by_reference};
pub use apps::{
    App, AppToken, TokenKind, app_called, end_keys_of, end_other_keys, hear_app, is_taken_off, keeper, key_of_token,
    own_key,
};
pub use brands::{Brand, first_brand, plant_brand};
pub use change_requests::{ChangeRequest, ChangeStanding, Legal, LegalChange, LegalField};
pub use colour::Colour;
pub use fold::fold;
pub use invitation_deliveries::InvitationDelivery;
pub use invitations::{INVITATION_LIFETIME, Invitation};
pub use keys::{ApiKey, KeyAdmission, admit_app, admit_key, end_keys_of_person, note_key_use};
pub use links::{
    RECORD_LINK_LIFETIME, RecordLink, addressee_in, admit_link, link_by_token, note_link_use, suspended_links,
};
pub use member_addresses::MemberAddress;
pub use member_presences::MemberPresence;
pub use people::{Address, Addressee, HoldingRow, Membership, Person, person_by_address};
pub use present::{Present, member, name_in, own_locks, present, refresh, refreshed, staff};
pub use principals::{Admission, Door, ONESELF, Place, admit};
pub use proof_rules::{AccountProofRule, BrandProofRule, asks_second_of};
pub use provisioning::{ScimToken, admit_scim, note_scim_use};
pub use reach::mail_address;
pub use roles::{Generation, RoleRow, follow_roles, generation, grow, keep_roles, load_roles, roles_in};
pub use sessions::{Session, token_hash};
pub use view_as::{VIEW_AS, VIEW_AS_LIFETIME, ViewAs, Viewing};
pub use waves::{InvitationWave, is_wave_of_another};

/// The directory's tables.
pub const MIGRATIONS: Migrations = Migrations {
    part: "directory",
    steps: &[
        Migration { name: "001_directory", sql: include_str!("../migrations/001_directory.sql") },
        Migration { name: "002_brand", sql: include_str!("../migrations/002_brand.sql") },
        Migration { name: "003_invitations", sql: include_str!("../migrations/003_invitations.sql") },
        Migration { name: "004_account_lists", sql: include_str!("../migrations/004_account_lists.sql") },
        Migration { name: "005_member_addresses", sql: include_str!("../migrations/005_member_addresses.sql") },
        Migration { name: "006_asked_again", sql: include_str!("../migrations/006_asked_again.sql") },
        Migration { name: "007_member_presences", sql: include_str!("../migrations/007_member_presences.sql") },
        Migration { name: "008_shipped_roles", sql: include_str!("../migrations/008_shipped_roles.sql") },
        Migration { name: "009_account_presences", sql: include_str!("../migrations/009_account_presences.sql") },
        Migration { name: "010_api_keys", sql: include_str!("../migrations/010_api_keys.sql") },
        Migration { name: "011_second_proofs", sql: include_str!("../migrations/011_second_proofs.sql") },
        Migration { name: "012_key_makers", sql: include_str!("../migrations/012_key_makers.sql") },
        Migration { name: "013_views_as", sql: include_str!("../migrations/013_views_as.sql") },
        Migration { name: "014_access_requests", sql: include_str!("../migrations/014_access_requests.sql") },
        Migration { name: "015_record_links", sql: include_str!("../migrations/015_record_links.sql") },
        Migration { name: "016_scim_tokens", sql: include_str!("../migrations/016_scim_tokens.sql") },
        Migration { name: "017_apps", sql: include_str!("../migrations/017_apps.sql") },
        Migration { name: "018_legal_changes", sql: include_str!("../migrations/018_legal_changes.sql") },
        Migration { name: "019_heard_apps", sql: include_str!("../migrations/019_heard_apps.sql") },
        Migration { name: "021_views_over", sql: include_str!("../migrations/021_views_over.sql") },
        Migration { name: "022_invitation_waves", sql: include_str!("../migrations/022_invitation_waves.sql") },
        Migration { name: "023_invitation_letters", sql: include_str!("../migrations/023_invitation_letters.sql") },
    ],
};
