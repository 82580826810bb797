//! What the chain covers, in canonical bytes.

use serde_json::json;
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

/// One link of the chain: over the link before, the number, everything but payload and salt, and their digest.
pub(crate) fn of_link(previous: &str, seq: i64, entry: &Entry) -> String {
    // serde_json keeps an object's keys sorted, so these bytes are canonical.
    let header = json!({
        "id": entry.id, "at": entry.at.micros(), "actor": entry.actor, "on_behalf_of": entry.on_behalf_of,
        "acting": entry.acting, "brand": entry.brand_id, "face": entry.face.word(), "command": entry.command,
        "event": entry.event, "event_version": entry.event_version, "target": entry.target.to_string(),
        "account": entry.account_id, "refs": entry.refs.0, "cause": entry.cause, "depth": entry.depth,
        "decision": entry.decision.0, "trace": entry.trace, "audience": entry.audience.word(),
        "held_until": entry.held_until.map(kernel::Timestamp::micros), "digest": entry.digest,
    });
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    hasher.update(seq.to_be_bytes());
    hasher.update(header.to_string().as_bytes());
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
