//! One request of a directory: reads what is there, and lets the gate do what is told.

mod groups;
mod people;

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use front::Shared;
use gateway::{Asked, Command, Query, Raw};
use kernel::{Message, Problem};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    fault::{Fault, KIND},
    queries::MOST,
    resource::{Told, tag},
};

/// How often a change is tried again that met another one, where the directory did not say which version it has seen.
const TRIES: u32 = 3;

/// How many rows a list gives when nobody says.
const USUAL: i64 = 100;

/// The last place a list may be asked from.
const LAST: i64 = 100_000;

/// One request of a directory.
pub(crate) struct Call<'r> {
    pub site: &'r Shared,
    pub asked: Asked,
    pub headers: &'r HeaderMap,
    /// What the address asks.
    pub query: BTreeMap<String, String>,
    /// Where the interface begins, for everybody.
    pub base: String,
    pub body: Map<String, Value>,
}

/// Which part of a list is asked for.
struct Stretch {
    start: i64,
    count: i64,
    filter: Option<String>,
}

impl Call<'_> {
    async fn ask<Q: Query>(&self, told: Value) -> Result<Q::Output, Fault> {
        Ok(self.site.gateway.ask::<Q>(&self.asked, None, &Raw::Json(told)).await?)
    }

    async fn execute<C: Command>(&self, told: Value) -> Result<C::Output, Fault> {
        Ok(self.site.gateway.execute::<C>(&self.asked, &[], &Raw::Json(told)).await?.output)
    }

    fn told(&self) -> Told {
        let of = |name: &str| self.query.get(name).map(String::as_str);
        Told::of(of("attributes"), of("excludedattributes"))
    }

    fn stretch(&self) -> Result<Stretch, Fault> {
        let number = |name: &str, usual: i64| match self.query.get(name) {
            Some(text) => text.trim().parse().map_err(|_| Fault::of("invalidValue", Message::new("scim-error-value"))),
            None => Ok(usual),
        };
        Ok(Stretch {
            start: number("startindex", 1)?.clamp(1, LAST),
            count: number("count", USUAL)?.clamp(0, i64::from(MOST)),
            filter: self.query.get("filter").cloned(),
        })
    }

    /// Whether the directory says which version it has seen.
    fn has_seen(&self) -> bool {
        self.headers.contains_key(header::IF_MATCH)
    }

    /// Refuses to go on where the directory has seen another version than the present one.
    fn must_have_seen(&self, version: &str) -> Result<(), Fault> {
        if self.has_seen() && !names(self.headers, header::IF_MATCH, version) {
            return Err(Problem::of(&Problem::CHANGED, Message::new("problem-changed")).into());
        }
        Ok(())
    }

    /// One resource with its version, unless the directory has that already.
    fn one(&self, value: &Value, version: &str) -> Result<Response, Fault> {
        if names(self.headers, header::IF_NONE_MATCH, version) {
            let headers = [(header::CACHE_CONTROL, "private, no-store")];
            return tagged((StatusCode::NOT_MODIFIED, headers).into_response(), version);
        }
        tagged(shown(value), version)
    }

    /// One that was just made, and where it is.
    fn made(&self, value: &Value, version: &str, at: &str) -> Result<Response, Fault> {
        let mut response = tagged(shown(value), version)?;
        *response.status_mut() = StatusCode::CREATED;
        let at = HeaderValue::from_str(&format!("{}{at}", self.base)).map_err(Problem::unexpected)?;
        response.headers_mut().insert(header::LOCATION, at);
        Ok(response)
    }
}

/// Something to be shown.
pub(crate) fn shown(value: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, KIND), (header::CACHE_CONTROL, "private, no-store")];
    (headers, Body::from(value.to_string())).into_response()
}

fn gone() -> Response {
    (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "private, no-store")]).into_response()
}

fn tagged(mut response: Response, version: &str) -> Result<Response, Fault> {
    let tag = HeaderValue::from_str(&tag(version)).map_err(Problem::unexpected)?;
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}

/// Whether a header names this version, or any. Weak and strong tags count alike: bodies are never compared.
fn names(headers: &HeaderMap, header: HeaderName, version: &str) -> bool {
    let line = headers.get(header).and_then(|line| line.to_str().ok()).unwrap_or_default();
    line.split(',').map(str::trim).any(|one| {
        let tag = one.strip_prefix("W/").unwrap_or(one);
        one == "*" || tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')) == Some(version)
    })
}

/// What asks for one row by its id. What is no id names nothing there is.
fn only(id: &str) -> Result<Value, Fault> {
    let id = Uuid::try_parse(id).map_err(|_| Problem::not_found())?;
    Ok(json!({ "filter": format!("id eq \"{}\"", id.simple()), "start": 1, "count": 1 }))
}
