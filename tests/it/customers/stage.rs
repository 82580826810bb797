//! A desk with a few customers, asked through its pages.

use std::{cell::RefCell, sync::Arc};

use access::{Acting, Actor, Principal, Role};
use accounts::desk::{self, ListCustomers};
use axum::{
    Router,
    body::Body,
    http::{Method, header},
};
use directory::{Account, AccountKind, Invitation, fold};
use front::{Shared, Site, SiteSettings};
use gateway::{Asked, Gateway, Parts, Query, Raw, Registry, Service};
use kernel::{Id, ManualClock, Problem};
use store::Db;
use words::Catalogue;

use crate::{
    visitor::{Answer, BASE, FORM, answer, encoded, request, signed_in},
    world::{Member, START, asked, blank, form, fresh, member, staff},
};

/// The desk of a company with a few customers: a group, a company with a depot, an unrelated company.
pub struct Desk {
    pub db: Db,
    pub gateway: Arc<Gateway>,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    pub group: Id<access::Account>,
    pub northgate: Id<access::Account>,
    pub depot: Id<access::Account>,
    /// An agent.
    pub tom: Id<access::Person>,
    /// An admin of Northgate.
    pub amelia: Member,
    pub csrf: RefCell<String>,
    pub _site: Shared,
    pub _folder: Option<tempfile::TempDir>,
}

fn services(books: bool) -> Vec<Service> {
    let services = [
        identity::service(),
        accounts::service(),
        accounts::people(),
        desk::service(),
        sync::service(),
        orders::service(),
    ];
    services.into_iter().chain(books.then(billing::service)).collect()
}

/// The stock roles, as far as they are played here.
fn roles() -> Vec<Role> {
    let named = [("admin", false), ("member", false), ("billing", false), ("agent", true)];
    let mut roles = named.map(|(name, staff)| Role { name: name.into(), staff, grants: Vec::new() }).to_vec();
    let grants = accounts::grants().into_iter().chain(desk::grants()).chain(orders::grants()).chain(billing::grants());
    for (name, grant) in grants {
        for role in roles.iter_mut().filter(|role| role.name == name) {
            role.grants.push(grant.clone());
        }
    }
    roles.extend(identity::roles());
    roles
}

pub async fn account(
    raw: &store::Work,
    told: (&str, AccountKind, &str),
    parent: Option<Id<access::Account>>,
) -> Id<access::Account> {
    let (name, kind, reference) = told;
    let id = fresh();
    let row = Account {
        id,
        parent_id: parent,
        kind,
        name: name.to_owned(),
        name_fold: fold(name),
        reference: Some(reference.to_owned()),
        created_at: START,
        vat_number: None,
        registered_address: None,
    };
    raw.unguarded().insert(&row).await.unwrap();
    directory::tree::plant(raw, id, parent).await.unwrap();
    id
}

impl Desk {
    pub async fn new() -> Self {
        Self::with(false).await
    }

    /// With the service that keeps invoices.
    pub async fn with_books() -> Self {
        Self::with(true).await
    }

