//! The whole portal, as the program puts it together, and browsers before it.

use std::{path::PathBuf, sync::Arc};

use access::Person;
use gateway::Service;
pub use guard::Browser;
use guard::seeds::signed_in_now;
use identity::{Dns, Outside};
use kernel::{Id, ManualClock, SystemClock};
use portico::{
    compose::{self, App},
    settings::{Settings, Transport},
};

use crate::{
    visitor::BASE,
    world::{START, blank},
};

pub struct Portal {
    pub app: App,
    pub clock: Arc<ManualClock>,
    folder: Option<tempfile::TempDir>,
}

/// Settings of a portal over this database. Letters leave by a mail server, so there is no page that shows them all.
pub fn settings(database: &str, data: PathBuf) -> Settings {
    let mut settings =
        Settings { database: Some(database.to_owned()), data, base_url: BASE.to_owned(), ..Settings::default() };
    settings.mail.transport = Transport::Smtp;
    settings
}

impl Portal {
    pub async fn open() -> Self {
        Self::reaching(None).await
    }

    /// With a way of its own to companies' sign-in providers.
    pub async fn reaching(outside: Option<Outside>) -> Self {
        Self::of(compose::services(), outside).await
    }

    /// Of these services.
    pub async fn of(services: Vec<Service>, outside: Option<Outside>) -> Self {
        let (options, folder) = blank().await;
        let data = folder.as_ref().map_or_else(std::env::temp_dir, |folder| folder.path().to_owned());
        let settings = settings(&options.url, data);
        let db = compose::database(&settings).await.expect("a database");
        compose::migrate(&db, &SystemClock).await.expect("the schema");
        let clock = Arc::new(ManualClock::at(START));
        let outside = outside.unwrap_or_else(|| Outside::new(Vec::new(), Arc::new(Dns::new(None))));
        let app = compose::open_of(services, db, &settings, Arc::clone(&clock) as _, outside).await;
        Self { app: app.expect("the parts fit together"), clock, folder }
    }

    /// The portal for a cast to be seeded into, as `portico guard` does.
    pub fn into_guarded(self) -> guard::Portal {
        guard::Portal { app: self.app.into(), clock: self.clock, folder: self.folder }
    }

    /// Seals and follows until nothing is left to do, and writes what was noted.
    pub async fn settle(&self) {
        guard::settle(&self.app.db, &self.app.gateway, &self.app.followers, &self.clock).await;
    }

    /// The token of a new session of somebody's.
    pub async fn session(&self, person: Id<Person>) -> String {
        signed_in_now(self.app.db.unguarded(), person).await
    }

    /// A browser in which somebody is signed in.
    pub async fn browser(&self, person: Id<Person>) -> Browser<'_> {
        Browser::new(&self.app.router, Some(&self.session(person).await))
    }

    pub fn stranger(&self) -> Browser<'_> {
        Browser::new(&self.app.router, None)
    }
}
