//! What the chain covers, in canonical bytes.

use access::{Account, Brand, Person};
use kernel::{Id, Ref, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::Entry;

/// The hash before the first entry.
pub(crate) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over salt and payload.
pub(crate) fn of_payload(salt: &str, payload: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt.as_bytes());
    hasher.update([0]);
    hasher.update(payload.as_bytes());
    hex::encode(hasher.finalize())
}

/// Everything a link covers but payload and salt. The fields' order is part of the format and never changes.
#[derive(Serialize)]
struct Header<'e> {
    id: Id<Entry>,
    at: i64,
    actor: &'e str,
    on_behalf_of: Option<Id<Person>>,
    acting: &'e str,
    brand: Option<Id<Brand>>,
    face: &'e str,
    command: &'e str,
    event: &'e str,
    event_version: i64,
    target: String,
    account: Option<Id<Account>>,
    refs: &'e [Ref],
    cause: Option<Id<Entry>>,
    depth: i64,
    decision: &'e [String],
    trace: &'e str,
    audience: &'e str,
    held_until: Option<i64>,
    digest: &'e str,
}

/// One link of the chain: over the link before, the number, everything but payload and salt, and their digest.
pub(crate) fn of_link(previous: &str, seq: i64, entry: &Entry) -> String {
    let header = Header {
        id: entry.id,
        at: entry.at.micros(),
        actor: &entry.actor,
        on_behalf_of: entry.on_behalf_of,
        acting: &entry.acting,
        brand: entry.brand_id,
        face: entry.face.word(),
        command: &entry.command,
        event: &entry.event,
        event_version: entry.event_version,
        target: entry.target.to_string(),
        account: entry.account_id,
        refs: &entry.refs.0,
        cause: entry.cause,
        depth: entry.depth,
        decision: &entry.decision.0,
        trace: &entry.trace,
        audience: entry.audience.word(),
        held_until: entry.held_until.map(Timestamp::micros),
        digest: &entry.digest,
    };
    let header = serde_json::to_vec(&header).expect("plain fields are written without fail");
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    hasher.update(seq.to_be_bytes());
    hasher.update(&header);
    hex::encode(hasher.finalize())
}

/// The link after a batch of a log: over the batch before and the rows' own bytes.
pub(crate) fn of_batch(previous: &str, rows: &[String]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    for row in rows {
        hasher.update(row.as_bytes());
        hasher.update([0]);
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use kernel::{Id, Ref, Timestamp};
    use store::Json;

    use super::{GENESIS, of_link, of_payload};
    use crate::{Audience, Entry, Face};

    #[test]
    fn the_format_of_a_link_never_changes() {
        let nil = uuid::Uuid::nil();
        let entry = Entry {
            id: Id::from_uuid(nil),
            at: Timestamp::from_micros(1),
            actor: "system:test".to_owned(),
            on_behalf_of: None,
            acting: "system".to_owned(),
            brand_id: None,
            face: Face::Inside,
            command: "jobs.note".to_owned(),
            event: "jobs.noted".to_owned(),
            event_version: 1,
            target: Ref { kind: "job".into(), id: nil },
            account_id: None,
            refs: Json(vec![Ref { kind: "tool".into(), id: nil }]),
            cause: None,
            depth: 0,
            decision: Json(vec!["reach.job".to_owned()]),
            trace: String::new(),
            audience: Audience::Account,
            held_until: None,
            digest: of_payload("salt", "{}"),
            salt: None,
            payload: None,
        };
        assert_eq!(of_link(GENESIS, 1, &entry), "d3ae1f02891b423ab00d20bb84927e775780c009c9a0f3476694913be8eda731");
    }
}
