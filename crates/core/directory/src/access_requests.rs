use std::time::Duration;

use access::{Account, Person};
use kernel::{Id, Timestamp};
use macros::Row;
use store::Condition;

use crate::Membership;

/// How long somebody's admins have to answer what they ask for.
pub const ACCESS_REQUEST_LIFETIME: Duration = Duration::from_hours(7 * 24);

/// How long after a no somebody may ask for the same again.
pub const ACCESS_REQUEST_REST: Duration = Duration::from_hours(24);

/// Somebody asks for a role in an account, because something was refused to them there.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "access_requests", kind = "access_request", read = "access.read", account = "account_id")]
pub struct AccessRequest {
    /// Its id.
    pub id: Id<AccessRequest>,
    /// Where.
    pub account_id: Id<Account>,
    /// Through which membership.
    pub membership_id: Id<Membership>,
    /// Who.
    pub person_id: Id<Person>,
    /// What they are called.
    pub person_name: String,
    /// What was refused to them.
    pub action: String,
    /// The role that permits it.
    pub role: String,
    /// A line from them.
    pub note: Option<String>,
    /// Since when.
    pub asked_at: Timestamp,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// When it was granted.
    pub granted_at: Option<Timestamp>,
    /// When it was declined.
    pub declined_at: Option<Timestamp>,
    /// By whom.
    pub answered_by: Option<Id<Person>>,
}

impl AccessRequest {
    /// Whether it waits for an answer.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.granted_at.is_none() && self.declined_at.is_none() && now < self.expires_at
    }

    /// The same as a condition: not answered, and not run out.
    pub fn open_at(now: Timestamp) -> Condition<Self> {
        let answered = Self::GRANTED_AT.is_unknown().and(Self::DECLINED_AT.is_unknown());
        answered.and(Self::EXPIRES_AT.from(&now.plus(Duration::from_micros(1))))
    }
}
