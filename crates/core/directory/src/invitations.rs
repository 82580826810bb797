use std::time::Duration;

use access::{Account, Person};
use kernel::{Id, Timestamp};
use macros::Row;

/// How long an invitation can be taken up.
pub const INVITATION_LIFETIME: Duration = Duration::from_hours(14 * 24);

/// An offer of a role to whoever reads the mail of an address.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "invitations", kind = "invitation", read = "people.read_invitation", account = "account_id")]
pub struct Invitation {
    /// Its id.
    pub id: Id<Invitation>,
    /// Into which account; none means the desk.
    pub account_id: Option<Id<Account>>,
    /// The address as it was typed.
    pub email: String,
    /// The address as it is compared.
    pub email_fold: String,
    /// The role offered.
    pub role: String,
    /// A line from whoever invites.
    pub note: Option<String>,
    /// Who invites; nobody when the program did.
    pub invited_by: Option<Id<Person>>,
    /// SHA-256 of the link's token; none until its letter is written.
    pub token_hash: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// When its link was last handed out.
    pub sent_at: Option<Timestamp>,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// By whom.
    pub accepted_by: Option<Id<Person>>,
    /// When it was taken back, or a newer one took its place.
    pub revoked_at: Option<Timestamp>,
    /// When the invited said that it is not for them.
    pub refused_at: Option<Timestamp>,
    /// When whoever holds its link last asked for a new one, because it has run out; none again once it is renewed.
    pub asked_again_at: Option<Timestamp>,
    /// What it has in common with those that went out in one go with it; nothing when it went by itself.
    pub wave: Option<String>,
    /// When they went out so.
    pub wave_at: Option<Timestamp>,
    /// Who sent them so.
    pub wave_by: Option<Id<Person>>,
}

impl Invitation {
    /// Whether nobody has said yes or no to it, and nobody has taken it back.
    pub fn is_unanswered(&self) -> bool {
        self.accepted_at.is_none() && self.revoked_at.is_none() && self.refused_at.is_none()
    }

    /// Whether it can be taken up.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.is_unanswered() && now < self.expires_at
    }
}
