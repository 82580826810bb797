//! Many people's usual requests, at a steady pace, to a portal on one core.

use std::{fs, path::PathBuf};

use anyhow::ensure;
use portico::compose;

use crate::{
    crowd, house,
    place::Place,
    program::{Premises, Server},
    stock,
    table::{Reach, Rounds, Table},
    town::{self, Resident},
};

/// How many customers there are: a million invoices.
const CUSTOMERS: i64 = 1_000_000 / stock::INVOICES;

/// How many people there are at least.
const PEOPLE: usize = 5_000;

/// How many rounds there are.
const ROUNDS: usize = 3;

/// How many requests a round has: a minute of them.
const REQUESTS: usize = 3_000;

/// From one person to the next who asks. It has no divisor in common with their number, so that all have their turn.
const STRIDE: usize = 1_667;

/// What somebody asks for.
#[derive(Clone, Copy)]
enum Wish {
    Invoices,
    Invoice,
    Home,
    Search,
    Cases,
    Case,
    Statement,
    Reply,
}

/// Twenty requests as they follow each other: 8 lists, 4 invoices, 2 each of home, search and cases, a statement, a reply.
const MIX: [Wish; 20] = {
    use Wish::{Case, Cases, Home, Invoice, Invoices, Reply, Search, Statement};
    [
        Home, Invoices, Invoice, Invoices, Search, Invoices, Cases, Invoices, Invoice, Statement, //
        Home, Invoices, Invoice, Invoices, Search, Invoices, Case, Invoices, Invoice, Reply,
    ]
};

/// Measures how soon people are answered.
///
/// # Errors
/// The portal does not open, or the crowd cannot begin.
pub async fn measure(place: &Place, table: &mut Table) -> anyhow::Result<()> {
    ensure!(std::thread::available_parallelism()?.get() > 1, "the part `mixed` needs two cores: portal and crowd");
    println!("{}: filling a portal with a million invoices and 5 thousand people", place.name());
    let premises = Premises { data: place.folder("mixed")?, database: place.database("mixed").await? };
    let db = compose::database(&house::settings(PathBuf::from(&premises.data), &premises.database)).await?;
    compose::migrate(&db, &kernel::SystemClock).await?;
    // It counts one customer who is there already; here nobody is.
    stock::invoices(&db, CUSTOMERS + 1).await?;
    let town = town::settle(&db).await?;
    db.close().await?;
    ensure!(town.len() >= PEOPLE, "only {} people were settled", town.len());
    let server = premises.serve_on_one_core()?;
    let mut rounds = Vec::new();
    for number in 0..ROUNDS {
        rounds.push(once(place, &server, &town, number)?);
    }
    let peak = server.peak()?;
    let told = |of: fn(&Round) -> f64| Rounds::of(rounds.iter().map(of));
    let bound = Reach::AtMost(150.0);
    table.add("50 requests/s of 5,000 people on one core, 95 of 100 within", bound, "ms", told(|round| round.p95));
    table.add("  one of two within", Reach::Told, "ms", told(|round| round.p50));
    table.add("  99 of 100 within", Reach::Told, "ms", told(|round| round.p99));
    table.add("  refused or failed in a minute", Reach::AtMost(0.0), "", told(|round| round.refused));
    table.add("  memory at its peak, mapped files included", Reach::AtMost(1_000.0), "MB", Rounds::of([peak]));
    Ok(())
}

/// A minute: milliseconds until answers had come, and how many did not.
struct Round {
    p50: f64,
    p95: f64,
    p99: f64,
    refused: f64,
}

fn once(place: &Place, server: &Server, town: &[Resident], number: usize) -> anyhow::Result<Round> {
    let plan = place.folder("crowd")?.join("plan");
    let asks = (number * REQUESTS..).zip(MIX.iter().cycle()).take(REQUESTS);
    let lines = asks.filter_map(|(turn, wish)| Some(wish.line(town.get(turn * STRIDE % town.len())?)));
    fs::write(&plan, lines.collect::<String>())?;
    let heard = crowd::send(server.host, &plan)?;
    ensure!(heard.len() == REQUESTS, "the crowd asked {} times", heard.len());
    let refused = heard.iter().filter(|heard| !heard.well).count();
    let took = Rounds::of(heard.iter().filter(|heard| heard.well).map(|heard| heard.took));
    let refused = f64::from(u32::try_from(refused)?);
    Ok(Round { p50: took.median(), p95: took.below(95), p99: took.below(99), refused })
}

impl Wish {
    /// The line of the crowd's plan with which somebody asks for it.
    fn line(self, who: &Resident) -> String {
        let Resident { cookie, account, invoice, case } = who;
        let (method, path) = match self {
            Self::Invoices => ("GET", "/invoices".to_owned()),
            Self::Invoice => ("GET", format!("/invoices/{invoice}")),
            Self::Home => ("GET", String::new()),
            Self::Search => ("GET", "/invoices?words=so-50390".to_owned()),
            Self::Cases => ("GET", "/cases".to_owned()),
            Self::Case => ("GET", format!("/cases/{case}")),
            Self::Statement => ("GET", "/statement".to_owned()),
            Self::Reply => ("POST", format!("/cases/{case}")),
        };
        format!("{method}\t/a/{account}{path}\t{cookie}\n")
    }
}
