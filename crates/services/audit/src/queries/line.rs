use access::{Account, Person};
use journal::{Audience, Entry, Face};
use kernel::{Id, Ref, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

/// An entry as it is shown: all of it but the salt, which is erased with what the entry says.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EntryLine {
    /// Its id.
    pub id: Id<Entry>,
    /// When.
    pub at: Timestamp,
    /// Whose hand it was.
    pub actor: String,
    /// The person on whose rights it acted.
    pub on_behalf_of: Option<Id<Person>>,
    /// In which capacity.
    pub acting: String,
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
    pub refs: Vec<Ref>,
    /// The entry it follows from.
    pub cause: Option<Id<Entry>>,
    /// The policies that allowed it.
    pub decision: Vec<String>,
    /// Who may see it.
    pub audience: Audience,
    /// SHA-256 over salt and payload, in hexadecimal.
    pub digest: String,
    /// What the event says, as JSON; nothing once it was erased.
    pub payload: Option<String>,
}

impl From<Entry> for EntryLine {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            actor: entry.actor,
            on_behalf_of: entry.on_behalf_of,
            acting: entry.acting,
            face: entry.face,
            command: entry.command,
            event: entry.event,
            event_version: entry.event_version,
            target: entry.target,
            account_id: entry.account_id,
            refs: entry.refs.0,
            cause: entry.cause,
            decision: entry.decision.0,
            audience: entry.audience,
            digest: entry.digest,
            payload: entry.payload,
        }
    }
}
