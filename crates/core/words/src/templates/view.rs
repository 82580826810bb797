use std::collections::BTreeMap;

use minijinja::value::{Serde, Value, ValueKind};
use serde::Serialize;

use crate::WordsError;

/// What a template is to show: fields by name.
#[derive(Clone, Debug, Default)]
pub struct View {
    fields: BTreeMap<String, Value>,
}

impl View {
    /// The fields of a struct or a map.
    ///
    /// # Errors
    /// [`WordsError::View`], when it does not serialise or has no named fields.
    pub fn of(fields: impl Serialize) -> Result<Self, WordsError> {
        let value = Value::from(Serde(fields));
        let refuse = |reason: String| WordsError::View { reason };
        if value.kind() != ValueKind::Map {
            return Err(refuse(format!("a view has named fields, and this is {value}")));
        }
        let names = value.try_iter().map_err(|error| refuse(error.to_string()))?;
        let named = names.map(|name| Ok((name.to_string(), value.get_item(&name)?)));
        let fields = named.collect::<Result<_, minijinja::Error>>().map_err(|error| refuse(error.to_string()))?;
        Ok(Self { fields })
    }

    /// Whether there is such a field.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// A field that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    /// A field as JSON, to be changed and set again.
    pub fn json(&self, name: &str) -> Option<serde_json::Value> {
        serde_json::to_value(self.fields.get(name)?).ok()
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Serialize) {
        self.fields.insert(name.to_owned(), Value::from(Serde(value)));
    }

    pub(super) fn into_fields(self) -> BTreeMap<String, Value> {
        self.fields
    }
}
