use std::fmt;

use kernel::{Id, Message, Noun};
use words::Formats;

use crate::{Field, FieldKind, RawField};

/// An object by which a query is narrowed. What may be read of it is for the query's own proof to say: a foreign one
/// finds what an absent one finds. A command, which would do something to it, takes a [`Link`](crate::Link) instead.
pub struct ById<T>(Id<T>);

impl<T> ById<T> {
    /// The object's id.
    pub fn id(self) -> Id<T> {
        self.0
    }
}

impl<T> Clone for ById<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for ById<T> {}
impl<T> fmt::Debug for ById<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<T: Noun> Field for ById<T> {
    fn kind() -> FieldKind {
        FieldKind::Id { noun: T::NAME }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        id_of(raw).map(Self)
    }
}

/// The id that a field holds. What is no id at all points at nothing, just as the id of something foreign does.
pub(crate) fn id_of<T>(raw: &RawField) -> Result<Id<T>, Message> {
    match raw {
        RawField::Text(text) if !text.trim().is_empty() => {
            text.trim().parse().map_err(|_| Message::new("input-link-not-found"))
        }
        RawField::Absent | RawField::Null | RawField::Text(_) => Err(Message::new("input-blank")),
        RawField::Json(_) | RawField::Many(_) => Err(Message::new("input-link-not-found")),
    }
}
