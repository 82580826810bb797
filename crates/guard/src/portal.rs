use std::sync::Arc;

use access::{Person, Role};
use axum::Router;
use front::Shared;
use gateway::Gateway;
use journal::follow::Followers;
use kernel::{Id, ManualClock};
use store::Db;

use crate::{Browser, seeds::signed_in_now};

/// The parts of a portal, as the program put them together.
pub struct App {
    /// Its database.
    pub db: Db,
    /// Its gate.
    pub gateway: Arc<Gateway>,
    /// Its pages.
    pub router: Router,
    /// What its pages share.
    pub site: Shared,
    /// What follows its journal.
    pub followers: Followers,
    /// The roles that people may hold, as the program has them.
    pub roles: Vec<Role>,
    /// The roles that are a part of how the program works.
    pub own_roles: Vec<Role>,
}

/// A portal of which nobody else knows, and the time in it.
pub struct Portal {
    /// Its parts.
    pub app: App,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Where its files lie; gone when the portal is.
    pub folder: Option<tempfile::TempDir>,
}

impl Portal {
    /// Seals and follows until nothing is left to do, and writes what was noted.
    pub async fn settle(&self) {
        settle(&self.app.db, &self.app.gateway, &self.app.followers, &self.clock).await;
    }

    /// The token of a new session of somebody's.
    pub async fn session(&self, person: Id<Person>) -> String {
        signed_in_now(self.app.db.unguarded(), person).await
    }

    /// A browser in which somebody is signed in.
    pub async fn browser(&self, person: Id<Person>) -> Browser<'_> {
        Browser::new(&self.app.router, Some(&self.session(person).await))
    }

    /// A browser in which nobody is.
    pub fn stranger(&self) -> Browser<'_> {
        Browser::new(&self.app.router, None)
    }
}

/// Seals and follows until nothing is left to do, and writes what was noted.
pub async fn settle(db: &Db, gateway: &Gateway, followers: &Followers, clock: &ManualClock) {
    while followers.seal_and_turn(db, clock).await.expect("sealing and following") > 0 {}
    gateway.logs().flush(db).await.expect("the logs");
}
