//! The import of the retail file beside a running portal, and a person's commands meanwhile.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use portico::compose;
use store::Db;

use crate::{
    browser::Browser,
    house,
    place::Place,
    program::{Premises, Program, Server},
    stock::{self, Buyer},
    table::{Reach, Rounds, Table},
};

/// How often the file is imported, each time into an empty portal.
const ROUNDS: usize = 3;

/// How long the person waits between two commands: the edge lets nobody ask more than 20 times a second for long.
const REST: Duration = Duration::from_millis(60);

/// What one import came to.
struct Round {
    lines: i64,
    whole: Duration,
    read: Duration,
    memory: f64,
    server_memory: f64,
    waits: Vec<f64>,
}

/// Measures the import.
///
/// # Errors
/// The import fails, or the portal beside it.
pub async fn measure(place: &Place, table: &mut Table) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("the project's folder")?;
    let file = root.join("../shared/data/commerce/online_retail_ii_2009-12_2010-04.csv.gz");
    let mapping = root.join("blueprints/wholesale/online-retail-ii.toml");
    if !file.exists() {
        println!("the import is NOT measured: there is no {}", file.display());
        return Ok(());
    }
    let mut rounds = Vec::new();
    for number in 0..ROUNDS {
        rounds.push(once(place, number, &mapping, &file.canonicalize()?).await?);
    }
    let speed = rounds.iter().map(|round| lines(round) / round.whole.as_secs_f64());
    let wanted = if place.is_embedded() { Reach::AtLeast(10_000.0) } else { Reach::Told };
    table.add("import of the retail file, until all is sealed and followed", wanted, "lines/s", Rounds::of(speed));
    let speed = rounds.iter().map(|round| lines(round) / round.read.as_secs_f64());
    table.add("  until the import has ended", Reach::Told, "lines/s", Rounds::of(speed));
    let memory = rounds.iter().map(|round| round.memory);
    table.add("  its anonymous memory, at the most", Reach::AtMost(150.0), "MB", Rounds::of(memory));
    let memory = rounds.iter().map(|round| round.server_memory);
    table.add("  the portal's anonymous memory beside it, at the most", Reach::Told, "MB", Rounds::of(memory));
    let late = rounds.iter().map(|round| Rounds::of(round.waits.iter().copied()).below(99));
    table.add(
        "a person's command while the import runs, 99 of 100 within",
        Reach::AtMost(100.0),
        "ms",
        Rounds::of(late),
    );
    let usual = rounds.iter().map(|round| Rounds::of(round.waits.iter().copied()).median());
    table.add("  one of two within", Reach::Told, "ms", Rounds::of(usual));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a file has fewer lines than a float has digits")]
fn lines(round: &Round) -> f64 {
    round.lines as f64
}

async fn once(place: &Place, number: usize, mapping: &Path, file: &Path) -> anyhow::Result<Round> {
    let name = format!("import{number}");
    let premises = Premises { data: place.folder(&name)?, database: place.database(&name).await? };
    let settings = house::settings(PathBuf::from(&premises.data), &premises.database);
    let db = compose::database(&settings).await?;
    compose::migrate(&db, &kernel::SystemClock).await?;
    let buyer = stock::buyer(&db).await?;
    let server = premises.serve()?;
    let mut form = Form::open(&db, &server, &buyer).await?;
    let began = Instant::now();
    let mut import = premises.import(mapping, file)?;
    let (mut memory, mut server_memory, mut waits) = (0.0_f64, 0.0_f64, Vec::new());
    loop {
        waits.push(form.send()?);
        memory = memory.max(import.anonymous().unwrap_or(0.0));
        server_memory = server_memory.max(server.anonymous()?);
        if let Some(well) = import.ended()? {
            ensure!(well, "the import failed");
            break;
        }
        thread::sleep(REST);
    }
    let read = began.elapsed();
    stock::until_followed(&db, Duration::from_millis(5)).await?;
    let whole = began.elapsed();
    let lines = stock::number(&db, "SELECT CAST(SUM(staged) AS BIGINT) FROM sync_runs").await?;
    drop(server);
    finish(db, import).await?;
    Ok(Round { lines, whole, read, memory, server_memory, waits })
}

async fn finish(db: Db, import: Program) -> anyhow::Result<()> {
    drop(import);
    Ok(db.close().await?)
}

/// A person at the page of a case, who replies to it again and again: a command that journals. Each reply has another
/// number, as no form is done twice.
struct Form {
    browser: Browser,
    path: String,
    token: String,
    sent: u32,
}

impl Form {
    async fn open(db: &Db, server: &Server, buyer: &Buyer) -> anyhow::Result<Self> {
        let case = format!("/a/{}/cases/{}", buyer.account, stock::case(db, buyer.account).await?);
        let mut browser = Browser::at(server.host, &buyer.cookie)?;
        let token = browser.form_token(&case)?;
        Ok(Self { browser, path: format!("{case}/messages"), token, sent: 0 })
    }

    /// Gives how long it took, in milliseconds.
    fn send(&mut self) -> anyhow::Result<f64> {
        self.sent += 1;
        let form = format!("csrf={}&body=Reply+{}", self.token, self.sent);
        let began = Instant::now();
        let answer = self.browser.post(&self.path, &form)?;
        ensure!(answer.status == 303, "the person's command answered {}", answer.status);
        Ok(began.elapsed().as_secs_f64() * 1e3)
    }
}
