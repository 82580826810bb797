//! A reply to a case: what it costs with all that follows from it, beside a bare handler that inserts a row.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::ensure;
use kernel::SystemClock;
use portico::compose;
use store::Db;

use crate::{
    browser::Browser,
    house, insert,
    place::Place,
    probe,
    program::{Premises, Server},
    stock::{self, Buyer},
    table::{Reach, Rounds, Table},
    visitors,
};

/// How often each is measured.
const ROUNDS: u32 = 7;

/// How many commands a round has.
const COMMANDS: u32 = 60;

/// How long to wait before it is asked again whether all is followed; the server's time for the question counts.
const PAUSE: Duration = Duration::from_millis(100);

/// Measures the command.
///
/// # Errors
/// The portal does not open, or does not take the command.
pub async fn measure(place: &Place, table: &mut Table) -> anyhow::Result<()> {
    let premises = Premises { data: place.folder("command")?, database: place.database("command").await? };
    let db = compose::database(&house::settings(PathBuf::from(&premises.data), &premises.database)).await?;
    compose::migrate(&db, &SystemClock).await?;
    let buyer = stock::buyer(&db).await?;
    let path = format!("/a/{}/cases/{}", buyer.account, stock::case(&db, buyer.account).await?);
    let database = place.server_process().await?;
    let portal = Portal { server: premises.serve()?, db, buyer, path, database };
    let bare = insert::serve(&place.database("insert").await?).await?;
    portal.cost().await?;
    cost_of_bare(bare, database)?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(Round { command: portal.cost().await?, bare: cost_of_bare(bare, database)? });
    }
    let kept = stock::number(&portal.db, "SELECT CAST(COUNT(*) AS BIGINT) FROM case_messages").await?;
    let sent = i64::from(COMMANDS * (ROUNDS + 1));
    ensure!(kept == sent, "of {sent} replies {kept} were kept");
    let told = |of: fn(&Round) -> f64| Rounds::of(rounds.iter().map(of));
    table.add(
        "reply to a case and all that follows, against a bare insert",
        Reach::AtMost(4.0),
        "x",
        told(|round| round.command.0 / round.bare.0),
    );
    table.add("  the command", Reach::Told, "ms CPU", told(|round| round.command.0));
    table.add("  the bare insert", Reach::Told, "ms CPU", told(|round| round.bare.0));
    if database.is_some() {
        let (command, bare) = (told(|round| round.command.1), told(|round| round.bare.1));
        table.add("  of the database's server for the command", Reach::Told, "ms CPU", command);
        table.add("  of the database's server for the bare insert", Reach::Told, "ms CPU", bare);
    }
    let Portal { server, db, .. } = portal;
    drop(server);
    Ok(db.close().await?)
}

/// What one command costs in each way, in milliseconds: of the portal's or the handler's process, and of the database's
/// server.
struct Round {
    command: (f64, f64),
    bare: (f64, f64),
}

/// A portal in a process of its own, and somebody who writes to a case there.
struct Portal {
    server: Server,
    db: Db,
    buyer: Buyer,
    path: String,
    database: Option<u32>,
}

impl Portal {
    /// What one command costs until everything is sealed and every follower has read it. The page of the case is shown
    /// anew before: the same words sent from the same showing of it would be the same reply.
    async fn cost(&self) -> anyhow::Result<(f64, f64)> {
        let token = Browser::at(self.server.host, &self.buyer.cookie)?.form_token(&self.path)?;
        let form = format!("csrf={token}&body=Reply+");
        let path = format!("{}/messages", self.path);
        stock::until_followed(&self.db, PAUSE).await?;
        let (before, database_before) = (self.server.processor(), of_database(self.database));
        visitors::send_writer(self.server.host, &self.buyer.cookie, &path, &form, COMMANDS)?;
        stock::until_followed(&self.db, PAUSE).await?;
        let (after, database_after) = (self.server.processor(), of_database(self.database));
        Ok((each(after - before), each(database_after - database_before)))
    }
}

fn cost_of_bare(bare: SocketAddr, database: Option<u32>) -> anyhow::Result<(f64, f64)> {
    let own = std::process::id();
    let (before, database_before) = (probe::processor(own), of_database(database));
    visitors::send_writer(bare, "none", "/", "body=Reply+", COMMANDS)?;
    let (after, database_after) = (probe::processor(own), of_database(database));
    Ok((each(after - before), each(database_after - database_before)))
}

fn of_database(server: Option<u32>) -> f64 {
    server.map_or(0.0, probe::processor_of_children)
}

fn each(all: f64) -> f64 {
    all / f64::from(COMMANDS)
}
