//! The interface in words for machines: OpenAPI 3.1, from the registry's values and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use front::{Failure, FileAnswer, Visitor};
use gateway::{Effect, FieldSpec, Method, Operation, Registry, Shape, Spec};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    BASE,
    answer::FIELDS,
    routes::{ACTING, DOORS, operations},
};

/// The problems there may be, by the status that tells of them.
const PROBLEMS: [(&str, &str); 11] = [
    ("400", "The body is not written as JSON is, or a header cannot be read."),
    ("401", "No key was shown, or one that does not count."),
    ("403", "The key was not made for this, or its person's role does not permit it."),
    ("404", "Nothing is there, or nothing this key may know of; the two read alike on purpose."),
    ("409", "The object's state does not allow it, or the same key of a request was sent before with other words."),
    ("412", "Somebody has changed the object since the version in `If-Match`."),
    ("413", "The body is larger than we take."),
    ("415", "The body is of another kind than JSON."),
    ("422", "Some fields need attention; `errors` has a JSON pointer to each."),
    ("429", "Too often in too short a time; `Retry-After` says how long to wait."),
    ("503", "Something we depend on is away; later it may work."),
];

/// Those that only what does something meets.
const OF_COMMANDS: [&str; 5] = ["400", "409", "412", "413", "415"];

/// Gives the document, which holds nothing of anybody's.
pub(crate) async fn serve(visitor: Visitor) -> Result<Response, Failure> {
    let site = visitor.site();
    let registry = site.gateway.registry();
    let document = document(registry, &site.files, &site.settings.base_url, &visitor.brand.name);
    Ok(([(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response())
}

/// The document of a registry, and of the files by which it answers, for a portal at this address.
pub fn document(registry: &Registry, files: &[FileAnswer], base_url: &str, brand: &str) -> Value {
    let mut paths: BTreeMap<String, BTreeMap<&'static str, Value>> = BTreeMap::new();
    let mut schemas = schemas();
    for operation in operations(registry) {
        let path = &operation.spec().path;
        for door in DOORS {
            let methods = paths.entry(format!("{door}{}", path.pattern)).or_default();
            methods.insert(method(path.method), described(operation, files, door, &mut schemas));
        }
    }
    let parts: BTreeSet<&str> = operations(registry).map(|operation| part(operation.spec())).collect();
    let tags: Vec<Value> = parts.into_iter().map(|part| json!({ "name": part })).collect();
    let responses: Map<String, Value> =
        PROBLEMS.iter().map(|(status, says)| (format!("Problem{status}"), problem(says))).collect();
    let mut shapes = schemas.take_definitions(true);
    shapes.insert("Problem".to_owned(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{brand} API"),
            "version": "1",
            "description": "Everything people do on pages, programs do here, with the same rights. A key acts on the \
                rights of the person who made it, within the actions chosen for it.",
        },
        "servers": [{ "url": format!("{base_url}{BASE}") }],
        "security": [{ "key": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },
            "parameters": {
                "IdempotencyKey": {
                    "name": "Idempotency-Key", "in": "header", "required": false,
                    "description": "What you call this request: sent again within a day, it does nothing again and \
                        answers as before.",
                    "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
                },
                "Fields": {
                    "name": FIELDS, "in": "query", "required": false,
                    "description": "Only these fields of each row of a list, or of what is shown: their names, with \
                        commas between them; all others are then left out. A list's pages and figures stay.",
                    "schema": { "type": "string" },
                },
                "IfMatch": {
                    "name": "If-Match", "in": "header", "required": false,
                    "description": "The `ETag` that the object had when you read it. It stands for the last entry of \
                        the journal about the object, not for the bytes of the answer.",
                    "schema": { "type": "string" },
                },
            },
            "responses": responses,
            "schemas": shapes,
        },
    })
}

/// Gathers what the answers refer to, in the JSON Schema that OpenAPI 3.1 is made of.
fn schemas() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let to_shapes = |settings: &mut SchemaSettings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    };
    settings.with(to_shapes).into_generator()
}

