//! A portal in which people sign in, and browsers before it.

use std::{sync::Arc, time::Duration};

use access::Person;
use axum::{Router, http::StatusCode};
use directory::{Address, fold};
use front::{Site, SiteSettings};
use gateway::{Email, Gateway, Parts, Registry};
use kernel::{Id, ManualClock};
use mail::{Letter, State};
use store::Db;
use words::Catalogue;

use crate::{
    visitor::{Answer, BASE, Visitor},
    world::{START, blank, fresh, person},
};

pub struct Portal {
    router: Router,
    pub db: Db,
    pub clock: Arc<ManualClock>,
    _folder: Option<tempfile::TempDir>,
}

/// One browser before it, whose requests let a moment pass.
pub struct Browser<'p> {
    portal: &'p Portal,
    visitor: Visitor,
}

impl Portal {
    pub async fn new() -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.expect("a database");
        let mut tables = vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS];
        tables.extend([mail::MIGRATIONS, front::MIGRATIONS, identity::MIGRATIONS]);
        db.migrate(&tables).await.expect("the schema");
        let work = db.begin().await.expect("a connection");
        let agent = access::Role { name: "agent".into(), staff: true, grants: Vec::new() };
        let roles: Vec<_> = identity::roles().into_iter().chain([agent]).collect();
        directory::keep_roles(&work, &roles).await.expect("roles");
        work.commit().await.expect("roles");
        let clock = Arc::new(ManualClock::at(START));
        let registry = Registry::of([identity::service()]).expect("the service fits together");
        let parts = Parts { db: db.clone(), registry, clock: Arc::clone(&clock) as _ };
        let gateway = Arc::new(Gateway::open(parts).await.expect("a gateway"));
        let texts = [&front::TEXTS, &identity::TEXTS];
        let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to));
        let words = mail::MESSAGES.iter().fold(words, |to, (locale, origin, text)| to.add(locale, origin, text));
        let words = Arc::new(words.build().expect("messages"));
        let pages = front::templates(texts.iter().copied());
        let pages = mail::TEMPLATES.iter().fold(pages, |to, (name, text)| to.add(name, text));
        let pages = pages.words(Arc::clone(&words)).build().expect("templates");
        let zone = jiff::tz::TimeZone::UTC;
        let settings = SiteSettings {
            base_url: BASE.to_owned(),
            secure_cookies: false,
            shows_letters: false,
            zone,
            seal: front::Seal::of(&[7; 32]),
        };
        let site = Site::open(gateway, words, pages, settings).await.expect("a site");
        let (router, _) = front::router(site, identity::pages()).expect("the pages fit together");
        Self { router, db, clock, _folder: folder }
    }

    /// Somebody with a verified address, who has not signed in yet.
    pub async fn person(&self, name: &str, email: &str) -> Id<Person> {
        let id = person(self.db.unguarded(), name).await.expect("insert");
        self.address(id, email, true).await;
        id
    }

    pub async fn address(&self, person: Id<Person>, email: &str, verified: bool) {
        let verified_at = verified.then_some(START);
        let row = Address {
            id: fresh(),
            person_id: person,
            email: email.into(),
            email_fold: fold(email),
            verified_at,
            primary_since: None,
        };
        self.db.unguarded().insert(&row).await.expect("insert");
    }

    pub fn browser(&self, address: &str) -> Browser<'_> {
        Browser { portal: self, visitor: Visitor::new(&self.router).calling_from(address) }
    }

    /// So that letters, whose ids follow the clock, sort by their writing.
    fn moves_on(&self) {
        self.clock.advance(Duration::from_millis(2));
    }

    pub async fn letters(&self, template: &str) -> Vec<Letter> {
        let written = Letter::TEMPLATE.is(&format!("identity/mail/{template}"));
        let mut letters = self.db.unguarded().find(written).await.expect("letters");
        letters.retain(|letter| letter.state != State::ToNobody);
        letters
    }

    /// The path after the portal's address in the newest letter, and its code if it has one.
    pub async fn mail(&self, template: &str) -> (String, String) {
        let letter = self.letters(template).await.pop().expect("a letter");
        let link = letter.text.split_whitespace().find_map(|word| word.strip_prefix(BASE)).expect("a link").to_owned();
        let code = letter.subject.chars().filter(char::is_ascii_digit).collect();
        (link, code)
    }

    pub async fn staff_invitation(&self, email: &str) -> String {
        let email = Email::parse(email).expect("an address");
        identity::invite(&self.db, None, &email, "agent", &*self.clock).await.expect("an invitation")
    }

    pub async fn disable(&self, person: Id<Person>) {
        let raw = self.db.unguarded();
        let found = raw.first(directory::Person::ID.is(&person)).await.expect("a query").expect("the person");
        raw.update(&directory::Person { disabled_at: Some(START), ..found }).await.expect("an update");
    }
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.portal.moves_on();
        self.visitor.get(path).await
    }

    /// Sends a form, with the token of a page seen since the last sign-in or sign-out.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.portal.moves_on();
        self.visitor.post(path, fields).await
    }

    /// Signs in by link, as people do.
    pub async fn sign_in(&self, email: &str) {
        self.post("/sign-in/link", &[("email", email)]).await;
        let (link, _) = self.portal.mail("sign_in").await;
        self.get(&link).await;
        let answer = self.post(&link, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(self.is_in().await);
    }

    /// Makes a password by mail; signs in on the way.
    pub async fn make_password(&self, email: &str, password: &str) {
        self.post("/password", &[("email", email)]).await;
        let (link, _) = self.portal.mail("password_reset").await;
        self.get(&link).await;
        assert_eq!(self.post(&link, &[("password", password)]).await.status, StatusCode::SEE_OTHER);
        assert!(self.is_in().await);
    }

    pub async fn password(&self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)]).await
    }

    pub async fn is_in(&self) -> bool {
        self.get("/me/sign-in").await.status == StatusCode::OK
    }

    /// Another browser with all that this one keeps, as a thief's.
    pub fn copied(&self) -> Browser<'_> {
        Browser { portal: self.portal, visitor: self.visitor.copied() }
    }

    /// Another window that has none of this one's cookies.
    pub fn elsewhere(&self, address: &str) -> Browser<'_> {
        self.portal.browser(address)
    }
}
