//! A portal in which Northgate's people sign in through their company, once Priya has set that up.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use access::Person;
use axum::http::StatusCode;
use directory::{AccountKind, Address, HoldingRow, fold};
use futures::future::BoxFuture;
use identity::{Outside, SsoConnection, SsoDomain, TextRecords, Unanswered};
use kernel::{Clock as _, Id};
use mail::Letter;
use serde_json::Value;

use super::provider::Provider;
use crate::{
    guard::portal::{Browser, Portal},
    visitor::{Answer, BASE, Visitor},
    world::{START, account, fresh, member},
};

/// What DNS says, by name, and how often it was asked.
#[derive(Clone, Default)]
struct Records(Arc<Mutex<BTreeMap<String, Vec<String>>>>, Arc<AtomicUsize>);

impl TextRecords for Records {
    fn of<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, Unanswered>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        let said = self.0.lock().unwrap().get(name).cloned().unwrap_or_default();
        Box::pin(std::future::ready(Ok(said)))
    }
}

pub struct Stage {
    pub portal: Portal,
    pub provider: Provider,
    records: Records,
    pub northgate: Id<access::Account>,
    pub meridian: Id<access::Account>,
    /// Northgate's admin.
    pub priya: Id<Person>,
    /// Leaked, so that what the forms are told can be borrowed.
    issuer: &'static str,
}

impl Stage {
    /// Nothing is set up.
    pub async fn closed() -> Self {
        let records = Records::default();
        let outside = Outside::new(vec!["127.0.0.1".to_owned()], Arc::new(records.clone()));
        let portal = Portal::reaching(Some(outside)).await;
        let provider = Provider::open(&portal.clock).await;
        let work = portal.app.db.begin().await.unwrap();
        let northgate = account(&work, "Northgate Water", AccountKind::Company, None).await.unwrap();
        let meridian = account(&work, "Meridian Foods", AccountKind::Company, None).await.unwrap();
        let priya = member(work.unguarded(), "Priya", northgate, "admin").await.unwrap().person;
        work.commit().await.unwrap();
        let issuer = provider.issuer().leak();
        let stage = Self { portal, provider, records, northgate, meridian, priya, issuer };
        stage.address(priya, "priya@northgate.example").await;
        stage
    }

    /// The door is open.
    pub async fn open() -> Self {
        let stage = Self::closed().await;
        stage.admin("/provider", &stage.told()).await;
        stage.admin("/test", &[]).await;
        stage.admin("/domains", &[("domain", "northgate.example")]).await;
        stage.dns_says_so("northgate.example").await;
        stage.admin("/domains/check", &[("domain", "northgate.example")]).await;
        stage.portal.settle().await;
        stage.admin("/activation", &[]).await;
        stage.portal.settle().await;
        stage
    }

    /// What Priya says of her provider.
    pub fn told(&self) -> Vec<(&'static str, &'static str)> {
        let told = [("name", "Northgate ID"), ("issuer", self.issuer), ("client_id", "portal")];
        told.into_iter().chain([("secret", "otter vale"), ("claim", "groups"), ("role", "member")]).collect()
    }

    /// Priya does something, and it is done.
    pub async fn admin(&self, below: &str, fields: &[(&str, &str)]) {
        let answer = self.tries(below, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{below}: {}", answer.text());
    }

    /// Priya tries something.
    pub async fn tries(&self, below: &str, fields: &[(&str, &str)]) -> Answer {
        self.portal.clock.advance(Duration::from_millis(2));
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let fields: Vec<(String, String)> = fields.iter().map(owned).collect();
        let page = format!("/a/{}/company/sign-on{below}", self.northgate);
        self.portal.browser(self.priya).await.post(&page, &fields).await
    }

    /// What Priya is shown.
    pub async fn page(&self, below: &str) -> Answer {
        let page = format!("/a/{}/company/sign-on{below}", self.northgate);
        self.portal.browser(self.priya).await.get(&page).await
    }

    /// A browser of the admin of another customer.
    pub async fn meridian_admin(&self) -> Browser<'_> {
        let chidi = member(self.portal.app.db.unguarded(), "Chidi", self.meridian, "admin").await.unwrap();
        self.portal.browser(chidi.person).await
    }

