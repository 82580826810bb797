use std::{
    borrow::Cow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    str::FromStr,
};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// An identifier that remembers which noun it identifies. A UUIDv7, so ids sort by time of birth.
pub struct Id<T> {
    value: Uuid,
    of: PhantomData<fn() -> T>,
}

/// The text is not an identifier: 32 hexadecimal digits, with or without hyphens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct ParseIdError;

impl<T> Id<T> {
    /// Wraps a raw value, for stores and sources of ids.
    pub const fn from_uuid(value: Uuid) -> Self {
        Self { value, of: PhantomData }
    }

    /// The raw value.
    pub const fn uuid(self) -> Uuid {
        self.value
    }

    /// The same id seen as another noun; for rows that share their parent's id.
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_uuid(self.value)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value.simple(), f)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        Uuid::try_parse(text).map(Self::from_uuid).map_err(|_| ParseIdError)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<T> JsonSchema for Id<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
    }
}

/// A noun that ids can stand for.
pub trait Noun: 'static {
    /// The noun's name, as policies, references and addresses use it.
    const NAME: &'static str;
}

/// Points at any object of any service: its kind and its id. The only bridge between services.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Ref {
    /// The noun, as the owning service registered it: `case`, `invoice`.
    pub kind: Cow<'static, str>,
    /// The object's id within that kind.
    pub id: Uuid,
}

impl Ref {
    /// A reference to `id`, an object of `kind`.
    pub fn new<T>(kind: impl Into<Cow<'static, str>>, id: Id<T>) -> Self {
        Self { kind: kind.into(), id: id.uuid() }
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id.simple())
    }
}

impl FromStr for Ref {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let (kind, id) = text.split_once(':').ok_or(ParseIdError)?;
        let id = Uuid::try_parse(id).map_err(|_| ParseIdError)?;
        Ok(Self { kind: Cow::Owned(kind.to_owned()), id })
    }
}
