//! The journal at the desk: what was done, what was looked at, and what was refused.
//!
//! The three lists are narrowed in the same words and read under a scope like everything else; a file of a list holds
//! exactly what the list shows. Nothing here writes: entries come from commands, views and attempts from the gate.

mod pages;
mod queries;
mod texts;

use access::{Grant, Reach};
use gateway::Service;
use journal::{Attempt, Entry, View};

pub use pages::pages;
pub use queries::{
    EXPORT_MOST, EntryLine, EntryView, Exported, Exporting, Listed, Listing, NameAccounts, NamePeople, Named,
    ShowEntry, Told,
};
pub use texts::TEXTS;

/// Reading the journal and the logs beside it.
pub fn service() -> Service {
    Service::named("audit")
        .policy("audit/policy.cedar", include_str!("../policy.cedar"))
        .object::<Entry>()
        .object::<View>()
        .object::<Attempt>()
        .query::<Listing<Entry>>()
        .query::<Listing<View>>()
        .query::<Listing<Attempt>>()
        .query::<Exporting<Entry>>()
        .query::<Exporting<View>>()
        .query::<Exporting<Attempt>>()
        .query::<ShowEntry>()
        .query::<NamePeople>()
        .query::<NameAccounts>()
}

/// Only whoever administers the portal reads its journal.
pub fn grants() -> Vec<(&'static str, Grant)> {
    vec![("desk-admin", Grant::new("journal.*", Reach::All))]
}
