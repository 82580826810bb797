//! What the journal says of keys.

use access::ApiKey;
use journal::Event;
use kernel::{Id, Timestamp};
use serde::Serialize;

/// A key was made.
#[derive(Clone, Debug, Serialize)]
pub struct KeyCreated {
    /// The key.
    pub key: Id<ApiKey>,
    /// What it may do, by the names of operations.
    pub actions: Vec<String>,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
}

impl Event for KeyCreated {
    const NAME: &'static str = "keys.created";
}

/// A key was revoked.
#[derive(Clone, Debug, Serialize)]
pub struct KeyRevoked {
    /// The key.
    pub key: Id<ApiKey>,
}

impl Event for KeyRevoked {
    const NAME: &'static str = "keys.revoked";
}
