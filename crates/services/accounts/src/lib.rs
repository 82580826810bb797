//! Customer organisations. Their truth lies in systems of record; here is the way in.

mod records;

use access::{Grant, Reach};
use gateway::Service;

pub use records::{AccountDocument, AccountIngested, IngestAccount, IngestAccountError, TakeOver};

/// The words of this service: language, origin and text.
pub const MESSAGES: &[(&str, &str, &str)] =
    &[("en-GB", "accounts/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))];

/// Accounts, and how they come in.
pub fn service() -> Service {
    Service::named("accounts").object::<directory::Account>().action::<TakeOver>().command::<IngestAccount>()
}

/// What stock roles may do with accounts: everybody sees the one they act for, a group its tree, staff all. Only imports
/// take accounts in ([`sync::roles`]).
pub fn grants() -> Vec<(&'static str, Grant)> {
    let customers =
        ["admin", "member", "billing", "buyer"].map(|role| (role, Grant::new("accounts.read", Reach::Account)));
    let others = [
        ("group", Grant::new("accounts.read", Reach::Tree)),
        ("agent", Grant::new("accounts.read", Reach::All)),
        ("desk-admin", Grant::new("accounts.read", Reach::All)),
    ];
    customers.into_iter().chain(others).collect()
}
