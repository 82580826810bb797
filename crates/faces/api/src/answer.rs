use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use gateway::{Done, Version};
use kernel::Problem;
use serde_json::{Value, json};

/// The field by which every list is told where its page begins.
pub(crate) const FROM: &str = "from";

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

fn json(value: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    (StatusCode::OK, headers, Body::from(value.to_string())).into_response()
}

/// Puts addresses where a page of a list says where its neighbours begin: the page itself, or one field of the answer.
pub(crate) fn link(value: &mut Value, path: &str, query: &str) {
    let Some(object) = value.as_object_mut() else { return };
    if ["rows", "previous", "next"].iter().all(|name| object.contains_key(*name)) {
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
    use serde_json::json;

    use super::link;

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
