#![expect(
    clippy::disallowed_methods,
    reason = "asked by the gate, about what somebody at the desk calls what they send"
)]

use access::Person;
use kernel::{Id, Timestamp};
use macros::Row;
use store::{StoreError, Work};

use crate::Invitation;

/// Invitations that went out in one go, from one list.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "invitation_waves", kind = "invitation_wave", read = "people.read_wave")]
pub struct InvitationWave {
    /// The first invitation in it.
    pub id: Id<InvitationWave>,
    /// What those in it have in common.
    pub wave: String,
    /// When the first of them went out so.
    pub sent_at: Timestamp,
    /// How many there are.
    pub invited: i64,
    /// Who sent them, by the name they have now.
    pub sent_by: Option<String>,
}

/// Whether an invitation in the wave that is called so was sent by somebody else.
///
/// # Errors
/// The database's.
pub async fn is_wave_of_another(work: &Work, wave: &str, person: Option<Id<Person>>) -> Result<bool, StoreError> {
    let theirs = Invitation::WAVE.is(&Some(wave.to_owned())).and(Invitation::WAVE_BY.is_not(&person));
    Ok(work.unguarded().first(theirs).await?.is_some())
}
