use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use gateway::{Raw, RawField};
use kernel::{Message, Problem};

use crate::{Failure, Visit, csrf, drafts, guard, multipart, park, path};

/// The most a form may hold. The edge's own limit comes first; this one holds without it.
const LARGEST: usize = 2 * 1024 * 1024;

/// A form's fields as they came in: of its body or, where the page is only read, of the address. A file is its field's
/// value, as a `data:` URL.
#[derive(Clone, Debug, PartialEq)]
pub struct Form(pub Raw);

/// The fields of a form that has passed [`admit`].
#[derive(Clone)]
pub(crate) struct Posted(pub Arc<Raw>);

/// The showing of a page that a form was sent from. Sent once more from there, it is the same form.
#[derive(Clone)]
pub(crate) struct Showing(pub String);

/// Lets a request that changes something through if it comes from one of our own pages, shown to this very browser and
/// under no other account than the one it is sent to; the files that were kept of it go along, and those it brings are
/// kept. Gives its body back.
pub(crate) async fn admit(visit: &Visit, parts: &mut Parts, mut body: Body) -> Result<Body, Failure> {
    if !guard::is_from_us(&parts.headers, path::host(parts), &visit.site.settings.base_url) {
        return Err(stale().into());
    }
    let mut token = parts.headers.get("x-csrf").and_then(|token| token.to_str().ok()).map(str::to_owned);
    let divided = multipart::boundary(&parts.headers);
    if divided.is_some() || is_form(&parts.headers) {
        let too_large = |error| Problem::of(&Problem::TOO_LARGE, Message::new("problem-too-large")).because(error);
        let bytes = to_bytes(body, LARGEST).await.map_err(too_large)?;
        let raw = match divided {
            Some(boundary) => {
                multipart::read(bytes.clone(), boundary).await.map_err(|error| unread().because(error))?
            }
            None => read(&bytes),
        };
        if let RawField::Text(field) = raw.field("csrf") {
            token = token.or(Some(field));
        }
        parts.extensions.insert(Posted(Arc::new(raw)));
        body = Body::from(bytes);
    }
    let token = token.unwrap_or_default();
    let page = visit.site.secret.page_of(visit.bound(), &token).ok_or_else(stale)?;
    if !csrf::fits(page, visit.door.account()) {
        return Err(stale().into());
    }
    parts.extensions.insert(Showing(page.to_owned()));
    let Some(Posted(raw)) = parts.extensions.get::<Posted>().cloned() else { return Ok(body) };
    let attached = match &visit.draft {
        Some(draft) => drafts::attached(visit.site.gateway.db(), draft, &raw).await?,
        None => None,
    };
    let raw = attached.map_or(raw, Arc::new);
    park::keep_files(visit, &raw).await?;
    parts.extensions.insert(Posted(raw));
    Ok(body)
}

/// What came is no form.
fn unread() -> Problem {
    Problem::of(&Problem::INVALID, Message::new("front-form-unread"))
}

fn stale() -> Problem {
    Problem::of(&Problem::FORBIDDEN, Message::new("front-form-stale"))
}

/// Whether the body is a form without files, or there is none.
fn is_form(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn read(text: &[u8]) -> Raw {
    Raw::Form(form_urlencoded::parse(text).into_owned().collect())
}

impl<S: Send + Sync> FromRequestParts<S> for Form {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        if parts.method.is_safe() {
            return Ok(Self(read(parts.uri.query().unwrap_or_default().as_bytes())));
        }
        let posted = parts.extensions.get::<Posted>().map(|posted| Raw::clone(&posted.0));
        Ok(Self(posted.ok_or_else(unread)?))
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        extract::FromRequestParts as _,
        http::{HeaderMap, HeaderValue, Request, header},
    };
    use gateway::Raw;

    use super::{Form, is_form};

    fn sent_as(kind: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        is_form(&headers)
    }

    #[test]
    fn a_form_without_files_is_told_by_its_kind() {
        assert!(sent_as("application/x-www-form-urlencoded;charset=UTF-8"));
        assert!(is_form(&HeaderMap::new()));
        assert!(!sent_as("multipart/form-data; boundary=x"));
        assert!(!sent_as("text/plain"));
        assert!(!sent_as("application/json"));
    }

    #[tokio::test]
    async fn a_page_that_is_read_has_its_fields_in_the_address() {
        let (mut parts, ()) = Request::get("/cases?state=open&site=Aire+Valley").body(()).unwrap().into_parts();
        let Form(raw) = Form::from_request_parts(&mut parts, &()).await.unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(raw, Raw::Form(vec![pair("state", "open"), pair("site", "Aire Valley")]));
    }

    #[tokio::test]
    async fn what_is_no_form_is_refused() {
        let (mut parts, ()) = Request::post("/cases").body(()).unwrap().into_parts();
        let failure = Form::from_request_parts(&mut parts, &()).await.unwrap_err();
        assert_eq!(failure.0.says().id, "front-form-unread");
    }
}
