//! The program by itself: how soon it opens, what it holds when nothing happens, and what a first visit loads.

use std::{collections::BTreeSet, path::PathBuf, thread, time::Duration};

use anyhow::ensure;
use portico::compose;

use crate::{
    browser::Browser,
    house,
    place::Place,
    program::{Premises, Server},
    stock,
    table::{Reach, Rounds, Table},
};

/// How often it is started.
const ROUNDS: usize = 5;

/// How long nothing happens before memory is looked at: the followers have had their turn, and the edge has tidied.
const QUIET: Duration = Duration::from_secs(6);

/// Measures starts, quiet and the first visit.
///
/// # Errors
/// The portal does not open.
pub async fn measure(place: &Place, table: &mut Table) -> anyhow::Result<()> {
    let premises = Premises { data: place.folder("start")?, database: place.database("start").await? };
    let db = compose::database(&house::settings(PathBuf::from(&premises.data), &premises.database)).await?;
    compose::migrate(&db, &kernel::SystemClock).await?;
    let buyer = stock::buyer(&db).await?;
    stock::invoices(&db, 10_000 / stock::INVOICES).await?;
    db.close().await?;
    drop(premises.serve()?);
    let mut starts = Vec::new();
    let mut quiet = Vec::new();
    for _ in 0..ROUNDS {
        let server = premises.serve()?;
        starts.push(server.opened_after.as_secs_f64() * 1e3);
        thread::sleep(QUIET);
        quiet.push(server.anonymous()?);
    }
    table.add("start on an existing database to the first page", Reach::AtMost(300.0), "ms", Rounds::of(starts));
    table.add("anonymous memory after a page and some quiet", Reach::AtMost(60.0), "MB", Rounds::of(quiet));
    let server = premises.serve()?;
    let first = load(&server, &buyer.cookie, &format!("/a/{}/invoices", buyer.account))?;
    let entry = load(&server, "", "/sign-in")?;
    let one = |bytes: f64| Rounds::of([bytes / 1e3]);
    table.add(
        "first page over the wire, compressed: the list of invoices",
        Reach::AtMost(120.0),
        "kB",
        one(first.whole),
    );
    table.add("  of it script", Reach::AtMost(32.0), "kB", one(first.script));
    table.add("first page over the wire, compressed: signing in", Reach::AtMost(120.0), "kB", one(entry.whole));
    table.add("  of it script", Reach::AtMost(32.0), "kB", one(entry.script));
    Ok(())
}

/// Bytes as they came over the wire.
struct Weight {
    whole: f64,
    script: f64,
}

/// Loads a page and all that it and its sheets and scripts name among the portal's own files.
fn load(server: &Server, cookie: &str, path: &str) -> anyhow::Result<Weight> {
    let page = fetch(server, cookie, path)?;
    let mut weight = Weight { whole: page.wire, script: 0.0 };
    let mut seen = BTreeSet::new();
    let mut waiting = named(&page.text);
    while let Some(file) = waiting.pop() {
        if !seen.insert(file.clone()) {
            continue;
        }
        let found = fetch(server, cookie, &file)?;
        weight.whole += found.wire;
        if file.ends_with(".js") {
            weight.script += found.wire;
        }
        if file.ends_with(".js") || file.ends_with(".css") {
            waiting.extend(named(&found.text));
        }
    }
    Ok(weight)
}

struct Fetched {
    wire: f64,
    text: String,
}

/// Asks twice: once as a browser does, for the weight, and once without compression, to read what the file names.
#[expect(clippy::cast_precision_loss, reason = "a page has fewer bytes than a float has digits")]
fn fetch(server: &Server, cookie: &str, path: &str) -> anyhow::Result<Fetched> {
    let packed = Browser::at(server.host, cookie)?.compressed().get(path)?;
    let plain = Browser::at(server.host, cookie)?.get(path)?;
    ensure!(packed.status == 200 && plain.status == 200, "{path} answered {}", packed.status);
    Ok(Fetched { wire: packed.wire as f64, text: String::from_utf8_lossy(&plain.body).into_owned() })
}

/// The portal's files that a text names, from the root or beside itself.
fn named(text: &str) -> Vec<String> {
    // Templates write slashes in attributes as entities.
    let text = text.replace("&#x2f;", "/");
    let names = text.split(['"', '\'', '`', '(', ')']).filter(|word| !word.contains(char::is_whitespace));
    let files = names.filter_map(|name| {
        let own = name.strip_prefix("/assets/").or_else(|| name.strip_prefix("./"))?;
        let own = own.split(['?', '#']).next().unwrap_or(own);
        own.contains('.').then(|| format!("/assets/{own}"))
    });
    files.collect()
}
