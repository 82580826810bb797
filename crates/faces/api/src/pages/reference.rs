use std::collections::BTreeMap;

use axum::response::Response;
use front::{Fact, Failure, Reader, Visit};
use gateway::{Effect, FieldKind, FieldSpec, Method, Operation, Query as _};
use kernel::Message;

use super::{
    may::worded,
    views::{Described, Part, ReferencePage},
};
use crate::{BASE, ListKeys, openapi::part, routes::operations};

/// Everything a program can do for the account, or at the desk, on the rights of whoever looks.
pub(super) async fn show(me: Reader) -> Result<Response, Failure> {
    let mut parts: BTreeMap<&str, Vec<Described>> = BTreeMap::new();
    for operation in operations(me.site().gateway.registry()) {
        if me.may(&operation.spec().name) {
            parts.entry(part(operation.spec())).or_default().push(described(&me, operation));
        }
    }
    let door = me.account().map_or_else(|| "/desk".to_owned(), |account| format!("/accounts/{account}"));
    let parts = parts.into_iter().map(|(part, operations)| Part { label: worded(&me, "part", part), operations });
    let view = ReferencePage {
        title: say(&me, "api-title"),
        keys: me.may(ListKeys::NAME).then(|| me.address("/keys")),
        document: "/api/v1/openapi.json",
        base: format!("{}{BASE}{door}", me.site().settings.base_url),
        parts: parts.collect(),
    };
    me.page("api/reference.html", view)
}

fn described(visit: &Visit, operation: &Operation) -> Described {
    let spec = operation.spec();
    Described {
        name: spec.name.to_string(),
        method: match spec.path.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Delete => "DELETE",
        },
        path: spec.path.pattern.to_string(),
        about: spec.about.to_string(),
        effect: match spec.effect {
            Effect::Reads => say(visit, "api-effect-reads"),
            Effect::Changes => say(visit, "api-effect-changes"),
            Effect::LeavesUs => say(visit, "api-effect-leaves"),
            Effect::Destroys => say(visit, "api-effect-destroys"),
        },
        fields: spec.fields.iter().map(|field| fact(visit, field)).collect(),
    }
}

fn fact(visit: &Visit, field: &FieldSpec) -> Fact {
    let mut detail = holds(visit, &field.kind);
    if !field.optional {
        detail = visit.say(&Message::new("api-field-needed").with("kind", detail));
    }
    if !field.about.is_empty() {
        detail = format!("{detail}. {}", field.about);
    }
    Fact { term: field.name.to_string(), detail }
}

/// What a field holds, in words.
fn holds(visit: &Visit, kind: &FieldKind) -> String {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let says = match kind {
        FieldKind::Text { max, .. } => Message::new("api-field-text").with("max", number(*max)),
        FieldKind::Email => Message::new("api-field-email"),
        FieldKind::Whole { min, max } => Message::new("api-field-whole").with("min", *min).with("max", *max),
        FieldKind::Truth => Message::new("api-field-truth"),
        FieldKind::Day => Message::new("api-field-day"),
        FieldKind::Choice(words) => Message::new("api-field-choice").with("words", words.join(", ")),
        FieldKind::Link { kind, .. } => Message::new("api-field-id").with("kind", kind.replace('_', " ")),
        FieldKind::Id { noun } => Message::new("api-field-id").with("kind", noun.replace('_', " ")),
        FieldKind::Quote => Message::new("api-field-quote"),
        FieldKind::Document => Message::new("api-field-document"),
        FieldKind::Many(inner) => Message::new("api-field-many").with("kind", holds(visit, inner)),
    };
    visit.say(&says)
}

/// The words of a message without values.
pub(super) fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}
