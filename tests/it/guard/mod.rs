//! Guard tests: they walk the portal as it is put together, its routes, operations, roles and texts, and never a list
//! of their own. A service that is added later is walked by itself; all it has to bring are samples of its rows, in
//! `crates/guard/src/planted.rs`. What is missing there fails with a sentence that says so.
//!
//! Who walks, and how, is in `crates/guard`: `portico guard` walks the same way on the operator's own machine.
//!
//! What each of them holds:
//!
//! | file | promise |
//! |---|---|
//! | `routes` | no page, file or mail shows a customer anything of another account; foreign answers as absent |
//! | `commands` | the same of every operation, target and field, without pages; none takes what it does not ask for |
//! | `api` | the same over REST, with keys and apps' tokens, and through the doors of other accounts and of the desk; over SCIM |
//! | `record_links` | a link to one record opens it and nothing else, whatever is asked or done |
//! | `kinds` | there are samples of every kind in every place |
//! | `explained` | why somebody may or may not do something agrees with what they get |
//! | `faces` | the same of what `portico guard` walks beside these, and its report |
//! | `widened` | a role, a query or a letter that is made too wide is found |
//! | `filters` | searching for a stranger finds what searching for nobody finds |
//! | `links` | every link shown leads somewhere, and every row that may be opened is linked |
//! | `surface` | what a stranger gets, route by route (`snapshots/surface.txt`) |
//! | `rights` | what each role may do (`snapshots/roles.txt`) |
//! | `statements` | a page asks the database as often for thirty rows as for one |
//! | `pseudo` | no page has a word that stands in no message; the languages nobody speaks |
//! | `texts` | every template with every sample, every message written and used |

use std::collections::BTreeSet;

use guard::{Leg, leaked, masked, planted, tries};

mod api;
pub mod cast;
mod commands;
mod explained;
mod faces;
mod filters;
mod kinds;
mod links;
pub mod portal;
mod pseudo;
mod record_links;
mod rights;
mod routes;
mod statements;
mod surface;
mod texts;
mod widened;

/// Nothing was found by anybody.
fn clean(legs: &[Leg]) {
    let (asked, opened) = legs.iter().fold((0, 0), |(asked, opened), leg| (asked + leg.asked, opened + leg.opened));
    println!("{asked} asked, {opened} opened");
    let findings: BTreeSet<&String> = legs.iter().flat_map(|leg| &leg.findings).collect();
    let told: Vec<&str> = findings.iter().map(|finding| finding.as_str()).collect();
    assert!(told.is_empty(), "{} findings:\n{}", told.len(), told.join("\n"));
}

/// What each test calls its snapshot; `PORTICO_ACCEPT=1` writes it anew.
fn snapshot(name: &str, now: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name);
    if std::env::var_os("PORTICO_ACCEPT").is_some() {
        std::fs::write(&path, now).expect("the snapshot");
    }
    let agreed = std::fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<String> = now
        .lines()
        .filter(|line| !agreed.lines().any(|known| known == *line))
        .map(|line| format!("+ {line}"))
        .chain(agreed.lines().filter(|line| !now.lines().any(|known| known == *line)).map(|line| format!("- {line}")))
        .collect();
    assert!(
        agreed == now,
        "{} has changed; if that is meant, run with PORTICO_ACCEPT=1 and commit it:\n{}\nFirst they part here:\n{}",
        path.display(),
        changed.join("\n"),
        masked::parting(now, &agreed)
    );
}
