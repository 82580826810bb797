//! The document for machines: everything there is stands in it, and every answer is as it says.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use gateway::{Operation, Shape};
use serde_json::Value;

use super::{Stage, raised};
use crate::program::is_for_people;

/// Every reference in a document.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

fn described<'d>(document: &'d Value, operation: &Operation, door: &str) -> &'d Value {
    let path = &operation.spec().path;
    let method = format!("{:?}", path.method).to_lowercase();
    let found = &document["paths"][format!("{door}{}", path.pattern)][method];
    assert!(found.is_object(), "{} is not described below {door}", operation.spec().name);
    found
}

/// What an operation answers where it does what it is asked.
fn shape(described: &Value) -> &Value {
    &described["responses"]["200"]["content"]["application/json"]["schema"]
}

/// Why a value is not as a schema of the document says, if it is not.
fn unfit(document: &Value, schema: &Value, value: &Value) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.strip_prefix('#').expect("nothing outside is needed");
        return unfit(document, document.pointer(pointer).expect("a schema"), value);
    }
    let says = |why: &str| Some(format!("{value} is {why}: {schema}"));
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.is_empty() && !kinds.contains(&kind) {
        return says("of another type");
    }
    if schema.get("const").is_some_and(|wanted| wanted != value) {
        return says("another value");
    }
    if schema["enum"].as_array().is_some_and(|choices| !choices.contains(value)) {
        return says("no choice");
    }
    for ways in ["anyOf", "oneOf"].iter().filter_map(|name| schema[*name].as_array()) {
        if ways.iter().all(|way| unfit(document, way, value).is_some()) {
            return says("none of these");
        }
    }
    let mut required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    if let Some(missing) = required.find(|name| value.get(*name).is_none()) {
        return says(&format!("without {missing}"));
    }
    let fields = value.as_object().into_iter().flatten();
    let wrong = fields.filter_map(|(name, inner)| match schema["properties"].get(name) {
        Some(schema) => unfit(document, schema, inner),
        None if schema["properties"].is_object() && schema.get("allOf").is_none() => says(&format!("with {name}")),
        None => None,
    });
    let items = value.as_array().into_iter().flatten().enumerate();
    let wrong_items = items.filter_map(|(at, inner)| match schema["prefixItems"].get(at) {
        Some(schema) => unfit(document, schema, inner),
        None => schema.get("items").and_then(|schema| unfit(document, schema, inner)),
    });
    wrong.chain(wrong_items).next()
}

#[tokio::test]
async fn what_a_program_is_answered_is_as_the_document_says() {
    let stage = Stage::set().await;
    let parts = ["accounts.*", "billing.*", "cases.*", "orders.*", "people.*", "cases.raise"];
    let program = stage.program(&parts).await;
    let case = raised(&program, "Seal leaks").await;
    let registry = stage.portal.app.gateway.registry();
    let document = api::document(registry, &stage.portal.app.site.files, "https://portal.test", "Harrow");
    let mut seen = BTreeSet::new();
    for operation in registry.operations().filter(|operation| operation.shape() != Shape::Command) {
        let spec = operation.spec();
        let path = match spec.placeholders().collect::<Vec<_>>().as_slice() {
            [] => spec.path.pattern.to_string(),
            ["case"] => spec.path.pattern.replace("{case}", &case),
            _ => continue,
        };
        let told = program.get(&path).await;
        if told.status == StatusCode::OK {
            let found = described(&document, operation, "/accounts/{acting}");
            assert_eq!(unfit(&document, shape(found), &told.json), None, "{}", spec.name);
            seen.insert(spec.name.to_string());
        }
    }
    for part in ["accounts.show", "billing.list_invoices", "cases.list", "cases.read", "orders.list", "people.list"] {
        assert!(seen.contains(part), "{part} was not asked: {seen:?}");
    }
}

#[tokio::test]
async fn the_document_for_machines_describes_everything_there_is() {
    let stage = Stage::set().await;
    let told = stage.portal.stranger().get("/api/v1/openapi.json").await;
    let document: Value = serde_json::from_slice(&told.bytes).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut names = BTreeSet::new();
    let registry = stage.portal.app.gateway.registry();
    for operation in registry.operations().filter(|operation| !is_for_people(operation.spec())) {
        let spec = operation.spec();
        assert!(!spec.about.is_empty(), "{} has no doc comment", spec.name);
        for door in ["/accounts/{acting}", "/desk"] {
            let found = described(&document, operation, door);
            assert!(names.insert(found["operationId"].as_str().unwrap().to_owned()), "{} twice", spec.name);
            let parameters = found["parameters"].as_array().unwrap();
            let wanted: Vec<&str> = door
                .split('/')
                .filter(|part| part.starts_with('{'))
                .chain(spec.path.pattern.split('/').filter(|part| part.starts_with('{')))
                .map(|part| part.trim_matches(['{', '}']))
                .collect();
            let given = parameters.iter().filter(|parameter| parameter["in"] == "path");
            let given: Vec<&str> = given.map(|parameter| parameter["name"].as_str().unwrap()).collect();
            assert_eq!(given, wanted, "{}", spec.name);
            let body = &found["requestBody"]["content"]["application/json"]["schema"];
            for field in &spec.fields {
                let in_query = parameters.iter().any(|parameter| parameter["name"] == *field.name);
                let in_body = body["properties"][&*field.name].is_object();
                assert!(in_query != in_body, "{} is told {} once", spec.name, field.name);
            }
            assert!(!body.is_object() || body["additionalProperties"] == false);
            assert!(found["responses"]["422"].is_object());
            assert!(shape(found).is_object(), "{} may answer anything", spec.name);
        }
    }
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("nothing outside is needed");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}
