//! A whole house: books, orders and home behind their pages, with browsers of a customer's people and of staff.

use std::{collections::BTreeMap, sync::Arc};

use access::{Acting, Actor, Holding, Person, Principal, Role};
use axum::{
    Router,
    body::{Body, BodyDataStream},
    http::{Method, StatusCode, header},
};
use billing::IngestInvoice;
use directory::AccountKind;
use front::{Audience, Pages, RecordAction, Site, SiteSettings};
use gateway::{Command, Gateway, Parts, Raw, Registry, Service};
use kernel::{Id, ManualClock};
use orders::IngestOrder;
use serde_json::{Value, json};
use store::Db;
use sync::{Feed, Ingested, Mark};
use words::Catalogue;

use crate::{
    visitor::{BASE, answer, begun, request, signed_in},
    world::{START, account, asked, blank, fresh, member, staff},
};

pub struct House {
    pub db: Db,
    pub gateway: Arc<Gateway>,
    pub feed: Id<Feed>,
    pub northgate: Id<access::Account>,
    pub meridian: Id<access::Account>,
    /// Northgate's admin, a member who sees no money, and Meridian's admin.
    pub amelia: Id<Person>,
    pub ben: Id<Person>,
    pub chidi: Id<Person>,
    /// Staff: one who answers, one who looks after the portal.
    pub tom: Id<Person>,
    pub hannah: Id<Person>,
    router: Router,
    _folder: Option<tempfile::TempDir>,
}

fn services() -> Vec<Service> {
    let accounts = Service::named("accounts").object::<directory::Account>();
    vec![accounts, sync::service(), billing::service(), orders::service()]
}

fn roles() -> Vec<Role> {
    let mut roles: BTreeMap<&'static str, Role> = BTreeMap::new();
    for (name, grant) in orders::grants().into_iter().chain(billing::grants()).chain(sync::grants()) {
        let staff = matches!(name, "agent" | "desk-admin");
        let role = roles.entry(name).or_insert_with(|| Role { name: name.into(), staff, grants: Vec::new() });
        role.grants.push(grant);
    }
    // The import's own role is the feeds'.
    roles.remove("import");
    roles.into_values().chain(sync::roles()).collect()
}

/// Something another service offers to do about records.
pub fn question() -> Pages {
    Pages::new().record_action(RecordAction {
        label: "house-ask",
        label_part: Some("house-ask-line"),
        icon: "life-buoy",
        path: "/cases/new",
        audience: Audience::Customer,
        action: "orders.read",
    })
}

impl House {
    pub async fn new() -> Self {
        Self::with(Pages::new()).await
    }

