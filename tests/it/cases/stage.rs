//! Where the stories of cases play: the small world, with cases, pages, and the letters that follow.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use access::Role;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use cases::{CaseView, ListCases, Listed, RaiseCase, Raised, ReadCase};
use directory::{Address, Session, fold, token_hash};
use front::{Site, SiteSettings};
use gateway::{Asked, Gateway, Parts, Raw, Registry};
use journal::follow::Follower;
use kernel::{Id, Problem, Timestamp};
use mail::Letter;
use store::Row as _;
use tower::ServiceExt;
use words::Catalogue;

use crate::{
    toy::{
        self,
        rows::{Job, Note},
    },
    world::{self, Member, START, World, form, fresh},
};

const BASE: &str = "http://portal.test";

pub struct Stage {
    pub world: World,
    router: Router,
    letters: Vec<Follower>,
}

/// One browser of somebody's: its cookies, and the form token of the page it last saw.
pub struct Browser<'s> {
    stage: &'s Stage,
    cookies: RefCell<BTreeMap<String, String>>,
    csrf: RefCell<String>,
    at: RefCell<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub body: String,
}

fn roles() -> Vec<Role> {
    let mut roles = toy::roles();
    for (name, grant) in cases::grants() {
        for role in roles.iter_mut().filter(|role| role.name == name) {
            role.grants.push(grant.clone());
        }
    }
    roles
}

impl Stage {
    pub async fn new() -> Self {
        let mut world = World::new().await;
        let mut tables = world::migrations();
        tables.extend([front::MIGRATIONS, cases::MIGRATIONS]);
        world.db.migrate(&tables).await.unwrap();
        let work = world.db.begin().await.unwrap();
        directory::keep_roles(&work, &roles()).await.unwrap();
        work.commit().await.unwrap();
        let registry = Registry::of([toy::service(), cases::service()]).unwrap();
        let clock: Arc<dyn kernel::Clock> = Arc::clone(&world.clock) as _;
        let gateway = Gateway::open(Parts { db: world.db.clone(), registry, clock }).await.unwrap();
        world.gateway = Arc::new(gateway);
        let (router, site) = front::router(site(&world.gateway).await, cases::pages()).unwrap();
        Self { world, router, letters: cases::followers(&site) }
    }

    /// A record of an account, with a line of these words.
    pub async fn record(&self, account: Id<access::Account>, line: &str) -> (Job, Note) {
        let job = self.world.job(account, None, |job| job.title = "INV-20418".to_owned()).await;
        let note = Note {
            id: fresh(),
            job_id: job.id,
            account_id: account,
            author_id: None,
            body: line.to_owned(),
            tool_id: None,
            written_at: START,
        };
        self.world.raw().insert(&note).await.unwrap();
        (job, note)
    }

    pub async fn colleague(&self, name: &str) -> Member {
        world::member(self.world.raw(), name, self.world.cast.northgate, "member").await.unwrap()
    }

    pub fn member(&self, who: Member) -> Asked {
        self.world.as_member(who)
    }

    pub fn tom(&self) -> Asked {
        self.world.as_staff(self.world.cast.tom)
    }

    pub async fn raises(&self, asked: &Asked, told: &[(&str, &str)]) -> Result<Raised, Problem> {
        let usual = [("subject", "Seal kit binds"), ("body", "Can you check the price?")];
        let rest = usual.into_iter().filter(|(name, _)| told.iter().all(|(own, _)| own != name));
        let told: Vec<(&str, &str)> = told.iter().copied().chain(rest).collect();
        Ok(self.world.does::<RaiseCase>(asked, &[], &form(&told)).await?.output)
    }

    pub async fn reads(&self, asked: &Asked, case: &Raised) -> Result<CaseView, Problem> {
        self.world.asks::<ReadCase>(asked, Some(case.case.uuid()), &Raw::empty()).await
    }

    pub async fn lists(&self, asked: &Asked, told: &[(&str, &str)]) -> Listed {
        self.world.asks::<ListCases>(asked, None, &form(told)).await.unwrap()
    }

