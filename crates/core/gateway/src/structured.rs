use std::ops::Deref;

use kernel::Message;
use serde::de::DeserializeOwned;
use serde_json::Value;
use words::Formats;

use crate::{Field, FieldKind, RawField};

/// A document with a shape of its own, as a system of record gives it. It comes as JSON, never from a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Structured<T>(T);

impl<T> Structured<T> {
    /// The document.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Structured<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + Send + 'static> Field for Structured<T> {
    fn kind() -> FieldKind {
        FieldKind::Document
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        let RawField::Json(value @ Value::Object(_)) = raw else { return Err(Message::new("input-not-a-document")) };
        // serde's own words name the key and what was expected there, never the value's neighbours.
        T::deserialize(value)
            .map(Self)
            .map_err(|error| Message::new("input-document-wrong").with("reason", error.to_string()))
    }
}
