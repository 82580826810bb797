//! All that the edge knows of the pages behind it.

use std::net::IpAddr;

use axum::{
    extract::Request,
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Response},
};
use front::{ClientAddress, Failure, RequestId, Shared, Texts};
use kernel::Problem;

use crate::Face;

/// The messages of what is refused here.
pub const TEXTS: Texts = Texts {
    templates: &[],
    samples: &[],
    messages: &[("en-GB", "edge/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

impl Face for Shared {
    fn word(&self, asked: &Parts, failure: Response) -> Response {
        front::word(self, asked, failure)
    }
}

/// What the cookie with the session's token is called: under TLS, and without.
const SESSION: [&str; 2] = ["__Host-portico", "portico"];

/// The problem as pages hand it on; it has the status, and a [`crate::Face`] puts it into words.
pub(crate) fn failure(problem: Problem) -> Response {
    Failure(problem).into_response()
}

/// Names a request, so that a page can show the name and a log line can be found by it.
pub(crate) fn name(request: &mut Request, id: &str) {
    request.extensions_mut().insert(RequestId(id.to_owned()));
}

/// Says from where a request came, for those who count tries.
pub(crate) fn place(asked: &mut Parts, client: IpAddr) {
    asked.extensions.insert(ClientAddress(client));
}

/// The name of a request.
pub(crate) fn name_of(asked: &Parts) -> &str {
    asked.extensions.get::<RequestId>().map_or("", |id| id.0.as_str())
}

/// The token of the session or the key a request claims to belong to. Whether there is such a one is not known here.
pub(crate) fn session(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, token)| (SESSION.contains(&name) && !token.is_empty()).then_some(token))
        .or_else(|| bearer(headers))
}

/// The token a program shows.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
