use std::collections::BTreeSet;

use kernel::{FieldError, Message};
use serde_json::Value;
use words::Formats;

use crate::Field;

/// What came in, before anything is believed of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// A form's fields, in their order; a name may come more than once.
    Form(Vec<(String, String)>),
    /// A JSON object.
    Json(Value),
}

/// One field as it came in: absent, null and empty are three things.
#[derive(Clone, Debug, PartialEq)]
pub enum RawField {
    /// It is not there.
    Absent,
    /// It says "nothing".
    Null,
    /// Words, as typed.
    Text(String),
    /// A JSON value that is not words.
    Json(Value),
    /// Several values.
    Many(Vec<RawField>),
}

impl Raw {
    /// Nothing at all, for operations that are told nothing.
    pub fn empty() -> Self {
        Self::Form(Vec::new())
    }

    /// One field.
    pub fn field(&self, name: &str) -> RawField {
        match self {
            Self::Form(pairs) => {
                let mut values: Vec<RawField> = pairs
                    .iter()
                    .filter(|(key, _)| key == name)
                    .map(|(_, value)| RawField::Text(value.clone()))
                    .collect();
                match values.len() {
                    0 => RawField::Absent,
                    1 => values.remove(0),
                    _ => RawField::Many(values),
                }
            }
            Self::Json(object) => object.get(name).map_or(RawField::Absent, RawField::of_json),
        }
    }

    /// The same with this field, in the place of what it said before; as it is where there is nothing to say.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let Some(value) = value else { return self.clone() };
        match self.clone() {
            Self::Form(mut pairs) => {
                pairs.retain(|(known, _)| known != name);
                pairs.push((name.to_owned(), value.to_owned()));
                Self::Form(pairs)
            }
            Self::Json(mut object) => {
                if let Some(fields) = object.as_object_mut() {
                    fields.insert(name.to_owned(), Value::from(value));
                }
                Self::Json(object)
            }
        }
    }

    /// What a field says, without the space around it: the first thing, where it says several; nothing when it is blank.
    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name).into_text()
    }

    /// The names that came in; of a form all but those of its own machinery: `csrf` and what begins with `_`.
    pub fn names(&self) -> BTreeSet<&str> {
        let is_told = |name: &&str| *name != "csrf" && !name.starts_with('_');
        match self {
            Self::Form(pairs) => pairs.iter().map(|(name, _)| name.as_str()).filter(is_told).collect(),
            Self::Json(object) => object.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect(),
        }
    }

    /// The bytes that tell one body from another, for idempotency keys.
    pub(crate) fn bytes(&self) -> String {
        match self {
            Self::Form(pairs) => {
                let told = pairs.iter().filter(|(name, _)| name != "csrf" && !name.starts_with('_'));
                serde_json::to_string(&told.collect::<Vec<_>>()).unwrap_or_default()
            }
            Self::Json(value) => sorted(value).to_string(),
        }
    }
}

/// The same value with every object's keys in order, so that it has one spelling.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        plain => plain.clone(),
    }
}

impl RawField {
    fn of_json(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::Many(items.iter().map(Self::of_json).collect()),
            other => Self::Json(other.clone()),
        }
    }

    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Self::Many(several) => several.into_iter().find_map(Self::into_text),
            Self::Absent | Self::Null | Self::Text(_) | Self::Json(_) => None,
        }
    }

    /// Whether a form's field was left blank, or nothing was said.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Many(items) => items.is_empty(),
            Self::Json(_) => false,
        }
    }
}

/// Reads an input field by field and keeps every error.
pub struct Reader<'r> {
    raw: &'r Raw,
    formats: &'r Formats,
    known: BTreeSet<String>,
    errors: Vec<FieldError>,
}

impl<'r> Reader<'r> {
    /// Begins to read what came in, as somebody with these conventions typed it.
    pub fn new(raw: &'r Raw, formats: &'r Formats) -> Self {
        Self { raw, formats, known: BTreeSet::new(), errors: Vec::new() }
    }

    /// Reads one field; nothing, and an error kept, when it is wrong.
    pub fn field<F: Field>(&mut self, name: &str) -> Option<F> {
        self.known.insert(name.to_owned());
        match F::read(&self.raw.field(name), self.formats) {
            Ok(value) => Some(value),
            Err(says) => {
                self.errors.push(FieldError { at: format!("/{name}").into(), says });
                None
            }
        }
    }

    /// Keeps an error about a field, or about several together.
    pub fn wrong(&mut self, name: &str, says: Message) {
        self.errors.push(FieldError { at: format!("/{name}").into(), says });
    }

    /// Every error, those about unknown fields among them.
    pub fn finish(mut self) -> Vec<FieldError> {
        for name in self.raw.names() {
            if !self.known.contains(name) {
                let says = Message::new("input-unknown-field");
                self.errors.push(FieldError { at: format!("/{name}").into(), says });
            }
        }
        self.errors
    }
}