    pub async fn address(&self, person: Id<Person>, email: &str) {
        let row = Address {
            id: fresh(),
            person_id: person,
            email: email.to_owned(),
            email_fold: fold(email),
            verified_at: Some(START),
            primary_since: Some(START),
        };
        self.portal.app.db.unguarded().insert(&row).await.unwrap();
    }

    /// One of Northgate's people, with a proved address.
    pub async fn member(&self, name: &str, email: &str, role: &str) -> Id<Person> {
        let raw = self.portal.app.db.unguarded();
        let person = member(raw, name, self.northgate, role).await.unwrap().person;
        self.address(person, email).await;
        person
    }

    /// The roles somebody holds, in their order.
    pub async fn roles(&self, person: Id<Person>) -> Vec<String> {
        let held = self.portal.app.db.unguarded().find(HoldingRow::PERSON_ID.is(&person)).await.unwrap();
        let mut roles: Vec<String> = held.into_iter().map(|held| held.role).collect();
        roles.sort();
        roles
    }

    pub fn browser(&self, address: &str) -> Visitor {
        Visitor::new(&self.portal.app.router).calling_from(address)
    }

    pub async fn is_in(&self, browser: &Visitor) -> bool {
        browser.get("/me/sign-in").await.status == StatusCode::OK
    }

    pub async fn connection(&self) -> SsoConnection {
        let raw = self.portal.app.db.unguarded();
        raw.first(SsoConnection::ACCOUNT_ID.is(&self.northgate)).await.unwrap().expect("a connection")
    }

    /// The path of Northgate's door.
    pub async fn door_path(&self) -> String {
        format!("/sign-in/company/{}", self.connection().await.slug)
    }

    /// Where the door leads this browser.
    pub async fn leads(&self, browser: &Visitor) -> String {
        self.leads_by(browser, &self.door_path().await).await
    }

    /// The same, by an address of the door.
    pub async fn leads_by(&self, browser: &Visitor, door: &str) -> String {
        self.portal.clock.advance(Duration::from_millis(2));
        let page = browser.get(door).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let page = page.body.replace("&amp;", "&").replace("&#61;", "=");
        let link = page.split("href=\"").find(|link| link.starts_with(self.issuer)).expect("a link to the provider");
        link.split('"').next().unwrap_or_default().to_owned()
    }

    /// Somebody goes through the door, and the provider says this of them.
    pub async fn comes(&self, browser: &Visitor, claims: Value) -> Answer {
        let address = self.leads(browser).await;
        browser.get(&self.provider.sends_back(&address, claims)).await
    }

    /// DNS says of each account's claim that the domain is its own.
    pub async fn dns_says_so(&self, domain: &str) {
        let claims = self.portal.app.db.unguarded().find(SsoDomain::DOMAIN.is(&domain.to_owned())).await.unwrap();
        let said = claims.iter().map(|claim| format!("portico-domain={}", claim.token)).collect();
        self.records.0.lock().unwrap().insert(format!("_portico.{domain}"), said);
    }

    pub fn dns_was_asked(&self) -> usize {
        self.records.1.load(Ordering::Relaxed)
    }

    pub fn dns_is_silent(&self) {
        self.records.0.lock().unwrap().clear();
    }

    /// A day passes, and what is looked at every day is looked at.
    pub async fn passes_a_day(&self) {
        self.portal.clock.advance(Duration::from_secs(25 * 60 * 60));
        let app = &self.portal.app;
        identity::recheck_domains(&app.db, &app.outside, self.portal.clock.now()).await.unwrap();
    }

    /// The link in the newest letter to an address.
    pub async fn mailed_link(&self, email: &str) -> String {
        let letters = self.portal.app.db.unguarded().find(Letter::TO_ADDRESS.is(&email.to_owned())).await.unwrap();
        let letter = letters.into_iter().rfind(|letter| letter.template.ends_with("/sign_in")).expect("a letter");
        letter.text.split_whitespace().find_map(|word| word.strip_prefix(BASE)).expect("a link").to_owned()
    }
}
