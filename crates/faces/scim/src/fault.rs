use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use front::Visit;
use kernel::{Kind, Message, Problem};
use serde_json::json;

use crate::error::TAKEN;

/// What every body is (RFC 7644, section 3.1).
pub(crate) const KIND: &str = "application/scim+json";

/// The request is not written as it should be.
static BROKEN: Kind = Kind { slug: "bad-request", status: 400 };
/// The server does not do this.
static NOT_DONE: Kind = Kind { slug: "not-implemented", status: 501 };

/// Why a directory is not given what it asked for, and the word that RFC 7644, section 3.12, has for it.
#[derive(Debug)]
pub(crate) struct Fault {
    problem: Problem,
    word: Option<&'static str>,
}

impl Fault {
    /// A request with a fault that the standard has a word for.
    pub fn of(word: &'static str, says: Message) -> Self {
        Self { problem: Problem::of(&BROKEN, says), word: Some(word) }
    }

    /// What this server does not do.
    pub fn not_done() -> Self {
        Self { problem: Problem::of(&NOT_DONE, Message::new("scim-error-not-done")), word: None }
    }

    /// Whether what was read has changed before it could be written.
    pub fn is_stale(&self) -> bool {
        self.problem.kind() == &Problem::CHANGED
    }

    /// The fault in words, logged once. What is wrong with single values is told with them.
    pub fn answer(&self, visit: &Visit) -> Response {
        let (kind, request) = (self.problem.kind(), &visit.request_id);
        // The standard knows no 422: a value that cannot be is a faulty request.
        let code = if kind.status == Problem::INVALID.status { BROKEN.status } else { kind.status };
        let cause = self.problem.cause().map(|cause| cause as &(dyn std::error::Error + 'static));
        if code >= 500 && kind != &NOT_DONE {
            tracing::error!(request, kind = kind.slug, error = cause, "A directory could not be answered");
        } else {
            tracing::debug!(request, kind = kind.slug, error = cause, "A directory was refused");
        }
        let fields = self.problem.fields().iter().map(|field| visit.say(&field.says));
        let said: Vec<String> = std::iter::once(visit.say(self.problem.says())).chain(fields).collect();
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": code.to_string(),
            "detail": said.join(" "),
        });
        if let (Some(word), Some(body)) = (self.word, body.as_object_mut()) {
            body.insert("scimType".to_owned(), json!(word));
        }
        let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = [(header::CONTENT_TYPE, KIND), (header::CACHE_CONTROL, "private, no-store")];
        let mut response = (status, headers, Body::from(body.to_string())).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let way = HeaderValue::from_static("Bearer realm=\"portico\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, way);
        }
        response
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        let is_about = |field: &str| problem.fields().iter().any(|wrong| wrong.at == field);
        let word = match problem.kind() {
            kind if kind == &Problem::CONFLICT && problem.says().id == TAKEN => Some("uniqueness"),
            kind if kind == &Problem::INVALID && is_about("/filter") => Some("invalidFilter"),
            kind if kind == &Problem::INVALID => Some("invalidValue"),
            _ => None,
        };
        Self { problem, word }
    }
}
