//! The whole portal, as the program puts it together, and browsers before it.

use std::{cell::RefCell, net::IpAddr, path::PathBuf, sync::Arc};

use access::Person;
use axum::{
    Router,
    body::Body,
    http::{Method, header},
};
use front::ClientAddress;
use identity::Outside;
use kernel::{Id, ManualClock, SystemClock};
use portico::{
    compose::{self, App},
    settings::{Settings, Transport},
};

use crate::{
    visitor::{Answer, BASE, FORM, answer, encoded, request, signed_in_now},
    world::{START, blank},
};

pub struct Portal {
    pub app: App,
    pub clock: Arc<ManualClock>,
    _folder: Option<tempfile::TempDir>,
}

/// One browser that keeps no cookies but its own, so that nothing it asks changes what it is answered later, and that
/// takes no answer that is a fault of ours or may lie in a cache. Without a session it is a stranger's.
pub struct Browser<'p> {
    router: &'p Router,
    cookie: String,
    csrf: RefCell<Option<String>>,
    signed_in: bool,
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
        let (options, folder) = blank().await;
        let data = folder.as_ref().map_or_else(std::env::temp_dir, |folder| folder.path().to_owned());
        let settings = settings(&options.url, data);
        let db = compose::database(&settings).await.expect("a database");
        compose::migrate(&db, &SystemClock).await.expect("the schema");
        let clock = Arc::new(ManualClock::at(START));
        let app = match outside {
            Some(outside) => compose::open_with(db, &settings, Arc::clone(&clock) as _, outside).await,
            None => compose::open(db, &settings, Arc::clone(&clock) as _).await,
        };
        let app = app.expect("the parts fit together");
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
        let mut request = request(method, path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, FORM)
            .extension(ClientAddress(IpAddr::from([203, 0, 113, 1])));
        if !from.is_empty() {
            request = request.header(header::REFERER, format!("{BASE}{from}"));
        }
        answer(self.router, request.body(body).expect("a request")).await
    }
}
