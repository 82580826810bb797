//! Programs that are killed from one moment to the next (SIGKILL), whatever they are doing: answering, importing,
//! following, migrating. Started again, they have lost nothing that was acknowledged, and nothing is there twice.

pub mod clients;
pub mod ledger;
mod random;
mod victims;

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use tokio::task::block_in_place;

use self::{
    clients::{Client, Inviter},
    random::Random,
    victims::{Imports, Older},
};
use crate::{
    process::{self, Running},
    relay::Relay,
    staged::{AMELIA, Staged},
};

/// How long the program serves at the most before it is killed.
const LIFE: Duration = Duration::from_millis(500);

/// How long it takes to start, or more; killed within it, it may not have come to serving.
const START_UP: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_kills_lose_nothing_and_double_nothing() {
    under_kills(30).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "takes minutes; make test-long runs it"]
async fn three_hundred_kills_lose_nothing_and_double_nothing() {
    under_kills(300).await;
}

/// The settings: letters go to a mail server of the test's own, and webhooks may reach this machine.
pub fn toml(relay: &Relay) -> String {
    format!(
        "[log]\nfilter = \"warn\"\n[webhooks]\ninside = [\"127.0.0.1\"]\n[mail]\ntransport = \"smtp\"\n\
         from = \"portal@harrow.example\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"plain\"\n\
         hello = \"portal.harrow.example\"\n",
        relay.port
    )
}

async fn under_kills(kills: usize) {
    let mut play = Play::begin().await;
    while play.kills < kills {
        play.goes_on().await;
    }
    play.ends().await;
}

struct Play {
    random: Random,
    relay: Relay,
    stage: Staged,
    clients: Vec<Client>,
    inviter: Inviter,
    imports: Imports,
    older: Older,
    rounds: usize,
    kills: usize,
}

impl Play {
    async fn begin() -> Self {
        let (random, relay) = (Random::seeded(), Relay::open());
        let stage = Staged::set(&AMELIA, &toml(&relay)).await;
        let (clients, inviter) = stage.hires(3).await;
        let (imports, older) = (Imports::new(), Older::new());
        Self { random, relay, stage, clients, inviter, imports, older, rounds: 0, kills: 0 }
    }

    /// One program more, and its end.
    async fn goes_on(&mut self) {
        self.rounds += 1;
        let is_killed = match self.random.below(20) {
            0..=10 => self.serving(),
            11 | 12 => self.starting(),
            13..=16 => self.imports.killed(&self.stage, &mut self.random),
            _ => self.older.killed(&self.stage, &mut self.random).await,
        };
        self.kills += usize::from(is_killed);
        // All rows are read, which takes longer the more there are; what is lost stays lost until then.
        if !self.rounds.is_multiple_of(10) {
            return;
        }
        let db = self.stage.db().await;
        ledger::stands(&db, &self.clients, &self.inviter).await;
        db.close().await.expect("closing");
    }

    /// Killed while it answers, and follows what was done before.
    fn serving(&mut self) -> bool {
        let (running, at) = self.stage.serves();
        let life = self.random.moment(LIFE);
        // What can be undone holds back letters and webhooks for ten seconds, so nobody is invited most of the time.
        let invites = self.rounds % 12 < 2;
        block_in_place(|| self.ask(running, at, life, invites));
        true
    }

    /// Killed about when it opens.
    fn starting(&mut self) -> bool {
        let mut command = self.stage.command(&["serve"]);
        command.env("PORTICO_LISTEN", format!("127.0.0.1:{}", process::free_port()));
        let said = block_in_place(|| process::run_killed(command, self.random.moment(START_UP)));
        assert!(said.is_none(), "it ended by itself: {}", said.map(|said| said.err).unwrap_or_default());
        true
    }

    /// Everybody asks, until the program is killed.
    fn ask(&mut self, running: Running, at: SocketAddr, life: Duration, invites: bool) {
        let going = &AtomicBool::new(true);
        let (clients, inviter) = (&mut self.clients, &mut self.inviter);
        thread::scope(|scope| {
            for client in clients {
                scope.spawn(move || client.works(at, going));
            }
            if invites {
                scope.spawn(move || inviter.invites(at) && inviter.invites(at));
            }
            thread::sleep(life);
            drop(running);
            going.store(false, Ordering::SeqCst);
        });
    }

    /// What was not answered is asked once more, and all that follows follows.
    async fn ends(mut self) {
        let db = self.stage.db().await;
        self.imports.end_as_elsewhere(&self.stage, &db).await;
        self.older.ends(&self.stage).await;
        ledger::leases_end(&db).await;
        let (running, at) = self.stage.serves();
        block_in_place(|| {
            for client in &mut self.clients {
                while client.waits() {
                    assert!(client.asks(at), "nobody kills it now");
                }
            }
            while self.inviter.waits() {
                assert!(self.inviter.invites(at), "nobody kills it now");
            }
        });
        ledger::settles(&db).await;
        drop(running);
        ledger::stands(&db, &self.clients, &self.inviter).await;
        ledger::followed(&db, &self.relay, &self.stage.receiver).await;
        db.close().await.expect("closing");
        let said = block_in_place(|| process::run(self.stage.command(&["journal", "verify"])));
        assert!(said.done && said.out.contains("whole: "), "{} {}", said.out, said.err);
        let told: usize = self.clients.iter().map(|client| client.told.len()).sum();
        println!("{} kills in {} rounds; {told} answers, none lost", self.kills, self.rounds);
        assert!(told > self.kills, "there was something to lose");
    }
}
