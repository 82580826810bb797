//! Browsers before a portal, and what they are answered.

use std::{cell::RefCell, net::IpAddr};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header, request::Builder},
    response::Response,
};
use front::ClientAddress;
use tower::ServiceExt as _;

/// Where the portal is reached.
pub const BASE: &str = "http://portal.test";

/// How forms without files are sent.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// One browser that keeps no cookies but its own, so that nothing it asks changes what it is answered later, and that
/// takes no answer that is a fault of ours or may lie in a cache. Without a session it is a stranger's.
pub struct Browser<'p> {
    router: &'p Router,
    cookie: String,
    csrf: RefCell<Option<String>>,
    signed_in: bool,
    address: IpAddr,
}

/// What came back.
pub struct Answer {
    /// How it went.
    pub status: StatusCode,
    /// What stands above the body.
    pub headers: HeaderMap,
    /// To the last byte.
    pub bytes: Vec<u8>,
    /// Where it leads, if it leads elsewhere.
    pub to: String,
    /// As people read it: templates write every slash of a value as an entity.
    pub body: String,
}

impl<'p> Browser<'p> {
    /// A browser before this router, with this session's token.
    pub fn new(router: &'p Router, session: Option<&str>) -> Self {
        let session_cookie = session.map(|token| format!("portico={token}; ")).unwrap_or_default();
        let cookie = format!("{session_cookie}portico-browser={}", front::new_token());
        let address = IpAddr::from([203, 0, 113, 1]);
        Self { router, cookie, csrf: RefCell::default(), signed_in: session.is_some(), address }
    }

    /// The same browser in another network.
    #[must_use]
    pub fn calling_from(mut self, address: [u8; 4]) -> Self {
        self.address = IpAddr::from(address);
        self
    }

    /// The same browser with one cookie more.
    #[must_use]
    pub fn keeping(mut self, cookie: &str) -> Self {
        self.cookie.push_str("; ");
        self.cookie.push_str(cookie);
        self
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.sent(Method::GET, path, "", Body::empty()).await
    }

    /// As [`Self::get`], whatever comes of it.
    pub async fn get_as_it_comes(&self, path: &str) -> Answer {
        self.raw(Method::GET, path, "", Body::empty()).await
    }

    /// Sends a form with the token of a page this browser was shown.
    pub async fn post(&self, path: &str, fields: &[(String, String)]) -> Answer {
        let form = self.form(fields).await;
        self.sent(Method::POST, path, "", form).await
    }

    /// As [`Self::post`], whatever comes of it.
    pub async fn post_as_it_comes(&self, path: &str, fields: &[(String, String)]) -> Answer {
        let form = self.form(fields).await;
        self.raw(Method::POST, path, "", form).await
    }

    async fn form(&self, fields: &[(String, String)]) -> Body {
        let token = self.token().await;
        let mut fields = fields.to_vec();
        fields.push(("csrf".to_owned(), token));
        Body::from(encoded(&fields))
    }

    /// The token of a page; the first asked for is kept.
    pub async fn token(&self) -> String {
        let kept = self.csrf.borrow().clone();
        if let Some(token) = kept {
            return token;
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
            .extension(ClientAddress(self.address));
        if !from.is_empty() {
            request = request.header(header::REFERER, format!("{BASE}{from}"));
        }
        answer(self.router, request.body(body).expect("a request")).await
    }
}

impl Answer {
    /// As it was sent.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What stands above the body under this name; nothing where there is none.
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

/// What these pages begin to answer: its body is on its way.
pub async fn begun(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.expect("an answer")
}

/// What these pages answer.
pub async fn answer(router: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = begun(router, request).await.into_parts();
    let bytes = to_bytes(body, 64 << 20).await.expect("a body").to_vec();
    let to = parts.headers.get(header::LOCATION).map(|to| to.to_str().expect("text").to_owned());
    let body = String::from_utf8_lossy(&bytes).replace("&#x2f;", "/");
    Answer { status: parts.status, headers: parts.headers, bytes, to: to.unwrap_or_default(), body }
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
