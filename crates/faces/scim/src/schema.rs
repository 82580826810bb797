//! What this server says of itself (RFC 7643, sections 5 to 7).

use serde_json::{Value, json};

use crate::{
    queries::MOST,
    resource::{self, GROUP, USER},
};

/// What it does and does not.
pub(crate) fn configuration(base: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": true },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token that an admin of the account makes on the page of the company sign-on",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

/// The kinds of resources, or the one that is named.
pub(crate) fn types(base: &str, named: Option<&str>) -> Option<Value> {
    let of = |id: &str, endpoint: &str, schema: &str| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": id,
            "name": id,
            "endpoint": endpoint,
            "schema": schema,
            "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{id}") },
        })
    };
    chosen(vec![of("User", "/Users", USER), of("Group", "/Groups", GROUP)], named)
}

/// The schemas, or the one that is named.
pub(crate) fn schemas(base: &str, named: Option<&str>) -> Option<Value> {
    let of = |id: &str, name: &str, attributes: Value| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": id,
            "name": name,
            "description": name,
            "attributes": attributes,
            "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{id}") },
        })
    };
    let user = json!([
        one("userName", "string", "readWrite", true, "server"),
        parts(
            "name",
            false,
            "readWrite",
            &[
                one("formatted", "string", "readWrite", false, "none"),
                one("givenName", "string", "writeOnly", false, "none"),
                one("familyName", "string", "writeOnly", false, "none"),
            ]
        ),
        one("displayName", "string", "readWrite", false, "none"),
        one("title", "string", "readWrite", false, "none"),
        one("active", "boolean", "readWrite", false, "none"),
        parts(
            "emails",
            true,
            "readOnly",
            &[
                one("value", "string", "readOnly", false, "none"),
                one("type", "string", "readOnly", false, "none"),
                one("primary", "boolean", "readOnly", false, "none"),
            ]
        ),
        parts(
            "groups",
            true,
            "readOnly",
            &[
                one("value", "string", "readOnly", false, "none"),
                one("display", "string", "readOnly", false, "none"),
                one("$ref", "reference", "readOnly", false, "none"),
            ]
        ),
    ]);
    let group = json!([
        one("displayName", "string", "readWrite", true, "server"),
        parts(
            "members",
            true,
            "readWrite",
            &[
                one("value", "string", "immutable", false, "none"),
                one("display", "string", "readOnly", false, "none"),
                one("type", "string", "immutable", false, "none"),
                one("$ref", "reference", "immutable", false, "none"),
            ]
        ),
    ]);
    chosen(vec![of(USER, "User", user), of(GROUP, "Group", group)], named)
}

fn one(name: &str, kind: &str, mutability: &str, required: bool, uniqueness: &str) -> Value {
    let mut attribute = json!({
        "name": name,
        "type": kind,
        "multiValued": false,
        "description": name,
        "required": required,
        "caseExact": false,
        "mutability": mutability,
        "returned": if mutability == "writeOnly" { "never" } else { "default" },
        "uniqueness": uniqueness,
    });
    if kind == "reference"
        && let Some(attribute) = attribute.as_object_mut()
    {
        attribute.insert("referenceTypes".to_owned(), json!(["User", "Group"]));
    }
    attribute
}

fn parts(name: &str, several: bool, mutability: &str, parts: &[Value]) -> Value {
    json!({
        "name": name,
        "type": "complex",
        "multiValued": several,
        "description": name,
        "required": false,
        "mutability": mutability,
        "returned": "default",
        "uniqueness": "none",
        "subAttributes": parts,
    })
}

/// All of them, or the one with this id.
fn chosen(all: Vec<Value>, named: Option<&str>) -> Option<Value> {
    match named {
        None => Some(resource::list(u64::try_from(all.len()).unwrap_or_default(), 1, all)),
        Some(named) => all.into_iter().find(|one| one.get("id").and_then(Value::as_str) == Some(named)),
    }
}