fn described(operation: &Operation, files: &[FileAnswer], door: &str, schemas: &mut SchemaGenerator) -> Value {
    let spec = operation.spec();
    let is_at_desk = !door.contains(ACTING);
    let name = if is_at_desk { format!("desk.{}", spec.name) } else { spec.name.to_string() };
    let is_command = operation.shape() == Shape::Command;
    let mut parameters: Vec<Value> = Vec::new();
    if !is_at_desk {
        parameters.push(in_path(ACTING, "The account that the key acts for."));
    }
    let targets = spec.placeholders().zip(&spec.on);
    parameters.extend(targets.map(|(name, kind)| in_path(name, &format!("The {}.", kind.replace('_', " ")))));
    if spec.path.method != Method::Post {
        parameters.extend(spec.fields.iter().map(in_query));
    }
    let shared: &[&str] = if is_command { &["IdempotencyKey", "IfMatch"] } else { &["Fields"] };
    parameters.extend(shared.iter().map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })));
    let mut described = Map::new();
    described.insert("operationId".to_owned(), name.into());
    described.insert("summary".to_owned(), summary(&spec.about).into());
    described.insert("description".to_owned(), Value::from(&*spec.about));
    described.insert("tags".to_owned(), json!([part(spec)]));
    described.insert("x-effect".to_owned(), effect(spec.effect).into());
    described.insert("parameters".to_owned(), parameters.into());
    if spec.path.method == Method::Post {
        described.insert("requestBody".to_owned(), body(&spec.fields));
    }
    described.insert("responses".to_owned(), responses(operation, files, schemas));
    Value::Object(described)
}

fn in_path(name: &str, says: &str) -> Value {
    let schema = json!({ "type": "string", "format": "uuid" });
    json!({ "name": name, "in": "path", "required": true, "description": says, "schema": schema })
}

fn in_query(field: &FieldSpec) -> Value {
    json!({
        "name": field.name,
        "in": "query",
        "required": !field.optional,
        "description": field.about,
        "schema": field.kind.schema(),
    })
}

fn body(fields: &[FieldSpec]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.to_string(), property(field))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| !field.optional).map(|field| &*field.name).collect();
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    });
    json!({ "required": !required.is_empty(), "content": { "application/json": { "schema": schema } } })
}

fn property(field: &FieldSpec) -> Value {
    let mut schema = field.kind.schema();
    if let Some(schema) = schema.as_object_mut().filter(|_| !field.about.is_empty()) {
        schema.insert("description".to_owned(), Value::from(&*field.about));
    }
    schema
}

fn responses(operation: &Operation, files: &[FileAnswer], schemas: &mut SchemaGenerator) -> Value {
    let (shape, answer) = (operation.shape(), Value::from(operation.answers(schemas)));
    let (says, schema) = match shape {
        Shape::Command => {
            let result = json!({ "type": "object", "required": ["result"], "properties": { "result": answer } });
            ("Done.", result)
        }
        Shape::List => ("The list; `previous` and `next` are the addresses of its neighbours.", answer),
        Shape::Show => ("The object.", answer),
    };
    let mut responses = Map::new();
    let mut content = Map::new();
    content.insert("application/json".to_owned(), json!({ "schema": schema }));
    for file in files.iter().filter(|file| file.operation == operation.spec().name) {
        let schema = json!({ "type": "string", "contentMediaType": file.kind });
        content.insert(file.kind.to_owned(), json!({ "schema": schema }));
    }
    responses.insert("200".to_owned(), json!({ "description": says, "content": content }));
    let met = PROBLEMS.iter().filter(|(status, _)| shape == Shape::Command || !OF_COMMANDS.contains(status));
    let reference = |status: &str| json!({ "$ref": format!("#/components/responses/Problem{status}") });
    responses.extend(met.map(|(status, _)| ((*status).to_owned(), reference(status))));
    Value::Object(responses)
}

fn problem(says: &str) -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": says, "content": { "application/problem+json": { "schema": schema } } })
}

/// RFC 9457, with a pointer to each field.
fn problem_schema() -> Value {
    let words = json!({ "type": "string" });
    let error = json!({
        "type": "object",
        "required": ["pointer", "detail"],
        "properties": { "pointer": words, "detail": words },
    });
    json!({
        "type": "object",
        "required": ["type", "title", "status", "errors"],
        "properties": {
            "type": { "type": "string", "format": "uri" },
            "title": words,
            "status": { "type": "integer" },
            "detail": { "type": ["string", "null"] },
            "instance": { "type": "string", "format": "uri" },
            "errors": { "type": "array", "items": error },
        },
    })
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Delete => "delete",
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Reads => "reads",
        Effect::Changes => "changes",
        Effect::LeavesUs => "leaves-us",
        Effect::Destroys => "destroys",
    }
}

/// The part of the portal an operation belongs to: its name up to the first dot.
pub(crate) fn part(spec: &Spec) -> &str {
    spec.name.split('.').next().unwrap_or(&spec.name)
}

/// The first sentence.
pub(crate) fn summary(about: &str) -> &str {
    about.split(". ").next().unwrap_or(about).trim_end_matches('.')
}
