//! Screen by screen: all imports, one of them, one document that was held back.

mod quarantine;
mod runs;

use front::{Audience, MenuItem, Pages};
use gateway::{Command as _, Query as _};
use sync::{
    DismissQuarantined, ExportQuarantine, ListRuns, MendQuarantined, ReplayQuarantined, ShowQuarantined, ShowRun,
};

/// The pages of imports.
pub fn pages() -> Pages {
    Pages::new()
        .desk("GET", "/imports", runs::list, Some(ListRuns::NAME))
        .desk("GET", "/imports/{run}", runs::show, Some(ShowRun::NAME))
        .desk("GET", "/imports/quarantine.csv", quarantine::export, Some(ExportQuarantine::NAME))
        .desk("GET", "/imports/quarantine/{quarantined}", quarantine::show, Some(ShowQuarantined::NAME))
        // A form that came back stands at the address it was sent to.
        .desk("GET", "/imports/quarantine/{quarantined}/mending", quarantine::show, Some(ShowQuarantined::NAME))
        .desk("GET", "/imports/quarantine/{quarantined}/replay", quarantine::show, Some(ShowQuarantined::NAME))
        .desk("POST", "/imports/quarantine/{quarantined}/mending", quarantine::mend, Some(MendQuarantined::NAME))
        .desk("POST", "/imports/quarantine/{quarantined}/replay", quarantine::replay, Some(ReplayQuarantined::NAME))
        .desk(
            "POST",
            "/imports/quarantine/{quarantined}/dismissal",
            quarantine::dismiss,
            Some(DismissQuarantined::NAME),
        )
        .files([quarantine::for_programs()])
        .menu(MenuItem {
            label: "imports-menu",
            icon: "database",
            path: "/imports",
            audience: Audience::Desk,
            action: ListRuns::NAME,
            order: 60,
            group: None,
        })
}
