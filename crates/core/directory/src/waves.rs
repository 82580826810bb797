use kernel::{Id, Timestamp};
use macros::Row;

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
