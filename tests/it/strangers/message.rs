use std::{collections::BTreeMap, fmt};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, request::Builder},
};

/// What the addresses end in at which sessions end.
const SIGNING_OUT: [&str; 3] = ["/lock", "/sign-out", "/proofs/removal"];

/// A request and who sends it, as it is kept.
pub struct Message {
    pub who: String,
    pub path: String,
    method: Method,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Message {
    /// Reads one; nothing where no client could send it.
    pub fn read(input: &[u8]) -> Option<Self> {
        let end = input.windows(2).position(|window| window == b"\n\n").unwrap_or(input.len());
        let (head, body) = input.split_at(end);
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let mut words = lines.next()?.splitn(3, ' ');
        let (who, method, path) = (words.next()?, words.next()?, words.next()?);
        let mut headers = HeaderMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let name = HeaderName::from_bytes(name.trim().as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.trim().as_bytes())) {
                headers.append(name, value);
            }
        }
        Some(Self {
            who: who.to_owned(),
            path: path.to_owned(),
            method: Method::from_bytes(method.as_bytes()).ok()?,
            headers,
            body: body.get(2..).unwrap_or_default().to_vec(),
        })
    }

    /// The same with what belongs in its braces.
    pub fn filled(mut self, places: &BTreeMap<String, String>) -> Self {
        for (name, value) in places {
            let place = format!("{{{name}}}");
            self.path = self.path.replace(&place, value);
            let filled = std::str::from_utf8(&self.body).ok().map(|text| text.replace(&place, value));
            if let Some(filled) = filled {
                self.body = filled.into_bytes();
            }
        }
        self
    }

    /// Whether it would have the portal ask an address of somebody else's choice, which tests leave in peace.
    pub fn leads_outside(&self) -> bool {
        let said = [self.path.as_bytes(), &self.body].concat().to_ascii_lowercase();
        let names = |text: &[u8]| said.windows(text.len()).any(|window| window == text);
        names(b"client_id") && (names(b"://") || names(b"%3a") || names(b"%2f%2f"))
    }

    /// Whether it would sign out one of those who send, or whoever else: who is gone finds nothing any more.
    pub fn signs_out(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        self.method == Method::POST && SIGNING_OUT.iter().any(|ending| path.ends_with(ending))
    }

    /// The request, with what everybody sends who is like this; its own headers take their place.
    pub fn request(self, begun: Builder) -> Option<Request<Body>> {
        let mut request = begun.method(self.method).uri(self.path).body(Body::from(self.body)).ok()?;
        request.headers_mut().extend(self.headers);
        Some(request)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.who, self.method, self.path)
    }
}
