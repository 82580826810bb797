#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::{borrow::Cow, marker::PhantomData};

use access::Caller;
use futures::future::BoxFuture;
use kernel::{Id, Message};
use store::{Lock, Object, Refused, Row, Work};
use uuid::Uuid;
use words::Formats;

use crate::{Field, FieldKind, Quote, RawField, Registry, by_id::id_of};

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
    pub kind: Cow<'static, str>,
    /// The object.
    pub id: Uuid,
    way: Way,
}

#[derive(Clone)]
enum Way {
    /// A kind known to the command, for a declared action.
    Typed { table: &'static str, action: &'static str, permit: Permit },
    /// A record of any service, to be quoted.
    Quoted(Quote),
}

type Permit = for<'a> fn(&'a Work, &'a Caller, Uuid) -> BoxFuture<'a, Result<(), Refused>>;

impl LinkTo {
    pub(crate) fn quoting(quote: Quote) -> Self {
        Self { kind: quote.target.kind.clone(), id: quote.target.id, way: Way::Quoted(quote) }
    }

    /// For which action; nothing when nobody brings the kind.
    pub(crate) fn action(&self, registry: &Registry) -> Option<&'static str> {
        match &self.way {
            Way::Typed { action, .. } => Some(action),
            Way::Quoted(quote) => registry.quoting(&quote.target.kind).map(|quoting| quoting.action),
        }
    }

    /// The row to lock; none when nobody brings the kind.
    pub(crate) fn lock(&self, registry: &Registry) -> Option<Lock> {
        let table = match &self.way {
            Way::Typed { table, .. } => table,
            Way::Quoted(quote) => registry.quoting(&quote.target.kind)?.table,
        };
        Some(Lock { table, id: self.id, shared: false })
    }

    /// Finds and permits the object.
    pub(crate) async fn permit(&self, registry: &Registry, work: &Work, caller: &Caller) -> Result<(), Refused> {
        match &self.way {
            Way::Typed { permit, .. } => permit(work, caller, self.id).await,
            Way::Quoted(quote) => {
                let quoting = registry.quoting(&quote.target.kind).ok_or(Refused::Hidden)?;
                quoting.within(work, caller, quote).await.map(|_| ())
            }
        }
    }

    /// Whether it is this link of a command.
    pub(crate) fn is(&self, action: &str, id: Uuid) -> bool {
        self.id == id && matches!(&self.way, Way::Typed { action: own, .. } if *own == action)
    }

    /// Whether it quotes this.
    pub(crate) fn quotes(&self, quote: &Quote) -> bool {
        matches!(&self.way, Way::Quoted(own) if own == quote)
    }
}

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
        id_of(raw).map(Self::to)
    }

    fn links(&self) -> Vec<LinkTo> {
        let permit: Permit = |work, caller, id| {
            Box::pin(async move { work.permit::<T>(caller, A::NAME, Id::from_uuid(id)).await.map(|_| ()) })
        };
        let way = Way::Typed { table: <T as Row>::TABLE, action: A::NAME, permit };
        vec![LinkTo { kind: T::KIND.into(), id: self.id.uuid(), way }]
    }
}
