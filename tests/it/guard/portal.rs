//! The whole portal, as the program puts it together, and browsers before it.

use std::{cell::RefCell, net::IpAddr, path::PathBuf, sync::Arc};

use access::Person;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use directory::{Session, token_hash};
use front::ClientAddress;
use kernel::{Id, ManualClock, SystemClock, Timestamp};
use portico::{
    compose::{self, App},
    settings::{Settings, Transport},
};
use tower::ServiceExt as _;

use crate::world::{START, blank, fresh};

pub const BASE: &str = "http://portal.test";

pub struct Portal {
    pub app: App,
    pub clock: Arc<ManualClock>,
    _folder: Option<tempfile::TempDir>,
}

/// One browser. Without a session it is a stranger's.
pub struct Browser<'p> {
    router: &'p Router,
    cookie: String,
    csrf: RefCell<Option<String>>,
    signed_in: bool,
}

/// What came back, to the last byte.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
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
        let (options, folder) = blank().await;
        let data = folder.as_ref().map_or_else(std::env::temp_dir, |folder| folder.path().to_owned());
        let settings = settings(&options.url, data);
        let db = compose::database(&settings).await.expect("a database");
        compose::migrate(&db, &SystemClock).await.expect("the schema");
        let clock = Arc::new(ManualClock::at(START));
        let app = compose::open(db, &settings, Arc::clone(&clock) as _).await.expect("the parts fit together");
        Self { app, clock, _folder: folder }
    }

    /// Seals and follows until nothing is left to do, and writes what was noted.
    pub async fn settle(&self) {
        loop {
            let mut done = journal::seal::seal(&self.app.db).await.expect("sealing");
            for follower in &self.app.followers {
                done += follower.turn(&self.app.db, &*self.clock).await.expect("following");
            }
            if done == 0 {
                break;
            }
        }
        self.app.gateway.logs().flush(&self.app.db).await.expect("the logs");
    }

    /// The token of a new session of somebody's.
    pub async fn session(&self, person: Id<Person>) -> String {
        let token = front::new_token();
        let session = Session {
            id: fresh(),
            person_id: person,
            token_hash: token_hash(&token),
            device: String::new(),
            created_at: START,
            seen_at: START,
            expires_at: Timestamp::from_micros(i64::MAX),
            fresh_until: Some(Timestamp::from_micros(i64::MAX)),
            ended_at: None,
        };
        self.app.db.unguarded().insert(&session).await.expect("a session");
        token
    }

    /// A browser in which somebody is signed in.
    pub async fn browser(&self, person: Id<Person>) -> Browser<'_> {
        Browser::new(&self.app.router, Some(&self.session(person).await))
    }

    pub fn stranger(&self) -> Browser<'_> {
        Browser::new(&self.app.router, None)
    }
}

impl<'p> Browser<'p> {
    /// A browser before this router, with this session's token.
    pub fn new(router: &'p Router, session: Option<&str>) -> Self {
        let session_cookie = session.map(|token| format!("portico={token}; ")).unwrap_or_default();
        let cookie = format!("{session_cookie}portico-browser={}", front::new_token());
        Self { router, cookie, csrf: RefCell::default(), signed_in: session.is_some() }
    }

    /// The same browser with one cookie more.
    pub fn keeping(mut self, cookie: &str) -> Self {
        self.cookie.push_str("; ");
        self.cookie.push_str(cookie);
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.sent(Method::GET, path, "", Body::empty()).await
    }

    /// As [`Self::get`], where what comes may lie in a cache.
    pub async fn get_as_it_comes(&self, path: &str) -> Answer {
        self.raw(Method::GET, path, "", Body::empty()).await
    }

    /// Sends a form with the token of a page this browser was shown.
    pub async fn post(&self, path: &str, fields: &[(String, String)]) -> Answer {
        let token = self.token().await;
        let mut fields = fields.to_vec();
        fields.push(("csrf".to_owned(), token));
        self.sent(Method::POST, path, "", Body::from(encoded(&fields))).await
    }

    /// The token of a page; the first asked for is kept.
    pub async fn token(&self) -> String {
        if let Some(token) = &*self.csrf.borrow() {
            return token.clone();
        }
        let page = self.get(if self.signed_in { "/me/sign-in" } else { "/sign-in" }).await;
        let token = page.csrf().expect("a page with a form");
        *self.csrf.borrow_mut() = Some(token.clone());
        token
    }

    /// As [`Self::raw`], and no answer may be a fault of ours or lie in a cache.
    async fn sent(&self, method: Method, path: &str, from: &str, body: Body) -> Answer {
        let answer = self.raw(method.clone(), path, from, body).await;
        assert!(answer.status.as_u16() < 500, "{method} {path}: {}\n{}", answer.status, answer.text());
        let kept = answer.header("cache-control");
        assert_eq!(kept, "private, no-store", "{method} {path}: whatever is answered, nobody keeps it");
        answer
    }

    /// A request as our own pages send it, from the page `from`, whatever comes of it.
    pub async fn raw(&self, method: Method, path: &str, from: &str, body: Body) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "portal.test")
            .header(header::ORIGIN, BASE)
            .header("sec-fetch-site", "same-origin")
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(ClientAddress(IpAddr::from([203, 0, 113, 1])));
        if !from.is_empty() {
            request = request.header(header::REFERER, format!("{BASE}{from}"));
        }
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("a body").to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// The token in the page's forms.
    pub fn csrf(&self) -> Option<String> {
        let text = self.text();
        let (_, rest) = text.split_once("name=\"csrf\" value=\"")?;
        rest.split('"').next().map(str::to_owned)
    }
}

/// Fields as a form sends them.
pub fn encoded(fields: &[(String, String)]) -> String {
    let plain =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let word = |text: &str| text.bytes().map(plain).collect::<String>();
    fields.iter().map(|(name, value)| format!("{}={}", word(name), word(value))).collect::<Vec<_>>().join("&")
}
