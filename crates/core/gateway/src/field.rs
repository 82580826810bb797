use kernel::Message;
use serde_json::{Value, json};
use words::Formats;

use crate::{LinkTo, RawField};

/// A type that one field of an input can have. An illegal value cannot be made.
pub trait Field: Sized + Send + 'static {
    /// What a face must know to draw or describe it.
    fn kind() -> FieldKind;
    /// Whether it may be left out.
    const OPTIONAL: bool = false;

    /// Reads what came in.
    ///
    /// # Errors
    /// What to do about it.
    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message>;
    /// The objects it points at, each to be permitted by itself.
    fn links(&self) -> Vec<LinkTo> {
        Vec::new()
    }
}

/// What a field holds: enough for a form's control and a JSON Schema.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// Words, of at most so many characters.
    Text {
        /// Most characters.
        max: usize,
        /// Whether they may take several lines.
        lines: bool,
    },
    /// An e-mail address.
    Email,
    /// A whole number between two bounds.
    Whole {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// Yes or no.
    Truth,
    /// A day.
    Day,
    /// One of these words.
    Choice(Vec<&'static str>),
    /// An object of this kind, to which this action is permitted.
    Link {
        /// The kind.
        kind: &'static str,
        /// The action.
        action: &'static str,
    },
    /// The id of an object by which a query is narrowed.
    Id {
        /// The object's noun.
        noun: &'static str,
    },
    /// A record of any service, or a part of one, to be quoted: `invoice:ID`, `invoice:ID:LINE`.
    Quote,
    /// A document of a system of record: an object with a shape of its own, never typed into a form.
    Document,
    /// Several.
    Many(Box<FieldKind>),
}

/// One field of an operation's input.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSpec {
    /// Its name in forms and JSON.
    pub name: std::borrow::Cow<'static, str>,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it may be left out.
    pub optional: bool,
    /// What it is for, where its name does not say so: the field's doc comment.
    pub about: std::borrow::Cow<'static, str>,
}

impl FieldSpec {
    /// The field `name` of type `F`, and what it is for.
    pub fn of<F: Field>(name: &'static str, about: &'static str) -> Self {
        Self { name: name.into(), kind: F::kind(), optional: F::OPTIONAL, about: about.into() }
    }
}

impl FieldKind {
    /// The JSON Schema (2020-12) of the field's value.
    pub fn schema(&self) -> Value {
        match self {
            Self::Text { max, .. } => json!({ "type": "string", "maxLength": max }),
            Self::Email => json!({ "type": "string", "format": "email", "maxLength": 254 }),
            Self::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Self::Truth => json!({ "type": "boolean" }),
            Self::Day => json!({ "type": "string", "format": "date" }),
            Self::Choice(words) => json!({ "type": "string", "enum": words }),
            Self::Link { kind, .. } => json!({ "type": "string", "format": "uuid", "title": kind }),
            Self::Id { noun } => json!({ "type": "string", "format": "uuid", "title": noun }),
            Self::Quote => json!({ "type": "string", "maxLength": 120, "title": "record" }),
            Self::Document => json!({ "type": "object" }),
            Self::Many(inner) => json!({ "type": "array", "items": inner.schema() }),
        }
    }

    /// The link inside, if it points at an object.
    pub fn link(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Link { kind, action } => Some((kind, action)),
            Self::Many(inner) => inner.link(),
            _ => None,
        }
    }

    /// The noun of the id inside, if it is one that narrows.
    pub fn noun(&self) -> Option<&'static str> {
        match self {
            Self::Id { noun } => Some(noun),
            Self::Many(inner) => inner.noun(),
            _ => None,
        }
    }
}
