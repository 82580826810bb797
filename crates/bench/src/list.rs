//! The list of invoices: what its page and its JSON cost beside a bare handler, where that goes, and what the page costs
//! among a million.

use std::net::SocketAddr;

use anyhow::Context as _;

use crate::{
    bare, browser,
    course::{Ear, Statement},
    house::House,
    place::Place,
    probe, stock,
    table::{Reach, Rounds, Table},
};

/// How often each is measured.
const ROUNDS: usize = 7;

/// How many requests a round has.
const REQUESTS: u32 = 300;

/// Measures the list.
///
/// # Errors
/// A portal does not open, or does not show the list.
pub async fn measure(place: &Place, table: &mut Table) -> anyhow::Result<()> {
    let ear = Ear::open()?;
    println!("{}: filling a portal with 10 thousand invoices, and one with a million", place.name());
    let small = House::open(place, "small", 10_000 / stock::INVOICES).await?;
    let large = House::open(place, "large", 1_000_000 / stock::INVOICES).await?;
    let server = place.server_process().await?;
    let (statements, _) = ear.follow(&small, &small.buyer.cookie, &small.list(), 3).await?;
    let bare = bare::serve(&small.database, list_statement(&statements)?, small.buyer.account.uuid()).await?;
    for (host, path) in [(small.host, small.list()), (large.host, large.list()), (bare, "/".to_owned())] {
        cost(host, &small_or_large(&small, &large, host), &path, server)?;
    }
    cost(small.host, &small.buyer.bearer, &small.list_for_programs(), server)?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(Round {
            page: cost(small.host, &small.buyer.cookie, &small.list(), server)?,
            api: cost(small.host, &small.buyer.bearer, &small.list_for_programs(), server)?,
            bare: cost(bare, "", "/", server)?,
            large: cost(large.host, &large.buyer.cookie, &large.list(), server)?,
        });
    }
    let told = |of: fn(&Round) -> f64| Rounds::of(rounds.iter().map(of));
    table.add(
        "list of invoices, whole page, against a bare handler",
        Reach::AtMost(2.5),
        "x",
        told(|r| r.page.0 / r.bare.0),
    );
    table.add(
        "the same list through the API, against a bare handler",
        Reach::AtMost(1.5),
        "x",
        told(|r| r.api.0 / r.bare.0),
    );
    table.add("  the page", Reach::Told, "ms CPU", told(|round| round.page.0));
    table.add("  the list through the API", Reach::Told, "ms CPU", told(|round| round.api.0));
    table.add("  the bare handler", Reach::Told, "ms CPU", told(|round| round.bare.0));
    if server.is_some() {
        table.add("  of the database's server for the page", Reach::Told, "ms CPU", told(|round| round.page.1));
        table.add("  of the database's server for the API", Reach::Told, "ms CPU", told(|round| round.api.1));
        table.add("  of the database's server for the bare handler", Reach::Told, "ms CPU", told(|round| round.bare.1));
    }
    let among = |round: &Round| (round.large.0 + round.large.1) / (round.page.0 + round.page.1);
    let among = Rounds::of(rounds.iter().map(among));
    table.add("400 of 1 million invoices against 400 of 10 thousand", Reach::AtMost(1.25), "x", among);
    print_course(&ear, &small, &small.buyer.cookie, &small.list()).await?;
    print_course(&ear, &small, &small.buyer.bearer, &small.list_for_programs()).await
}

/// What one request costs in each way, in milliseconds: of this process, and of the database's server.
struct Round {
    page: (f64, f64),
    api: (f64, f64),
    bare: (f64, f64),
    large: (f64, f64),
}

fn small_or_large(small: &House, large: &House, host: SocketAddr) -> String {
    let house = if host == large.host { large } else { small };
    house.buyer.cookie.clone()
}

fn cost(host: SocketAddr, cookie: &str, path: &str, server: Option<u32>) -> anyhow::Result<(f64, f64)> {
    let own = std::process::id();
    let of_server = || server.map_or(0.0, probe::processor_of_children);
    let (before, server_before) = (probe::processor(own), of_server());
    browser::send_visitor(host, cookie, path, REQUESTS)?;
    let (after, server_after) = (probe::processor(own), of_server());
    let each = f64::from(REQUESTS);
    Ok(((after - before) / each, (server_after - server_before) / each))
}

/// The statement that reads the page's rows.
fn list_statement(statements: &[Statement]) -> anyhow::Result<String> {
    let found = statements.iter().find(|statement| {
        statement.text.contains("FROM billing_invoices AS t") && statement.text.contains(" LIMIT 26")
    });
    Ok(found.context("the list sends no statement for 25 rows and one more")?.text.clone())
}

async fn print_course(ear: &Ear, house: &House, who: &str, path: &str) -> anyhow::Result<()> {
    let (statements, parts) = ear.follow(house, who, path, 41).await?;
    let whole: f64 = parts.iter().map(|part| part.took).sum();
    println!(
        "where a request for {path} goes (milliseconds by the clock, without HTTP; · is what lies between statements):"
    );
    for part in &parts {
        println!("  {:>7.3}  {:>4.1} %  {}", part.took, part.took / whole * 100.0, part.what);
    }
    println!("  {whole:>7.3}  in all, with {} statements", statements.len());
    Ok(())
}
