use access::{Grant, Reach, Role};
use gateway::Service;
use store::{Migration, Migrations};

use crate::{
    AttendImports, DismissQuarantined, ExportQuarantine, Feed, IMPORT, ListQuarantine, ListRuns, MendQuarantined,
    Quarantined, ReplayQuarantined, Run, ShowQuarantined, ShowRun,
};

/// The tables of sync.
pub const MIGRATIONS: Migrations = Migrations {
    part: "sync",
    steps: &[
        Migration { name: "001_sync", sql: include_str!("../migrations/001_sync.sql") },
        Migration { name: "002_account_sources", sql: include_str!("../migrations/002_account_sources.sql") },
        Migration { name: "003_concerns", sql: include_str!("../migrations/003_concerns.sql") },
    ],
};

/// The words for reasons and troubles: language, origin and text.
pub const MESSAGES: &[(&str, &str, &str)] =
    &[("en-GB", "sync/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))];

/// Feeds, imports and their quarantine.
pub fn service() -> Service {
    Service::named("sync")
        .migrations(MIGRATIONS)
        .object::<Feed>()
        .object::<Run>()
        .object::<Quarantined>()
        .command::<MendQuarantined>()
        .command::<ReplayQuarantined>()
        .command::<DismissQuarantined>()
        .query::<ListRuns>()
        .query::<ShowRun>()
        .query::<ListQuarantine>()
        .query::<ShowQuarantined>()
        .query::<ExportQuarantine>()
        .attention::<AttendImports>()
        .numbered::<Feed>()
}

/// The role of imports: they may take in what services let in, and nothing else.
pub fn roles() -> Vec<Role> {
    let everywhere = |action: &'static str| Grant::new(action, Reach::All);
    let actions = ["accounts.ingest_*", "billing.ingest_*", "orders.ingest_*", "feeds.read"];
    vec![Role { name: IMPORT.into(), staff: false, grants: actions.map(everywhere).to_vec() }]
}

/// What stock roles may do with imports: who looks after the portal sees them and puts them right.
pub fn grants() -> Vec<(&'static str, Grant)> {
    ["imports.*", "feeds.read"].map(|action| ("desk-admin", Grant::new(action, Reach::All))).to_vec()
}
