//! How one signs in, as the templates see it.

use front::Blank;
use kernel::{Date, Timestamp};
use serde::Serialize;

#[derive(Serialize)]
pub(in crate::pages) struct Security {
    pub title: String,
    /// Where the way on begins.
    pub home: String,
    pub password: Option<Changed>,
    pub passkeys: Vec<Authenticator>,
    pub authenticators: Vec<Authenticator>,
    pub recovery: Option<Recovery>,
    pub addresses: Vec<Address>,
    pub devices: Vec<Device>,
    pub remembered: Vec<Remembered>,
    pub history: Vec<SignedIn>,
    /// Of the passkey or app that is given another name.
    pub form: Blank,
}

#[derive(Serialize)]
pub(in crate::pages) struct Changed {
    pub changed: Timestamp,
}

/// A passkey or an authenticator app.
#[derive(Serialize)]
pub(in crate::pages) struct Authenticator {
    pub name: String,
    pub added: Timestamp,
    pub used: Option<Timestamp>,
    /// The page on which it is given another name.
    pub renaming: String,
    /// Where to send that name, while it is given one.
    pub rename: Option<String>,
    pub removal: String,
}

#[derive(Serialize)]
pub(in crate::pages) struct Recovery {
    pub made: Timestamp,
    pub left: usize,
}

#[derive(Serialize)]
pub(in crate::pages) struct Address {
    pub email: String,
    pub verified: bool,
    pub main: bool,
    pub verification: String,
    pub promotion: String,
    pub removal: String,
}

#[derive(Serialize)]
pub(in crate::pages) struct Device {
    pub name: String,
    pub by: String,
    pub place: Option<String>,
    pub address: String,
    pub used: Timestamp,
    pub ends: Option<Date>,
    pub current: bool,
    pub sign_out: String,
}

/// A browser in which no second proof is asked for.
#[derive(Serialize)]
pub(in crate::pages) struct Remembered {
    pub name: String,
    pub since: Timestamp,
    pub ends: Date,
    pub removal: String,
}

/// Once that they signed in.
#[derive(Serialize)]
pub(in crate::pages) struct SignedIn {
    pub at: Timestamp,
    pub by: String,
    pub address: Option<String>,
}

/// One's own sign-ins and what was refused.
#[derive(Serialize)]
pub(in crate::pages) struct SignIns {
    pub title: String,
    pub rows: Vec<SignInRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

#[derive(Serialize)]
pub(in crate::pages) struct SignInRow {
    pub at: Timestamp,
    pub by: String,
    pub address: Option<String>,
    /// What was refused, in words.
    pub refused: Option<String>,
}

/// Locking oneself out.
#[derive(Serialize)]
pub(in crate::pages) struct LockAsked {
    pub title: String,
}