    pub async fn references(&self, asked: &Asked, told: &[(&str, &str)]) -> Vec<String> {
        self.lists(asked, told).await.cases.rows.iter().map(cases::Case::reference).collect()
    }

    /// Mail that this person can get.
    pub async fn has_address(&self, who: Member, email: &str) {
        let address = Address {
            id: fresh(),
            person_id: who.person,
            email: email.to_owned(),
            email_fold: fold(email),
            verified_at: Some(START),
            primary_since: Some(START),
        };
        self.world.raw().insert(&address).await.unwrap();
    }

    /// Seals the journal and lets the letters follow it.
    pub async fn settle(&self) {
        journal::seal::seal(&self.world.db).await.unwrap();
        for follower in &self.letters {
            while follower.turn(&self.world.db, &*self.world.clock).await.unwrap() > 0 {}
        }
    }

    pub async fn letters(&self) -> Vec<Letter> {
        let mut letters = self.world.raw().find(Letter::ID.is_known()).await.unwrap();
        letters.sort_by_key(Letter::id);
        letters
    }

    /// Sends the letters' follower back to the beginning, as a copy of it that had not yet heard would begin.
    pub async fn forget_what_was_followed(&self) {
        self.world.raw().script("DELETE FROM journal_followers").await.unwrap();
    }

    pub async fn browser(&self, person: Id<access::Person>) -> Browser<'_> {
        let browser =
            Browser { stage: self, cookies: RefCell::default(), csrf: RefCell::default(), at: RefCell::default() };
        browser.sign_in(person).await;
        browser
    }
}

async fn site(gateway: &Arc<Gateway>) -> Site {
    let texts = [&front::TEXTS, &cases::TEXTS];
    let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to));
    let words = mail::MESSAGES.iter().fold(words, |to, (locale, origin, text)| to.add(locale, origin, text));
    let words = Arc::new(words.build().unwrap());
    let pages = front::templates(texts.iter().copied());
    let pages = mail::TEMPLATES.iter().fold(pages, |to, (name, text)| to.add(name, text));
    let pages = pages.words(Arc::clone(&words)).build().unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let settings = SiteSettings { base_url: BASE.to_owned(), secure_cookies: false, shows_letters: false, zone };
    Site::open(Arc::clone(gateway), words, pages, settings).await.unwrap()
}

impl Browser<'_> {
    pub async fn sign_in(&self, person: Id<access::Person>) {
        let token = front::new_token();
        let session = Session {
            id: fresh(),
            person_id: person,
            token_hash: token_hash(&token),
            device: String::new(),
            created_at: START,
            seen_at: START,
            expires_at: Timestamp::from_micros(i64::MAX),
            fresh_until: None,
            ended_at: None,
        };
        self.stage.world.raw().insert(&session).await.unwrap();
        self.cookies.borrow_mut().insert("portico".to_owned(), token);
    }

    /// Ends every session of whoever is signed in here, as signing out elsewhere does.
    pub async fn is_signed_out(&self) {
        let sessions = self.stage.world.raw().find(Session::ID.is_known()).await.unwrap();
        for session in sessions {
            self.stage.world.raw().update(&Session { ended_at: Some(START), ..session }).await.unwrap();
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        *self.at.borrow_mut() = path.to_owned();
        self.send(Method::GET, path, String::new()).await
    }

    /// Sends a form of the page it last saw.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.borrow().clone();
        let fields = fields.iter().copied().chain([("csrf", csrf.as_str())]);
        let body: Vec<String> = fields.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.send(Method::POST, path, body.join("&")).await
    }

    async fn send(&self, method: Method, path: &str, body: String) -> Answer {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "portal.test")
            .header(header::ORIGIN, BASE)
            .header(header::REFERER, format!("{BASE}{}", self.at.borrow()))
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = self.stage.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        if let Some(csrf) = field(&body, "csrf") {
            *self.csrf.borrow_mut() = csrf;
        }
        Answer { status, to: to.unwrap_or_default(), body }
    }
}

/// The value of a hidden field of a page.
pub fn field(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next().map(str::to_owned)
}

fn encoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
