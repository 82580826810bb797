//! What somebody may put where an id is asked for: their own, a colleague's, a sister site's, a stranger's, nothing.

use std::collections::BTreeMap;

use access::Facts;
use gateway::{FieldKind, Operation};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{Cast, Row, cast::Member};

impl Cast {
    /// One row for each way in which somebody can stand to a row of this kind, and what that is called.
    pub fn candidates(&self, member: &Member, kind: &str) -> Vec<(String, &Row)> {
        let mut found: BTreeMap<String, &Row> = BTreeMap::new();
        for row in self.of_kind(kind) {
            found.entry(self.relation(member, row)).or_insert(row);
        }
        found.into_iter().collect()
    }

    fn relation(&self, member: &Member, row: &Row) -> String {
        match (row.place, row.owner) {
            (_, Some(owner)) if owner == member.person => "their own".to_owned(),
            (Some(place), None) if Some(place) == member.place => "their own".to_owned(),
            (Some(place), Some(_)) if Some(place) == member.place => "a colleague's".to_owned(),
            (Some(place), _) => format!("one of {place}"),
            (None, _) => "one of the desk".to_owned(),
        }
    }

    /// The nearest row of each kind for somebody: their own if there is one.
    pub fn nearest(&self, member: &Member, kind: &str) -> &Row {
        let mut candidates = self.candidates(member, kind);
        candidates.sort_by_key(|(relation, _)| (relation != "their own", relation != "a colleague's"));
        candidates[0].1
    }

    /// The nearest row of a kind that lies where another lies; the nearest of all where there is none.
    pub fn beside(&self, member: &Member, kind: &str, other: &Row) -> &Row {
        let mut there = self.candidates(member, kind).into_iter().filter(|(_, row)| row.place == other.place);
        there.next().map_or_else(|| self.nearest(member, kind), |(_, row)| row)
    }

    /// Whether somebody with these facts for some actions on the row's kind knows of the row at all.
    pub fn knows(&self, facts: &BTreeMap<String, Facts>, row: &Row) -> bool {
        let registry = self.portal.app.gateway.registry();
        let on = registry.actions().filter(|action| action.on.contains(&row.kind));
        on.into_iter().any(|action| facts.get(&*action.name).is_some_and(|facts| self.reaches(facts, row)))
    }

    /// The nearest record that can be quoted, as a form names it.
    fn quote(&self, member: &Member) -> String {
        let kind = self.portal.app.gateway.registry().quotable_kinds().next();
        kind.map_or_else(String::new, |kind| format!("{kind}:{}", self.nearest(member, kind).id))
    }

    /// A legal value for each field of an operation, with the nearest rows where it points at objects, but for `but`.
    pub fn told(&self, member: &Member, operation: &Operation, but: Option<(&str, &str)>) -> Map<String, Value> {
        let mut told = Map::new();
        for field in &operation.spec().fields {
            let mut ids: BTreeMap<&str, Uuid> = BTreeMap::new();
            if let Some((kind, _)) = field.kind.link() {
                let id = match but {
                    Some((name, id)) if name == field.name => id,
                    _ => self.nearest(member, kind).id.as_str(),
                };
                ids.insert(kind, Uuid::try_parse(id).expect("ids of registered kinds are ids"));
            }
            let value = match but {
                Some((name, id)) if name == field.name && field.kind.link().is_none() => Value::from(id),
                _ if field.kind == FieldKind::Quote => Value::from(self.quote(member)),
                _ => sample(&field.kind, &ids),
            };
            told.insert(field.name.to_string(), value);
        }
        told
    }

    /// The same with no more than an operation insists on: what reads then shows all it has.
    pub fn told_to_read(&self, member: &Member, operation: &Operation) -> Map<String, Value> {
        let mut told = self.told(member, operation, None);
        let fields = &operation.spec().fields;
        told.retain(|name, _| fields.iter().any(|field| field.name == *name && !field.optional));
        told
    }
}

/// A legal value of a field, with these ids where it points at objects.
pub fn sample(kind: &FieldKind, ids: &BTreeMap<&str, Uuid>) -> Value {
    match kind {
        FieldKind::Text { .. } => json!("words"),
        FieldKind::Email => json!("ben@example.com"),
        FieldKind::Whole { min, .. } => json!(min),
        FieldKind::Truth => json!(false),
        FieldKind::Day => json!("2026-03-17"),
        FieldKind::Choice(words) => json!(words[0]),
        FieldKind::Id { .. } => json!(Uuid::now_v7().to_string()),
        // Which records there are to quote is the caller's to know.
        FieldKind::Quote => Value::Null,
        FieldKind::Document => json!({}),
        FieldKind::Link { kind, .. } => json!(ids[kind].to_string()),
        FieldKind::Many(inner) => json!([sample(inner, ids)]),
    }
}

/// What is there for nobody, written as an id of this kind is.
pub fn absent(kind: &str) -> String {
    if kind == "token" { front::new_token() } else { Uuid::now_v7().simple().to_string() }
}

/// Fields as a form has them.
pub fn pairs(told: &Map<String, Value>) -> Vec<(String, String)> {
    let words = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let each = told.iter().flat_map(|(name, value)| match value {
        Value::Array(items) => items.iter().map(|item| (name.clone(), words(item))).collect(),
        one => vec![(name.clone(), words(one))],
    });
    each.collect()
}
