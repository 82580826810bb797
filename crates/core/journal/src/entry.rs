use access::{Account, Brand, Person, Principal};
use kernel::{Id, Ref, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Json;

/// Something that happened, as plain data: named, versioned, read by listeners into structs of their own.
///
/// Its schema only grows. It carries no free text: that stays in the service's rows, and the event names it.
pub trait Event: Serialize + Send {
    /// The name: `cases.replied`.
    const NAME: &'static str;
    /// Which edition of its schema this is.
    const VERSION: i64 = 1;
    /// Who may see it in a timeline.
    const AUDIENCE: Audience = Audience::Account;
}

/// Writes events down as plain structs, each with its name; `for Desk;` in front where staff alone may see them.
///
/// ```ignore
/// journal::events! {
///     /// Somebody was invited.
///     Invited = "people.invited" {
///         /// The invitation.
///         invitation: Id<Invitation>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! events {
    (for $audience:ident; $(
        $(#[$doc:meta])* $name:ident = $event:literal { $($(#[$field_doc:meta])* $field:ident: $ty:ty),* $(,)? }
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, ::serde::Serialize)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $ty),*
        }

        impl $crate::Event for $name {
            const NAME: &'static str = $event;
            const AUDIENCE: $crate::Audience = $crate::Audience::$audience;
        }
    )* };
    ($($(#[$doc:meta])* $name:ident = $event:literal { $($fields:tt)* })*) => {
        $crate::events! { for Account; $($(#[$doc])* $name = $event { $($fields)* })* }
    };
}

/// Who may see an entry in a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The account's people who may read the target, and staff.
    Account,
    /// Staff alone.
    Desk,
}
store::text_column!(Audience { Account = "account", Desk = "desk" });

/// Through which door a command came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// A page in a browser.
    Page,
    /// The REST interface.
    Api,
    /// An agent's tool.
    Agent,
    /// A system of record.
    Sync,
    /// A follower, a job, the command line.
    Inside,
}
store::text_column!(Face { Page = "page", Api = "api", Agent = "agent", Sync = "sync", Inside = "inside" });

/// An event as a command recorded it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The event's name.
    pub name: String,
    /// Its schema's edition.
    pub version: i64,
    /// Who may see it.
    pub audience: Audience,
    /// What it says.
    pub payload: Value,
    /// Objects it names besides the target.
    pub refs: Vec<Ref>,
}

impl Recorded {
    /// An event, ready to be written.
    pub fn of<E: Event>(event: &E) -> Self {
        Self {
            name: E::NAME.to_owned(),
            version: E::VERSION,
            audience: E::AUDIENCE,
            payload: serde_json::to_value(event).unwrap_or(Value::Null),
            refs: Vec::new(),
        }
    }

    /// The event with objects it names.
    #[must_use]
    pub fn naming(mut self, refs: impl IntoIterator<Item = Ref>) -> Self {
        self.refs.extend(refs);
        self
    }
}

/// An entry about to be written: who did what to which object, and what came of it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// When.
    pub at: Timestamp,
    /// Who, on whose behalf, in which capacity.
    pub principal: Principal,
    /// Through which door.
    pub face: Face,
    /// The command's name.
    pub command: String,
    /// What happened.
    pub event: Recorded,
    /// To what.
    pub target: Ref,
    /// Whose it is.
    pub account: Option<Id<Account>>,
    /// The entry this one follows from.
    pub cause: Option<Id<Entry>>,
    /// How many causes lie behind it.
    pub depth: i64,
    /// The policies that allowed it.
    pub decision: Vec<String>,
    /// The trace it belongs to.
    pub trace: String,
    /// Until when followers that reach outside wait, because it may be undone.
    pub held_until: Option<Timestamp>,
}

/// One entry of the journal, as stored. Only its payload and salt can be erased; the rest is what the chain covers.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "journal_entries", kind = "journal_entry", read = "journal.read", account = "account_id")]
pub struct Entry {
    /// Its id.
    pub id: Id<Entry>,
    /// When.
    pub at: Timestamp,
    /// Whose hand it was, as `Principal::key` words it.
    pub actor: String,
    /// The person on whose rights it acted.
    pub on_behalf_of: Option<Id<Person>>,
    /// In which capacity.
    pub acting: String,
    /// Through which brand.
    pub brand_id: Option<Id<Brand>>,
    /// Through which door.
    pub face: Face,
    /// By which command.
    pub command: String,
    /// What happened.
    pub event: String,
    /// The edition of the event's schema.
    pub event_version: i64,
    /// To what.
    pub target: Ref,
    /// Whose it is.
    pub account_id: Option<Id<Account>>,
    /// Other objects it names.
    pub refs: Json<Vec<Ref>>,
    /// The entry it follows from.
    pub cause: Option<Id<Entry>>,
    /// How many causes lie behind it.
    pub depth: i64,
    /// The policies that allowed it.
    pub decision: Json<Vec<String>>,
    /// The trace it belongs to: the id, or where it is told, a W3C `traceparent`; [`telemetry::Trace`] reads both.
    pub trace: String,
    /// Who may see it.
    #[fact]
    pub audience: Audience,
    /// Until when outside followers wait.
    pub held_until: Option<Timestamp>,
    /// SHA-256 over salt and payload, in hexadecimal.
    pub digest: String,
    /// Random; erased together with the payload.
    pub salt: Option<String>,
    /// What the event says: JSON, covered byte for byte as it stands.
    pub payload: Option<String>,
}

/// An entry's place in the chain; a number and a hash once it is sealed.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "journal_entries", parent(Entry, "id"))]
pub struct Seal {
    /// The entry's own id.
    pub id: Id<Seal>,
    /// Its number.
    pub seq: Option<i64>,
    /// Its link, in hexadecimal.
    pub hash: Option<String>,
}

impl Entry {
    /// What the event says; nothing once it was erased.
    pub fn payload(&self) -> Value {
        self.payload.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
    }
}
