use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, request::Parts},
    response::Response,
    routing::any,
};
use front::{Shared, Visit};
use gateway::Asked;
use journal::Face;
use kernel::{Message, Problem};
use serde_json::{Map, Value};

use crate::{
    call::{self, Call},
    fault::Fault,
    holder, schema,
};

/// Where the interface begins.
const BASE: &str = "/scim/v2";

/// The most a body may hold. The edge's own limit comes first; this one holds without it.
const LARGEST: usize = 1024 * 1024;

/// Everything a directory asks for and tells.
pub fn router(site: &Shared) -> Router {
    let rest = format!("{BASE}/{{*rest}}");
    Router::new().route(BASE, any(answer)).route(&rest, any(answer)).with_state(Shared::clone(site))
}

async fn answer(State(site): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let visit = Visit::begin(&site, &parts);
    match attempt(&site, &visit, &parts, body).await {
        Ok(response) => response,
        Err(fault) => fault.answer(&visit),
    }
}

/// Whoever shows no token is told nothing, not even what there is.
async fn attempt(site: &Shared, visit: &Visit, parts: &Parts, body: Body) -> Result<Response, Fault> {
    let principal = holder::admit(site, &parts.headers).await?;
    let mut asked = Asked::by(principal, Face::Api, visit.formats.clone());
    asked.trace.clone_from(&visit.request_id);
    let call = Call {
        site,
        asked,
        headers: &parts.headers,
        query: query(parts.uri.query().unwrap_or_default()),
        base: format!("{}{BASE}", site.settings.base_url.trim_end_matches('/')),
        body: read(body).await?,
    };
    let below = parts.uri.path().strip_prefix(BASE).unwrap_or_default();
    let names: Vec<&str> = below.split('/').filter(|name| !name.is_empty()).collect();
    match (&parts.method, names.as_slice()) {
        (&Method::GET, ["ServiceProviderConfig"]) => Ok(call::shown(&schema::configuration(&call.base))),
        (&Method::GET, ["ResourceTypes"]) => known(schema::types(&call.base, None)),
        (&Method::GET, ["ResourceTypes", named]) => known(schema::types(&call.base, Some(*named))),
        (&Method::GET, ["Schemas"]) => known(schema::schemas(&call.base, None)),
        (&Method::GET, ["Schemas", named]) => known(schema::schemas(&call.base, Some(*named))),
        (&Method::GET, ["Users"]) => call.list_people().await,
        (&Method::POST, ["Users"]) => call.add_person().await,
        (&Method::GET, ["Users", id]) => call.show_person(id).await,
        (&Method::PUT, ["Users", id]) => call.change_person(id, true).await,
        (&Method::PATCH, ["Users", id]) => call.change_person(id, false).await,
        (&Method::DELETE, ["Users", id]) => call.remove_person(id).await,
        (&Method::GET, ["Groups"]) => call.list_groups().await,
        (&Method::POST, ["Groups"]) => call.add_group().await,
        (&Method::GET, ["Groups", id]) => call.show_group(id).await,
        (&Method::PUT, ["Groups", id]) => call.change_group(id, true).await,
        (&Method::PATCH, ["Groups", id]) => call.change_group(id, false).await,
        (&Method::DELETE, ["Groups", id]) => call.remove_group(id).await,
        (_, ["Me" | "Bulk" | ".search", ..] | ["Users" | "Groups", ".search"]) => Err(Fault::not_done()),
        _ => Err(Problem::not_found().into()),
    }
}

fn known(found: Option<Value>) -> Result<Response, Fault> {
    found.map(|value| call::shown(&value)).ok_or_else(|| Problem::not_found().into())
}

/// What the address asks, by names in small letters.
fn query(query: &str) -> BTreeMap<String, String> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.into_owned())).collect()
}

/// The body: an object, or nothing.
async fn read(body: Body) -> Result<Map<String, Value>, Fault> {
    let too_large = |error| Problem::of(&Problem::TOO_LARGE, Message::new("problem-too-large")).because(error);
    let bytes = to_bytes(body, LARGEST).await.map_err(too_large)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) | Err(_) => Err(Fault::of("invalidSyntax", Message::new("scim-error-body"))),
    }
}
