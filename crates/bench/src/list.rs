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
    let (of_page, _) = ear.follow(&small, &small.buyer.cookie, &small.list(), 3).await?;
    let (of_api, _) = ear.follow(&small, &small.buyer.bearer, &small.list_for_programs(), 3).await?;
    let rows = vec![rows_statement(&of_page)?];
    let lists = [(PAGE, of_books(&of_page)), (API, of_books(&of_api)), (ROWS, rows)];
    let bare = bare::serve(&small.database, &lists, small.buyer.account.uuid()).await?;
    let round = || -> anyhow::Result<Round> {
        Ok(Round {
            page: cost(small.host, &small.buyer.cookie, &small.list(), server)?,
            bare_page: cost(bare, "", PAGE, server)?,
            api: cost(small.host, &small.buyer.bearer, &small.list_for_programs(), server)?,
            bare_api: cost(bare, "", API, server)?,
            bare_rows: cost(bare, "", ROWS, server)?,
            large: cost(large.host, &large.buyer.cookie, &large.list(), server)?,
        })
    };
    // The first is of a portal that is still cold.
    round()?;
    let rounds = (0..ROUNDS).map(|_| round()).collect::<anyhow::Result<Vec<_>>>()?;
    let told = |of: fn(&Round) -> f64| Rounds::of(rounds.iter().map(of));
    table.add(
        "list of invoices, whole page, against a bare handler of the same SQL",
        Reach::AtMost(2.5),
        "x",
        told(|r| r.page.0 / r.bare_page.0),
    );
    table.add("  against one of its 25 rows alone", Reach::Told, "x", told(|r| r.page.0 / r.bare_rows.0));
    table.add(
        "the same list through the API, against a bare handler of the same SQL",
        Reach::AtMost(1.5),
        "x",
        told(|r| r.api.0 / r.bare_api.0),
    );
    table.add("  against one of its 25 rows alone", Reach::Told, "x", told(|r| r.api.0 / r.bare_rows.0));
    let each: [(&str, Of); 5] = [
        ("the page", |round| round.page),
        ("the bare handler of its SQL", |round| round.bare_page),
        ("the list through the API", |round| round.api),
        ("the bare handler of its SQL", |round| round.bare_api),
        ("the bare handler of 25 rows", |round| round.bare_rows),
    ];
    for (what, of) in each {
        table.add(&format!("  {what}"), Reach::Told, "ms CPU", Rounds::of(rounds.iter().map(|round| of(round).0)));
    }
    for (what, of) in each.iter().filter(|_| server.is_some()) {
        let rounds = Rounds::of(rounds.iter().map(|round| of(round).1));
        table.add(&format!("  of the database's server for {what}"), Reach::Told, "ms CPU", rounds);
    }
    let among = |round: &Round| (round.large.0 + round.large.1) / (round.page.0 + round.page.1);
    let among = Rounds::of(rounds.iter().map(among));
    table.add("400 of 1 million invoices against 400 of 10 thousand", Reach::AtMost(1.25), "x", among);
    print_course(&ear, &small, &small.buyer.cookie, &small.list()).await?;
    print_course(&ear, &small, &small.buyer.bearer, &small.list_for_programs()).await
}

/// Where the bare handlers are: of the page's SQL, of the API's, and of the rows' alone.
const PAGE: &str = "/page";
const API: &str = "/api";
const ROWS: &str = "/rows";

/// What one request costs in each way, in milliseconds: of this process, and of the database's server.
struct Round {
    page: Cost,
    bare_page: Cost,
    api: Cost,
    bare_api: Cost,
    bare_rows: Cost,
    large: Cost,
}

type Cost = (f64, f64);
type Of = fn(&Round) -> Cost;

fn cost(host: SocketAddr, cookie: &str, path: &str, server: Option<u32>) -> anyhow::Result<Cost> {
    let own = std::process::id();
    let of_server = || server.map_or(0.0, probe::processor_of_children);
    let (before, server_before) = (probe::processor(own), of_server());
    browser::send_visitor(host, cookie, path, REQUESTS)?;
    let (after, server_after) = (probe::processor(own), of_server());
    let each = f64::from(REQUESTS);
    Ok(((after - before) / each, (server_after - server_before) / each))
}

/// Those statements that read what is shown; the others ask who it is and what they may.
fn of_books(statements: &[Statement]) -> Vec<String> {
    let reads = |statement: &&Statement| statement.text.contains("FROM billing_") && statement.text.contains(" AS t");
    statements.iter().filter(reads).map(|statement| statement.text.clone()).collect()
}

/// The statement that reads the page's rows.
fn rows_statement(statements: &[Statement]) -> anyhow::Result<String> {
    let rows = of_books(statements).into_iter().find(|text| text.contains(" LIMIT 26"));
    rows.context("the list sends no statement for 25 rows and one more")
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
