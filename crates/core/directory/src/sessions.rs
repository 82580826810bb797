use access::Person;
use kernel::{Id, Timestamp};
use macros::Row;
use sha2::{Digest, Sha256};

/// A browser somebody is signed in with. The browser holds a random token; we hold its hash.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sessions", parent(crate::Person, "person_id"))]
pub struct Session {
    /// Its id.
    pub id: Id<Session>,
    /// Who.
    pub person_id: Id<Person>,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// The browser and system, in words.
    pub device: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Last use, within a minute or so.
    pub seen_at: Timestamp,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// Until when a factor counts as just shown.
    pub fresh_until: Option<Timestamp>,
    /// When it was signed out.
    pub ended_at: Option<Timestamp>,
    /// When two proofs were shown in it, if they were.
    pub second_at: Option<Timestamp>,
}

/// What is stored of a random token. Tokens have 256 bits, so a plain hash cannot be guessed back.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
