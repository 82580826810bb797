//! A portal that programs serve, each a process of its own: its database and folder, who is in it, and who asks it.

use std::{
    net::SocketAddr,
    process::Command,
    sync::{Arc, Mutex},
};

use access::Account;
use directory::AccountKind;
use gateway::Email;
use identity::Enrolment;
use kernel::{Clock as _, Id, SystemClock};
use portico::{compose, settings::Settings};
use store::{Columns, Db, Options, Sql};

use crate::{
    guard::portal::{Browser, settings},
    kill::clients::{Client, Inviter},
    process::{self, Running},
    webhooks::stage::Receiver,
    wire::Tab,
    world::{account, blank},
};

/// Somebody, and how they get in.
pub struct Who {
    pub name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
}

pub const AMELIA: Who =
    Who { name: "Amelia Stone", email: "amelia@northgate.example", password: "otter vale pump gasket" };

pub const TOM: Who = Who { name: "Tom Ellery", email: "tom@harrow.example", password: "mill race otterby lane" };

/// Northgate with its admin, and Tom at the desk. Programs of Northgate's are told of events.
pub struct Staged {
    pub options: Options,
    pub folder: tempfile::TempDir,
    pub northgate: Id<Account>,
    pub admin: Id<access::Person>,
    pub tom: Id<access::Person>,
    pub receiver: Receiver,
    _database: Option<tempfile::TempDir>,
}

impl Staged {
    /// With this admin, under these settings in `portico.toml`.
    pub async fn set(admin: &Who, toml: &str) -> Self {
        let (options, database) = blank().await;
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("portico.toml"), toml).expect("the settings");
        let db = compose::database(&settings(&options.url, folder.path().to_owned())).await.expect("a database");
        compose::migrate(&db, &SystemClock).await.expect("the schema");
        let work = db.begin().await.expect("a connection");
        let northgate = account(&work, "Northgate Water", AccountKind::Company, None).await.expect("an account");
        work.commit().await.expect("an account");
        let admin = enrolled(&db, admin, Some(northgate), "admin").await;
        let tom = enrolled(&db, &TOM, None, "desk-admin").await;
        db.close().await.expect("closing");
        Self { options, folder, northgate, admin, receiver: Receiver::open().await, tom, _database: database }
    }

    /// The program with this command line.
    pub fn command(&self, words: &[&str]) -> Command {
        process::portico(self.folder.path(), Some(&self.options.url), words)
    }

    /// An instance of the program, and where it is.
    pub fn serves(&self) -> (Running, SocketAddr) {
        let port = process::free_port();
        let running = tokio::task::block_in_place(|| process::open(self.command(&["serve"]), port));
        (running, SocketAddr::from(([127, 0, 0, 1], port)))
    }

    /// The database, as it is now.
    pub async fn db(&self) -> Db {
        Db::open(&self.options).await.expect("the database")
    }

    /// A tab in which the admin is signed in.
    pub async fn tab(&self, db: &Db) -> Tab {
        Tab::with(&signed_in_today(db.unguarded(), self.admin).await)
    }

    /// So many programs of Northgate's and one of the desk's, each with a key; whoever invites; and a webhook.
    pub async fn hires(&self, programs: usize) -> (Vec<Client>, Inviter) {
        let settings: Settings = settings(&self.options.url, self.folder.path().to_owned());
        let db = compose::database(&settings).await.expect("a database");
        let app = compose::open(db, &settings, Arc::new(SystemClock)).await.expect("the parts fit together");
        let raw = app.db.unguarded();
        let amelia = Browser::new(&app.router, Some(&signed_in_today(raw, self.admin).await));
        let tom = Browser::new(&app.router, Some(&signed_in_today(raw, self.tom).await));
        let (cases, place) = (Arc::new(Mutex::default()), format!("/api/v1/accounts/{}", self.northgate));
        let mut clients = Vec::new();
        for number in 0..programs {
            let (name, path) = (format!("program {number}"), format!("/a/{}/keys/new", self.northgate));
            let key = key(&amelia, &path, &name, &["cases.raise", "cases.reply"]).await;
            clients.push(Client::new(&name, &key, &place, true, Arc::clone(&cases)));
        }
        let key = key(&tom, "/desk/keys/new", "the desk", &["cases.reply"]).await;
        clients.push(Client::new("the desk", &key, "/api/v1/desk", false, cases));
        let hook = fields(&[("url", self.receiver.url.as_str()), ("events", "case.raised")]);
        let made = amelia.post(&format!("/a/{}/webhooks/new", self.northgate), &hook).await;
        assert!(made.body.contains("<code>whsec_"), "{} {}", made.status, made.body);
        let inviter = Inviter::new(self.tab(&app.db).await, self.northgate);
        app.db.clone().close().await.expect("closing");
        (clients, inviter)
    }
}

/// Signs somebody in by the clock of child processes, with a proof shown just now.
pub async fn signed_in_today(raw: store::Unguarded<'_>, person: Id<access::Person>) -> String {
    let ((session, token), now) = (guard::seeds::session(person), SystemClock.now());
    let fresh_until = Some(session.expires_at);
    raw.insert(&directory::Session { created_at: now, seen_at: now, fresh_until, ..session }).await.expect("a session");
    token
}

async fn enrolled(db: &Db, who: &Who, account: Option<Id<Account>>, role: &str) -> Id<access::Person> {
    let email = Email::parse(who.email).expect("an address");
    let wanted = Enrolment { name: who.name, email: &email, password: who.password, account, role };
    identity::enrol(db, &wanted, &SystemClock).await.expect("somebody new")
}

/// A key that is made on its page.
async fn key(browser: &Browser<'_>, path: &str, name: &str, actions: &[&str]) -> String {
    let chosen = actions.iter().map(|action| ("actions", *action));
    let told: Vec<(&str, &str)> = [("name", name), ("days", "90")].into_iter().chain(chosen).collect();
    let page = browser.post(path, &fields(&told)).await;
    shown_key(&page.text()).unwrap_or_else(|| panic!("no key: {} {}", page.status, page.body))
}

/// The key that a page shows.
pub fn shown_key(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<code>portico_")?;
    Some(format!("portico_{}", rest.split('<').next()?))
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The one number that a question comes to.
pub async fn number(db: &Db, question: &str) -> i64 {
    let found = db.unguarded().query(Sql::new(question)).await.expect("an answer");
    Columns::of(&found[0]).take().expect("a number")
}
