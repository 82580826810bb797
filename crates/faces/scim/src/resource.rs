//! People and groups as SCIM shows them (RFC 7643, sections 3 and 4).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{GroupShown, PersonShown, filter::Attribute};

/// The schema of people.
pub(crate) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The schema of groups.
pub(crate) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// The schema of lists.
const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// Which attributes are told: all, or those that were asked for.
pub(crate) struct Told {
    only: BTreeSet<String>,
    without: BTreeSet<String>,
}

impl Told {
    /// As `attributes` and `excludedAttributes` of the address say. A part of an attribute stands for all of it.
    pub fn of(only: Option<&str>, without: Option<&str>) -> Self {
        let names = |said: Option<&str>| -> BTreeSet<String> {
            let names = said.unwrap_or_default().split(',').filter_map(|name| Attribute::parse(name.trim()).ok());
            names.map(|attribute| attribute.name).collect()
        };
        Self { only: names(only), without: names(without) }
    }

    /// Whether an attribute is told.
    pub fn tells(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let is_wanted = self.only.is_empty() || self.only.contains(&name);
        matches!(name.as_str(), "id" | "schemas") || (is_wanted && !self.without.contains(&name))
    }

    fn narrowed(&self, resource: Value) -> Value {
        match resource {
            Value::Object(mut object) => {
                // What has no value is not told (RFC 7643, section 2.5).
                object.retain(|name, value| !value.is_null() && self.tells(name));
                Value::Object(object)
            }
            other => other,
        }
    }
}

/// A version as HTTP writes it.
pub(crate) fn tag(version: &str) -> String {
    format!("W/\"{version}\"")
}

/// Somebody.
pub(crate) fn person(base: &str, person: &PersonShown, told: &Told) -> Value {
    let group = |group: &crate::queries::Named| json!({ "value": group.id, "display": group.name, "$ref": format!("{base}/Groups/{}", group.id) });
    told.narrowed(json!({
        "schemas": [USER],
        "id": person.id.to_string(),
        "externalId": person.external_id,
        "userName": person.email,
        "name": { "formatted": person.name },
        "displayName": person.name,
        "title": person.title,
        "active": person.active,
        "emails": [{ "value": person.email, "type": "work", "primary": true }],
        "groups": person.groups.iter().map(group).collect::<Vec<_>>(),
        "meta": {
            "resourceType": "User",
            "created": person.created,
            "lastModified": person.changed,
            "location": format!("{base}/Users/{}", person.id),
            "version": tag(&person.version),
        },
    }))
}

/// A group.
pub(crate) fn group(base: &str, group: &GroupShown, told: &Told) -> Value {
    let member = |member: &crate::queries::Named| {
        let at = format!("{base}/Users/{}", member.id);
        json!({ "value": member.id, "display": member.name, "type": "User", "$ref": at })
    };
    told.narrowed(json!({
        "schemas": [GROUP],
        "id": group.id.to_string(),
        "externalId": group.external_id,
        "displayName": group.name,
        "members": group.members.iter().map(member).collect::<Vec<_>>(),
        "meta": {
            "resourceType": "Group",
            "created": group.created,
            "lastModified": group.changed,
            "location": format!("{base}/Groups/{}", group.id),
            "version": tag(&group.version),
        },
    }))
}

/// Some of a list.
pub(crate) fn list(total: u64, start: i64, rows: Vec<Value>) -> Value {
    let mut object = Map::new();
    object.insert("schemas".to_owned(), json!([LIST]));
    object.insert("totalResults".to_owned(), json!(total));
    object.insert("startIndex".to_owned(), json!(start));
    object.insert("itemsPerPage".to_owned(), json!(rows.len()));
    object.insert("Resources".to_owned(), Value::Array(rows));
    Value::Object(object)
}
