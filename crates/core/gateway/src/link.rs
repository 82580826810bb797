#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::marker::PhantomData;

use access::Caller;
use futures::future::BoxFuture;
use kernel::{Id, Message};
use store::{Object, Refused, Row, Work};
use uuid::Uuid;
use words::Formats;

use crate::{Field, FieldKind, RawField};

/// Something that may be done to an object that a command merely points at: attach it, assign to it, move below it.
pub trait Action: Send + Sync + 'static {
    /// Its name, as roles and policies use it.
    const NAME: &'static str;
    /// What it is done to.
    type On: Object;
}

/// A pointer to an object beside the target, for one declared action. It is found, locked and permitted in the
/// command's transaction; a bare id cannot be a field.
pub struct Link<T: Object, A: Action<On = T>> {
    id: Id<T::Noun>,
    to: PhantomData<fn() -> A>,
}

/// A link without its types: what the gateway has to lock and to ask.
#[derive(Clone)]
pub struct LinkTo {
    /// The kind pointed at.
    pub kind: &'static str,
    /// Its table.
    pub table: &'static str,
    /// The object.
    pub id: Uuid,
    /// For which action.
    pub action: &'static str,
    pub(crate) permit: Permit,
}

type Permit = for<'a> fn(&'a Work, &'a Caller, Uuid) -> BoxFuture<'a, Result<(), Refused>>;

impl<T: Object, A: Action<On = T>> Link<T, A> {
    /// Points at `id`. That it may be pointed at is for the gateway to find out.
    pub fn to(id: Id<T::Noun>) -> Self {
        Self { id, to: PhantomData }
    }

    /// The object's id; only of use after the gateway has let the command run.
    pub fn id(&self) -> Id<T::Noun> {
        self.id
    }
}

impl<T: Object, A: Action<On = T>> Field for Link<T, A> {
    fn kind() -> FieldKind {
        FieldKind::Link { kind: T::KIND, action: A::NAME }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        match raw {
            // What is no id at all points at nothing, just as the id of something foreign does.
            RawField::Text(text) if !text.trim().is_empty() => {
                text.trim().parse().map(Self::to).map_err(|_| Message::new("input-link-not-found"))
            }
            RawField::Absent | RawField::Null | RawField::Text(_) => Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => Err(Message::new("input-link-not-found")),
        }
    }

    fn links(&self) -> Vec<LinkTo> {
        let permit: Permit = |work, caller, id| {
            Box::pin(async move { work.permit::<T>(caller, A::NAME, Id::from_uuid(id)).await.map(|_| ()) })
        };
        vec![LinkTo { kind: T::KIND, table: <T as Row>::TABLE, id: self.id.uuid(), action: A::NAME, permit }]
    }
}
