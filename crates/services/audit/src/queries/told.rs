use access::Account;
use gateway::{Path, get};
use journal::{Attempt, Entry, Outcome, View};
use kernel::{Id, Ref, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Col, Column, Condition, Object, Row};

use super::{EntryLine, fields::Who};

/// What was told of by time: entries of the journal, views, attempts. All three are listed and narrowed alike.
pub trait Told: Object {
    /// The action that lists them, and its address.
    const LIST: &'static str;
    /// The address of the list.
    const LIST_AT: Path;
    /// The action that makes a file of them.
    const EXPORT: &'static str;
    /// The address of the file.
    const EXPORT_AT: Path;
    /// When it was.
    const TIME: Col<Self, Timestamp>;
    /// Whose record it is about.
    const WHOSE: Col<Self, Option<Id<Account>>>;
    /// A line of the list.
    type Line: From<Self> + Serialize + JsonSchema + Send + Sync + 'static;

    /// By whose hand.
    fn by(who: &Who) -> Condition<Self>;
    /// Called by a name that begins so.
    fn called(beginning: &str) -> Condition<Self>;
    /// About an object of this kind.
    fn of_kind(kind: &str) -> Condition<Self>;
    /// About this object, or naming it.
    fn on(object: &Ref) -> Condition<Self>;
    /// With this outcome; what was done has none.
    fn ended(_: Outcome) -> Condition<Self> {
        Condition::nothing()
    }
}

impl Told for Entry {
    const LIST: &'static str = "journal.list";
    const LIST_AT: Path = get("/journal");
    const EXPORT: &'static str = "journal.export";
    const EXPORT_AT: Path = get("/journal/export");
    const TIME: Col<Self, Timestamp> = Self::AT;
    const WHOSE: Col<Self, Option<Id<Account>>> = Self::ACCOUNT_ID;
    type Line = EntryLine;

    fn by(who: &Who) -> Condition<Self> {
        match who {
            Who::Person(person) => Self::ON_BEHALF_OF.is(&Some(*person)),
            Who::People => Self::ON_BEHALF_OF.is_known(),
            Who::Systems => Self::ACTOR.begins("system:"),
            Who::Actor(actor) => Self::ACTOR.is(actor),
        }
    }

    fn called(beginning: &str) -> Condition<Self> {
        Self::EVENT.begins(beginning).or(Self::COMMAND.begins(beginning))
    }

    fn of_kind(kind: &str) -> Condition<Self> {
        kept(Self::TARGET, kind)
    }

    fn on(object: &Ref) -> Condition<Self> {
        // Those that an entry names beside its target are kept as JSON, each spelled like this one.
        let named = serde_json::to_string(object).map(|spelled| Self::REFS.contains(&spelled));
        Self::TARGET.is(object).or(named.unwrap_or_else(|_| Condition::nothing()))
    }
}

/// The logs beside the journal have the same columns, but for what came of an attempt.
macro_rules! log {
    ($log:ty, $($own:tt)*) => {
        impl Told for $log {
            $($own)*
            const TIME: Col<Self, Timestamp> = Self::AT;
            const WHOSE: Col<Self, Option<Id<Account>>> = Self::ACCOUNT_ID;
            type Line = Self;

            fn by(who: &Who) -> Condition<Self> {
                by_actor(Self::ACTOR, who)
            }

            fn called(beginning: &str) -> Condition<Self> {
                Self::ACTION.begins(beginning)
            }

            fn of_kind(kind: &str) -> Condition<Self> {
                kept(Self::TARGET, kind)
            }

            fn on(object: &Ref) -> Condition<Self> {
                Self::TARGET.is(&Some(object.clone()))
            }
        }
    };
}

log! {
    View,
    const LIST: &'static str = "journal.list_views";
    const LIST_AT: Path = get("/journal/views");
    const EXPORT: &'static str = "journal.export_views";
    const EXPORT_AT: Path = get("/journal/views/export");
}

log! {
    Attempt,
    const LIST: &'static str = "journal.list_attempts";
    const LIST_AT: Path = get("/journal/attempts");
    const EXPORT: &'static str = "journal.export_attempts";
    const EXPORT_AT: Path = get("/journal/attempts/export");

    fn ended(outcome: Outcome) -> Condition<Self> {
        Self::OUTCOME.is(&outcome)
    }
}

/// The logs keep nothing beside the actor's key.
fn by_actor<R: Row>(actor: Col<R, String>, who: &Who) -> Condition<R> {
    match who {
        Who::Person(person) => actor.is(&format!("person:{person}")),
        Who::People => actor.begins("person:"),
        Who::Systems => actor.begins("system:"),
        Who::Actor(key) => actor.is(key),
    }
}

/// References are kept as `kind:id`.
fn kept<R: Row, C: Column>(target: Col<R, C>, kind: &str) -> Condition<R> {
    target.begins(&format!("{kind}:"))
}
