//! Browsers in which people look at the portal, and what they are answered.

use std::{cell::RefCell, collections::BTreeMap, net::IpAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header, request::Builder},
};
use directory::{Session, token_hash};
use front::{ClientAddress, Pages, Site, SiteSettings, Texts};
use gateway::Gateway;
use kernel::{Id, Timestamp};
use store::Unguarded;
use tower::ServiceExt as _;
use words::Catalogue;

use crate::world::{START, fresh};

/// Where the portal is reached.
pub const BASE: &str = "http://portal.test";

/// How forms without files are sent.
pub const FORM: &str = "application/x-www-form-urlencoded";

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

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// To the last byte.
    pub bytes: Vec<u8>,
    /// Where it leads, if it leads elsewhere.
    pub to: String,
    /// As people read it: templates write every slash of a value as an entity.
    pub body: String,
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

impl Answer {
    /// As it was sent.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// The token in the page's forms.
    pub fn csrf(&self) -> Option<String> {
        field(&self.text(), "csrf")
    }
}

/// A request as our own pages send it.
pub fn request(method: Method, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "portal.test")
        .header(header::ORIGIN, BASE)
        .header("sec-fetch-site", "same-origin")
        .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
}

/// What these pages answer.
pub async fn answer(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 64 << 20).await.expect("a body").to_vec();
    let to = parts.headers.get(header::LOCATION).map(|to| to.to_str().expect("text").to_owned());
    let body = String::from_utf8_lossy(&bytes).replace("&#x2f;", "/");
    Answer { status: parts.status, headers: parts.headers, bytes, to: to.unwrap_or_default(), body }
}

/// A session of somebody's that does not end by itself, and the token their browser keeps.
pub fn session(person: Id<access::Person>) -> (Session, String) {
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
        second_at: None,
    };
    (session, token)
}

/// Signs somebody in; gives the token their browser keeps.
pub async fn signed_in(raw: Unguarded<'_>, person: Id<access::Person>) -> String {
    let (session, token) = session(person);
    raw.insert(&session).await.expect("a session");
    token
}

/// The same of somebody who has shown a proof just now.
pub async fn signed_in_now(raw: Unguarded<'_>, person: Id<access::Person>) -> String {
    let (session, token) = session(person);
    let session = Session { fresh_until: Some(session.expires_at), ..session };
    raw.insert(&session).await.expect("a session");
    token
}

/// What stands in a hidden field of a page, the first of this name.
pub fn field(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next().map(str::to_owned)
}

/// Fields as a form sends them.
pub fn encoded(fields: &[(impl AsRef<str>, impl AsRef<str>)]) -> String {
    let plain =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let word = |text: &str| text.bytes().map(plain).collect::<String>();
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", word(name.as_ref()), word(value.as_ref())));
    pairs.collect::<Vec<_>>().join("&")
}
