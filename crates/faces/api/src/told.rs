use std::collections::BTreeSet;

use access::Acting;
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts as _, RawPathParams},
    http::{HeaderMap, header, request::Parts},
};
use gateway::{Key, Raw, Version};
use kernel::{Cursor, FieldError, Id, Kind, Message, Problem};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    answer::{FIELDS, FROM},
    routes::ACTING,
};

/// The body is of another kind than JSON.
static NO_JSON: Kind = Kind { slug: "unsupported-media-type", status: 415 };
/// The body is not written as JSON is.
static BROKEN: Kind = Kind { slug: "bad-request", status: 400 };

/// The most a body may hold. The edge's own limit comes first; this one holds without it.
const LARGEST: usize = 2 * 1024 * 1024;

/// What a client calls its request, so that sending it again does nothing again.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The capacity and the targets that the address names, in their order. What is no id names nothing there is.
pub(crate) async fn place(parts: &mut Parts) -> Result<(Acting, Vec<Uuid>), Problem> {
    let named = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Problem::not_found())?;
    let (mut acting, mut targets) = (Acting::Desk, Vec::new());
    for (name, text) in named.iter() {
        let id = Uuid::try_parse(text).map_err(|_| Problem::not_found())?;
        if name == ACTING {
            acting = Acting::Account(Id::from_uuid(id));
        } else {
            targets.push(id);
        }
    }
    Ok((acting, targets))
}

/// What the address tells, for what only reads or removes: a name that comes more than once holds several values.
pub(crate) fn by_address(query: &str) -> Raw {
    let mut told = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = Value::from(value.into_owned());
        match told.get_mut(&*name) {
            Some(Value::Array(several)) => several.push(value),
            Some(first) => {
                let one = first.take();
                *first = Value::Array(vec![one, value]);
            }
            None => {
                told.insert(name.into_owned(), value);
            }
        }
    }
    Raw::Json(Value::Object(told))
}

/// Takes out which fields of the answer are asked for: their names, with commas between them. Without any, all are.
pub(crate) fn take_fields(raw: &mut Raw) -> BTreeSet<String> {
    let Raw::Json(Value::Object(told)) = raw else { return BTreeSet::new() };
    let told = told.remove(FIELDS).unwrap_or_default();
    let lines: Vec<&str> = match &told {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let names = lines.into_iter().flat_map(|line| line.split(',')).map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// What the body tells: a JSON object, or nothing.
pub(crate) async fn by_body(headers: &HeaderMap, body: Body) -> Result<Raw, Problem> {
    let too_large = |error| Problem::of(&Problem::TOO_LARGE, Message::new("problem-too-large")).because(error);
    let bytes = to_bytes(body, LARGEST).await.map_err(too_large)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Raw::Json(Value::Object(Map::new())));
    }
    if !is_json(headers) {
        return Err(Problem::of(&NO_JSON, Message::new("api-body-kind")));
    }
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
        let place = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let says = Message::new("api-body-broken").with("line", place(error.line()));
        Problem::of(&BROKEN, says.with("column", place(error.column())))
    })?;
    if value.is_object() {
        return Ok(Raw::Json(value));
    }
    Err(Problem::invalid(vec![FieldError { at: "".into(), says: Message::new("api-body-object") }]))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Refuses what is no place in any list. A page would show the head of the list instead; a program would read it twice.
pub(crate) fn check_place(raw: &Raw) -> Result<(), Problem> {
    match raw.text(FROM) {
        Some(from) if from.parse::<Cursor>().is_err() => {
            let says = Message::new("input-cursor-wrong");
            Err(Problem::invalid(vec![FieldError { at: format!("/{FROM}").into(), says }]))
        }
        Some(_) | None => Ok(()),
    }
}

/// What the request is called, if it has a name.
pub(crate) fn key(headers: &HeaderMap) -> Result<Option<Key>, Problem> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = Key::parse(key.to_str().unwrap_or_default());
    key.map(Some).map_err(|says| Problem::of(&BROKEN, says))
}

/// The version the client has seen, if it says one. `*` is any that there is, which the gate asks for anyway; what is
/// no version of ours is none that still stands.
pub(crate) fn version(headers: &HeaderMap) -> Result<Option<Version>, Problem> {
    let Some(line) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let line = line.to_str().unwrap_or_default().trim();
    if line == "*" {
        return Ok(None);
    }
    let seen = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).and_then(Version::parse);
    let changed = || Problem::of(&Problem::CHANGED, Message::new("problem-changed"));
    seen.map(Some).ok_or_else(changed)
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{HeaderMap, HeaderValue, header},
    };
    use gateway::Raw;
    use serde_json::json;

    use super::{by_address, by_body, take_fields, version};

    async fn read(kind: &'static str, body: &'static str) -> Result<Raw, (u16, String)> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        let read = by_body(&headers, Body::from(body)).await;
        read.map_err(|problem| (problem.kind().status, problem.says().id.to_string()))
    }

    #[test]
    fn the_address_tells_one_thing_or_several() {
        let told = by_address("state=open&site=a&site=b&site=c&words=Aire+Valley&_x=1");
        let meant = json!({ "state": "open", "site": ["a", "b", "c"], "words": "Aire Valley", "_x": "1" });
        assert_eq!(told, Raw::Json(meant));
    }

    #[test]
    fn fields_are_named_with_commas_or_one_by_one_and_are_told_to_no_operation() {
        let mut told = by_address("fields=id,+state&words=a&fields=id,subject");
        let names: Vec<String> = take_fields(&mut told).into_iter().collect();
        assert_eq!(names, ["id", "state", "subject"]);
        assert_eq!(told, Raw::Json(json!({ "words": "a" })));
        assert!(take_fields(&mut by_address("words=a&fields=")).is_empty());
    }

    #[tokio::test]
    async fn a_body_is_an_object_or_nothing() {
        let object = Raw::Json(json!({ "body": "hi" }));
        assert_eq!(read("application/json; charset=utf-8", "{\"body\":\"hi\"}").await, Ok(object));
        assert_eq!(read("text/plain", " ").await, Ok(Raw::Json(json!({}))));
        assert_eq!(read("text/plain", "{}").await, Err((415, "api-body-kind".to_owned())));
        assert_eq!(read("application/json", "{").await, Err((400, "api-body-broken".to_owned())));
        assert_eq!(read("application/json", "[]").await, Err((422, "problem-invalid".to_owned())));
    }

    #[test]
    fn a_version_that_is_none_of_ours_does_not_stand() {
        let seen = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(line));
            version(&headers).map(|version| version.map(|version| version.to_string()))
        };
        assert_eq!(seen("\"0\"").unwrap(), Some("0".to_owned()));
        assert_eq!(seen("*").unwrap(), None);
        assert!(seen("W/\"0\"").is_err());
        assert!(seen("\"yesterday\"").is_err());
        assert_eq!(version(&HeaderMap::new()).unwrap(), None);
    }
}
