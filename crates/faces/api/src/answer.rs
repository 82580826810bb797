use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use gateway::{Done, Version};
use kernel::{FieldError, Message, Problem};
use serde_json::{Map, Value, json};

/// The field by which every list is told where its page begins.
pub(crate) const FROM: &str = "from";

/// The field by which a program asks for some fields of an answer only. No operation calls one of its own so.
pub(crate) const FIELDS: &str = "fields";

/// Says that nothing was done now, because it was done before under the same key.
const REPLAYED: &str = "idempotency-replayed";

/// What was asked for; `version` is that of the object it shows.
pub(crate) fn read(value: &Value, version: Option<&Version>) -> Result<Response, Problem> {
    let mut response = json(value);
    if let Some(version) = version {
        let tag = HeaderValue::from_str(&format!("\"{version}\"")).map_err(Problem::unexpected)?;
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// What was done.
pub(crate) fn done(done: &Done<Value>) -> Response {
    let mut response = json(&json!({ "result": done.output }));
    if done.repeated {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// A file, which nobody keeps on the way.
pub(crate) fn written(mut file: Response) -> Response {
    file.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    file
}

fn json(value: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    (StatusCode::OK, headers, Body::from(value.to_string())).into_response()
}

/// Puts addresses where a page of a list says where its neighbours begin: the page itself, or one field of the answer.
pub(crate) fn link(value: &mut Value, path: &str, query: &str) {
    let Some(object) = value.as_object_mut() else { return };
    if is_page(object) {
        for name in ["previous", "next"] {
            if let Some(Value::String(cursor)) = object.get_mut(name) {
                *cursor = beginning_at(path, query, cursor);
            }
        }
        return;
    }
    for inner in object.values_mut() {
        link(inner, path, query);
    }
}

fn is_page(object: &Map<String, Value>) -> bool {
    ["rows", "previous", "next"].iter().all(|name| object.contains_key(*name))
}

/// Leaves, of each row of a list or of what is shown, only the fields that were asked for. What beside its rows a list
/// says of itself stays; and of a list without rows nobody can say which fields they have.
pub(crate) fn narrow(told: &mut Value, wanted: &BTreeSet<String>, is_list: bool) -> Result<(), Problem> {
    let place = if is_list { place_of_rows(told) } else { String::new() };
    let mut objects: Vec<&mut Map<String, Value>> = match told.pointer_mut(&place) {
        Some(Value::Array(rows)) => rows.iter_mut().filter_map(Value::as_object_mut).collect(),
        Some(Value::Object(object)) => vec![object],
        _ => return Ok(()),
    };
    let known: BTreeSet<&str> = objects.iter().flat_map(|object| object.keys()).map(String::as_str).collect();
    let unknown = wanted.iter().filter(|name| !known.is_empty() && !known.contains(name.as_str()));
    let wrong: Vec<FieldError> = unknown.map(|name| no_such_field(name, &known)).collect();
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong));
    }
    for object in &mut objects {
        object.retain(|name, _| wanted.contains(name));
    }
    Ok(())
}

/// Where the rows of a list stand, as a JSON pointer: in a page, which may be a field of the answer; else they are it.
fn place_of_rows(told: &Value) -> String {
    let Some(object) = told.as_object() else { return String::new() };
    if is_page(object) {
        return "/rows".to_owned();
    }
    let page = object.iter().find(|(_, inner)| inner.as_object().is_some_and(is_page));
    page.map_or_else(String::new, |(name, _)| format!("/{name}/rows"))
}

fn no_such_field(name: &str, known: &BTreeSet<&str>) -> FieldError {
    let known = known.iter().copied().collect::<Vec<_>>().join(", ");
    let says = Message::new("api-fields-unknown").with("name", name).with("known", known);
    FieldError { at: format!("/{FIELDS}").into(), says }
}

/// The same list from another place on.
fn beginning_at(path: &str, query: &str, cursor: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != FROM) {
        pairs.append_pair(&name, &value);
    }
    pairs.append_pair(FROM, cursor);
    format!("{path}?{}", pairs.finish())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::{link, narrow};

    fn narrowed(mut told: Value, wanted: &[&str], is_list: bool) -> Result<Value, usize> {
        let wanted: BTreeSet<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
        narrow(&mut told, &wanted, is_list).map_err(|problem| problem.fields().len())?;
        Ok(told)
    }

    #[test]
    fn of_each_row_only_what_was_asked_for_is_left() {
        let page = |rows: Value| json!({ "cases": { "rows": rows, "previous": null, "next": null }, "all": 2 });
        let told = page(json!([{ "id": 1, "words": "a" }, { "id": 2, "words": "b" }]));
        assert_eq!(narrowed(told.clone(), &["id"], true), Ok(page(json!([{ "id": 1 }, { "id": 2 }]))));
        assert_eq!(narrowed(told, &["id", "all", "rows"], true), Err(2));
        assert_eq!(narrowed(page(json!([])), &["id"], true), Ok(page(json!([]))));
        assert_eq!(narrowed(json!([{ "id": 1, "words": "a" }]), &["words"], true), Ok(json!([{ "words": "a" }])));
    }

    #[test]
    fn of_what_is_shown_the_fields_are_its_own_and_not_those_of_its_rows() {
        let told = json!({ "case": {}, "messages": { "rows": [{ "id": 1 }], "previous": null, "next": null } });
        assert_eq!(narrowed(told.clone(), &["case"], false), Ok(json!({ "case": {} })));
        assert_eq!(narrowed(told, &["id"], false), Err(1));
    }

    #[test]
    fn a_page_links_to_its_neighbours_and_keeps_what_it_was_narrowed_by() {
        let mut told = json!({ "cases": { "rows": [], "previous": null, "next": "f01" }, "all": { "rows": 3 } });
        link(&mut told, "/api/v1/accounts/a/cases", "words=Aire+Valley&from=f00");
        let next = "/api/v1/accounts/a/cases?words=Aire+Valley&from=f01";
        let meant = json!({ "cases": { "rows": [], "previous": null, "next": next }, "all": { "rows": 3 } });
        assert_eq!(told, meant);
    }

    #[test]
    fn what_only_looks_like_a_page_is_left_alone() {
        let mut told = json!({ "next": "next week", "rows": 3 });
        link(&mut told, "/", "");
        assert_eq!(told, json!({ "next": "next week", "rows": 3 }));
    }
}
