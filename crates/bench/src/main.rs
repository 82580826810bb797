//! The figures the portal has to reach: measured, and printed in one table.
//!
//! `bench` measures on SQLite, `bench postgres://…` on a server where databases may be made; `list`, `busy`, `command`,
//! `follow`, `decide`, `load`, `start`, `mixed` and `dist` behind it measure only that part, and `norls` measures `list`
//! without PostgreSQL's row-level security. Called with `portico` in front it is the portal's program itself, and with
//! `visitor`, `readers`, `writer` or `crowd` browsers in a process of their own, so that what a browser costs counts for
//! no server.

mod bare;
mod browser;
mod busy;
mod command;
mod course;
mod crowd;
mod decide;
mod dist;
mod follow;
mod house;
mod insert;
mod list;
mod load;
mod mixed;
mod place;
mod probe;
mod program;
mod start;
mod stock;
mod table;
mod town;
mod visitors;

use std::{env, process::ExitCode};

use anyhow::Context as _;
use clap::Parser as _;

use crate::{place::Place, table::Table};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    match words.split_first() {
        Some((first, _)) if first == "portico" => portico::cli::main(portico::cli::Cli::parse_from(words)),
        Some((first, rest)) if first == "visitor" => ended(browser::visit(rest)),
        Some((first, rest)) if first == "readers" => ended(visitors::readers(rest)),
        Some((first, rest)) if first == "writer" => ended(visitors::write(rest)),
        Some((first, rest)) if first == "crowd" => ended(crowd::run(rest)),
        _ => ended(measure(&words)),
    }
}

fn ended(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Every figure. One that is missed is said loudly, and is no failure of the measuring.
fn measure(words: &[String]) -> anyhow::Result<()> {
    let (servers, parts): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| word.starts_with("postgres"));
    let (without, parts): (Vec<&String>, Vec<&String>) = parts.into_iter().partition(|word| *word == "norls");
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|named| *named == part);
    let place = Place::new(servers.first().map(|server| server.as_str()), without.is_empty())?;
    let runtime = tokio::runtime::Runtime::new().context("the system gives no threads")?;
    let mut table = Table::new(place.name());
    runtime.block_on(async {
        // First: the portals of other parts stay open, and what they do by themselves would count for the bare handler.
        if wanted("command") {
            command::measure(&place, &mut table).await?;
        }
        if wanted("list") {
            list::measure(&place, &mut table).await?;
        }
        if wanted("busy") {
            busy::measure(&place, &mut table).await?;
        }
        if wanted("follow") {
            follow::measure(&place, &mut table).await?;
        }
        if wanted("load") {
            load::measure(&place, &mut table).await?;
        }
        if wanted("start") {
            start::measure(&place, &mut table).await?;
        }
        if wanted("mixed") {
            mixed::measure(&place, &mut table).await?;
        }
        anyhow::Ok(())
    })?;
    if wanted("decide") {
        decide::measure(&mut table)?;
    }
    if wanted("dist") {
        dist::measure(&mut table)?;
    }
    table.print();
    Ok(())
}
