use std::{borrow::Cow, error::Error, fmt};

use crate::Message;

/// A class of problem: what RFC 9457 calls its type.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The last part of the type's address: `not-found`.
    pub slug: &'static str,
    /// The HTTP status that goes with it.
    pub status: u16,
}

/// Where in the input a fault lies: a JSON pointer (RFC 6901) such as `/lines/2/amount`.
pub type Pointer = Cow<'static, str>;

/// One fault in one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// The field.
    pub at: Pointer,
    /// What to do about it.
    pub says: Message,
}

/// What went wrong, safe to show; the cause is for the log and never serialises.
#[derive(Debug)]
pub struct Problem {
    kind: &'static Kind,
    says: Message,
    fields: Vec<FieldError>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Problem {
    /// No such thing, or nothing this person may know of.
    pub const NOT_FOUND: Kind = Kind { slug: "not-found", status: 404 };
    /// The person may read the object, but not do this to it.
    pub const FORBIDDEN: Kind = Kind { slug: "forbidden", status: 403 };
    /// Nobody is signed in.
    pub const SIGNED_OUT: Kind = Kind { slug: "signed-out", status: 401 };
    /// Some fields need attention.
    pub const INVALID: Kind = Kind { slug: "invalid", status: 422 };
    /// The request is right, but the object's state does not allow it.
    pub const CONFLICT: Kind = Kind { slug: "conflict", status: 409 };
    /// The object is not any more what whoever asks has seen (RFC 9110, section 15.5.13).
    pub const CHANGED: Kind = Kind { slug: "changed", status: 412 };
    /// What was here has ended: a used link, an old invitation.
    pub const GONE: Kind = Kind { slug: "gone", status: 410 };
    /// Larger than we take.
    pub const TOO_LARGE: Kind = Kind { slug: "too-large", status: 413 };
    /// Too often in too short a time.
    pub const TOO_MANY: Kind = Kind { slug: "too-many", status: 429 };
    /// A fault of ours.
    pub const UNEXPECTED: Kind = Kind { slug: "unexpected", status: 500 };
    /// Something we depend on is away; later it may work.
    pub const UNAVAILABLE: Kind = Kind { slug: "unavailable", status: 503 };

    /// A problem of `kind`, put into words by `says`.
    pub fn of(kind: &'static Kind, says: Message) -> Self {
        Self { kind, says, fields: Vec::new(), cause: None }
    }

    /// Nothing is there, or nothing you may know of; the two read alike on purpose.
    pub fn not_found() -> Self {
        Self::of(&Self::NOT_FOUND, Message::new("problem-not-found"))
    }

    /// Fields that need attention, every one of them.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let mut problem = Self::of(&Self::INVALID, Message::new("problem-invalid"));
        problem.fields = fields;
        problem
    }

    /// The object's state forbids it.
    pub fn conflict(says: Message) -> Self {
        Self::of(&Self::CONFLICT, says)
    }

    /// A fault of ours; `cause` is logged and never shown.
    pub fn unexpected(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::of(&Self::UNEXPECTED, Message::new("problem-unexpected")).because(cause)
    }

    /// Something we depend on is away.
    pub fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::of(&Self::UNAVAILABLE, Message::new("problem-unavailable")).because(cause)
    }

    /// The problem with what led to it.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The problem with one more faulty field.
    #[must_use]
    pub fn at(mut self, field: impl Into<Pointer>, says: Message) -> Self {
        self.fields.push(FieldError { at: field.into(), says });
        self
    }

    /// Its class.
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// What to tell the person.
    pub fn says(&self) -> &Message {
        &self.says
    }

    /// The faulty fields.
    pub fn fields(&self) -> &[FieldError] {
        &self.fields
    }

    /// What led to it, for the log.
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.cause.as_deref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.kind.slug, self.says.id)
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}