    /// With pages that another service brings.
    pub async fn with(more: Pages) -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.unwrap();
        let mut tables = vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS, front::MIGRATIONS];
        tables.extend(services().iter().flat_map(|service| service.tables().to_vec()));
        db.migrate(&tables).await.unwrap();
        let feed = Feed { id: fresh(), name: "books".into(), system: "Sage 200".into(), created_at: START };
        let work = db.begin().await.unwrap();
        let raw = work.unguarded();
        raw.insert(&feed).await.unwrap();
        directory::keep_roles(&work, &roles()).await.unwrap();
        let northgate = taken_in(&work, &feed, "Northgate Water", None).await;
        let meridian = taken_in(&work, &feed, "Meridian Foods", None).await;
        let amelia = member(raw, "Amelia", northgate, "admin").await.unwrap().person;
        let ben = member(raw, "Ben", northgate, "member").await.unwrap().person;
        let chidi = member(raw, "Chidi", meridian, "admin").await.unwrap().person;
        let tom = staff(raw, "Tom", "agent").await.unwrap();
        let hannah = staff(raw, "Hannah", "desk-admin").await.unwrap();
        work.commit().await.unwrap();
        let registry = Registry::of(services()).unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let gateway = Arc::new(Gateway::open(Parts { db: db.clone(), registry, clock }).await.unwrap());
        let router = door(&gateway, more).await;
        let feed = feed.id;
        Self { db, gateway, feed, northgate, meridian, amelia, ben, chidi, tom, hannah, router, _folder: folder }
    }

    /// A browser in which somebody is signed in; gives its cookie.
    pub async fn cookie(&self, person: Id<Person>) -> String {
        let token = signed_in(self.db.unguarded(), person).await;
        format!("portico={token}")
    }

    /// What a browser is answered, to the last byte.
    pub async fn bytes(&self, cookie: &str, path: &str) -> (StatusCode, Vec<u8>) {
        let request = request(Method::GET, path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        let answer = answer(&self.router, request).await;
        (answer.status, answer.bytes)
    }

    /// What a browser is answered, piece by piece as it comes.
    pub async fn pieces(&self, cookie: &str, path: &str) -> BodyDataStream {
        let request = request(Method::GET, path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        let answer = begun(&self.router, request).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.into_body().into_data_stream()
    }

    /// The same as people would read it: the status, and the page with its addresses.
    pub async fn get(&self, cookie: &str, path: &str) -> (StatusCode, String) {
        let (status, body) = self.bytes(cookie, path).await;
        let page = String::from_utf8_lossy(&body).replace("&#x2f;", "/").replace("&amp;", "&").replace("&#61;", "=");
        assert!(!page.contains('⟦'), "{path} lacks a message");
        (status, page)
    }

    /// A page that has to be there.
    pub async fn page(&self, cookie: &str, path: &str) -> String {
        let (status, page) = self.get(cookie, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        page
    }

    pub async fn takes<C: Command<Output = Ingested>>(&self, document: Value) {
        let holdings = vec![Holding::of("import", None)];
        let import = asked(Principal::vouch(Actor::System("import".into()), Acting::System, holdings));
        let raw = Raw::Json(json!({ "document": document }));
        self.gateway.execute::<C>(&import, &[self.feed.uuid()], &raw).await.unwrap();
    }

    /// An invoice over 100 pounds that nobody has paid.
    pub async fn invoice(&self, number: &str, account: &str, issued: &str, due: &str) {
        let document = json!({
            "id": number, "account": account, "kind": "invoice", "number": number, "issued_on": issued,
            "due_on": due, "currency": "GBP", "total": "100.00", "settled_by_receipts": true,
            "lines": [{ "code": "DK-40", "description": "Diaphragm kit", "quantity": 2, "unit_price": "50" }],
        });
        self.takes::<IngestInvoice>(document).await;
    }

    pub async fn order(&self, number: &str, account: &str, more: Value) {
        let mut document = json!({
            "id": number, "account": account, "number": number, "ordered_on": "2026-03-02", "currency": "GBP",
            "lines": [{ "code": "SK-65-V", "description": "Seal kit, Viton", "quantity": "6", "unit_price": "214" }],
        });
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.takes::<IngestOrder>(document).await;
    }
}

async fn door(gateway: &Arc<Gateway>, more: Pages) -> Router {
    let texts = [&front::TEXTS, &billing::TEXTS, &orders::TEXTS, &home::TEXTS];
    let (locale, origin, text) = sync::MESSAGES[0];
    let own = "house-ask = Ask about it\nhouse-ask-line = Question this line\n";
    let words = Catalogue::builder().add(locale, origin, text).add("en-GB", "house.ftl", own);
    let words = Arc::new(texts.iter().fold(words, |to, texts| texts.add_messages(to)).build().unwrap());
    let pages = front::templates(texts.iter().copied());
    let pages = pages.words(Arc::clone(&words)).build().unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let settings = SiteSettings {
        base_url: BASE.into(),
        secure_cookies: false,
        shows_letters: false,
        zone,
        seal: front::Seal::of(&[7; 32]),
    };
    let site = Site::open(Arc::clone(gateway), words, pages, settings).await.unwrap();
    let pages = billing::pages().and(orders::pages()).and(home::pages()).and(more);
    front::router(site, pages).unwrap().0
}

/// An account that has come in from the feed, under its name.
pub async fn taken_in(
    work: &store::Work,
    feed: &Feed,
    name: &str,
    parent: Option<Id<access::Account>>,
) -> Id<access::Account> {
    let id = account(work, name, AccountKind::Company, parent).await.unwrap();
    let mark = Mark {
        id: fresh(),
        feed_id: feed.id,
        kind: "account".into(),
        remote_id: name.to_owned(),
        local_id: id.cast(),
        digest: String::new(),
        observed_at: START,
    };
    work.unguarded().insert(&mark).await.unwrap();
    id
}