    async fn with(books: bool) -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.unwrap();
        let mut tables =
            vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS, mail::MIGRATIONS, front::MIGRATIONS];
        tables.extend(services(books).iter().flat_map(|service| service.tables().to_vec()));
        db.migrate(&tables).await.unwrap();
        let work = db.begin().await.unwrap();
        directory::keep_roles(&work, &roles()).await.unwrap();
        let group = account(&work, ("Northgate Group", AccountKind::Group, "NWS-0100"), None).await;
        let northgate = account(&work, ("Northgate Water", AccountKind::Company, "NWS-0142"), Some(group)).await;
        let depot = account(&work, ("Aire Valley depot", AccountKind::Site, "NWS-0142-2"), Some(northgate)).await;
        account(&work, ("Meridian Foods", AccountKind::Company, "mer-0077"), None).await;
        let amelia = member(work.unguarded(), "Amelia", northgate, "admin").await.unwrap();
        let tom = staff(work.unguarded(), "Tom", "agent").await.unwrap();
        work.commit().await.unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let registry = Registry::of(services(books)).unwrap();
        let parts = Parts { db: db.clone(), registry, clock: Arc::clone(&clock) as _ };
        let gateway = Arc::new(Gateway::open(parts).await.unwrap());
        let (router, site) = pages(&gateway, books).await;
        Self {
            db,
            gateway,
            clock,
            router,
            group,
            northgate,
            depot,
            tom,
            amelia,
            csrf: RefCell::default(),
            _site: site,
            _folder: folder,
        }
    }

    pub async fn asking(&self, person: Id<access::Person>, acting: Acting) -> Asked {
        let principal = Principal::vouch(Actor::Person(person), acting, Vec::new());
        let work = self.db.begin().await.unwrap();
        let principal = directory::refresh(&work, &principal).await.unwrap();
        work.roll_back().await.unwrap();
        asked(principal)
    }

    pub async fn toms(&self) -> Asked {
        self.asking(self.tom, Acting::Desk).await
    }

    pub async fn amelias(&self) -> Asked {
        self.asking(self.amelia.person, Acting::Account(self.northgate)).await
    }

    pub async fn ask<Q: Query>(&self, id: Option<Id<access::Account>>, raw: &Raw) -> Result<Q::Output, Problem> {
        self.gateway.ask::<Q>(&self.toms().await, id.map(Id::uuid), raw).await
    }

    pub async fn names(&self, told: &[(&str, &str)]) -> Vec<String> {
        let listed = self.ask::<ListCustomers>(None, &form(told)).await.unwrap();
        listed.accounts.rows.into_iter().map(|listed| listed.account.name).collect()
    }

    pub async fn invitations(&self) -> Vec<Invitation> {
        self.db.unguarded().find(Invitation::ID.is_known()).await.unwrap()
    }

    /// A browser's cookie, in which somebody is signed in.
    pub async fn door(&self, person: Id<access::Person>) -> String {
        let token = signed_in(self.db.unguarded(), person).await;
        format!("portico={token}")
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.send(Method::GET, cookie, path, FORM, Body::empty()).await
    }

    pub async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.borrow().clone();
        let body = encoded(&[fields, &[("csrf", csrf.as_str())]].concat());
        self.send(Method::POST, cookie, path, FORM, Body::from(body)).await
    }

    /// Sends a form as [`Self::post`] does, with a file in the field `file`.
    pub async fn upload(&self, cookie: &str, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let csrf = self.csrf.borrow().clone();
        let mut body = Vec::new();
        for (name, value) in fields.iter().copied().chain([("csrf", csrf.as_str())]) {
            let part = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\
                    Content-Type: text/csv\r\n\r\n";
        body.extend_from_slice(&[head.as_bytes(), file, b"\r\n--x--\r\n"].concat());
        self.send(Method::POST, cookie, path, "multipart/form-data; boundary=x", Body::from(body)).await
    }

    async fn send(&self, method: Method, cookie: &str, path: &str, kind: &str, body: Body) -> Answer {
        let request = request(method, path).header(header::COOKIE, cookie).header(header::CONTENT_TYPE, kind);
        let answer = answer(&self.router, request.body(body).unwrap()).await;
        if let Some(csrf) = answer.csrf() {
            *self.csrf.borrow_mut() = csrf;
        }
        answer
    }
}

async fn pages(gateway: &Arc<Gateway>, books: bool) -> (Router, Shared) {
    let mut texts = vec![&front::TEXTS, &identity::TEXTS, &accounts::TEXTS, &desk::TEXTS, &orders::TEXTS];
    texts.extend(books.then_some(&billing::TEXTS));
    let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to));
    let words = mail::MESSAGES.iter().fold(words, |to, (locale, origin, text)| to.add(locale, origin, text));
    let words = Arc::new(words.build().unwrap());
    let pages = front::templates(texts.iter().copied());
    let pages = mail::TEMPLATES.iter().fold(pages, |to, (name, text)| to.add(name, text));
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
    let pages = identity::pages().and(desk::pages()).and(orders::pages());
    front::router(site, if books { pages.and(billing::pages()) } else { pages }).unwrap()
}

/// The words of a page, without its marks.
pub fn words_of(page: &str) -> String {
    let mut words = String::new();
    for piece in page.split('<').skip(1) {
        words.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        words.push(' ');
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
