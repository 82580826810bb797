//! Browsers in which people look at the portal, and what they are answered.

use std::{cell::RefCell, collections::BTreeMap, net::IpAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{Method, header, request::Builder},
};
use front::{ClientAddress, Pages, Site, SiteSettings, Texts};
use gateway::Gateway;
pub use guard::{
    browser::{Answer, BASE, FORM, answer, begun, encoded, field, request},
    seeds::{signed_in, signed_in_now},
};
use words::Catalogue;

/// The door to these pages, with the words and templates they need.
pub async fn door(gateway: &Arc<Gateway>, texts: &[&Texts], pages: Pages) -> Router {
    let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to)).build().unwrap();
    let words = Arc::new(words);
    let templates = front::templates(texts.iter().copied()).words(Arc::clone(&words)).build().unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let seal = front::Seal::of(&[7; 32]);
    let settings = SiteSettings { base_url: BASE.into(), secure_cookies: false, shows_letters: false, zone, seal };
    let site = Site::open(Arc::clone(gateway), words, templates, settings).await.unwrap();
    front::router(site, pages).unwrap().0
}

/// One browser: its cookies, where it is, and the form token of the page it last saw.
pub struct Visitor {
    router: Router,
    client: IpAddr,
    cookies: RefCell<BTreeMap<String, String>>,
    at: RefCell<String>,
    csrf: RefCell<String>,
    refers: bool,
}

impl Visitor {
    /// A stranger's browser before these pages.
    pub fn new(router: &Router) -> Self {
        Self {
            router: router.clone(),
            client: IpAddr::from([203, 0, 113, 1]),
            cookies: RefCell::default(),
            at: RefCell::default(),
            csrf: RefCell::default(),
            refers: false,
        }
    }

    /// The browser of whoever has a session with this token.
    pub fn with(router: &Router, token: &str) -> Self {
        let visitor = Self::new(router);
        visitor.signs_in(token);
        visitor
    }

    /// Another browser with all that this one keeps, as a thief's.
    pub fn copied(&self) -> Self {
        Self {
            router: self.router.clone(),
            client: self.client,
            cookies: self.cookies.clone(),
            at: self.at.clone(),
            csrf: self.csrf.clone(),
            refers: self.refers,
        }
    }

    /// Asks from this address of the network.
    pub fn calling_from(mut self, client: &str) -> Self {
        self.client = client.parse().expect("an address");
        self
    }

    /// Says from which page a form is sent, which browsers may be told not to.
    pub fn referring(mut self) -> Self {
        self.refers = true;
        self
    }

    /// Keeps the token of a session.
    pub fn signs_in(&self, token: &str) {
        self.keep("portico", token);
    }

    pub async fn get(&self, path: &str) -> Answer {
        path.clone_into(&mut self.at.borrow_mut());
        self.send(request(Method::GET, path), Body::empty()).await
    }

    /// Sends a form with the token of a page seen since the session began or, when there was none, of one with a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        for page in ["/sign-in", "/me/sign-in"] {
            if self.csrf.borrow().is_empty() {
                self.send(request(Method::GET, page), Body::empty()).await;
            }
        }
        let csrf = self.csrf.borrow().clone();
        let body = encoded(&[fields, &[("csrf", csrf.as_str())]].concat());
        let mut request = request(Method::POST, path).header(header::CONTENT_TYPE, FORM);
        if self.refers {
            request = request.header(header::REFERER, format!("{BASE}{}", self.at.borrow()));
        }
        self.send(request, Body::from(body)).await
    }

    async fn send(&self, request: Builder, body: Body) -> Answer {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).extension(ClientAddress(self.client));
        let answer = answer(&self.router, request.body(body).expect("a request")).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a pair");
            self.keep(name, value);
        }
        if let Some(csrf) = answer.csrf() {
            *self.csrf.borrow_mut() = csrf;
        }
        answer
    }

    /// Keeps a cookie. A new session has form tokens of its own.
    pub fn keep(&self, name: &str, value: &str) {
        if name == "portico" {
            self.csrf.borrow_mut().clear();
        }
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }
}
