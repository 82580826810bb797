use kernel::{Message, Problem};
use store::StoreError;

/// Why nothing was done about somebody.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The role is more than one holds oneself, or is none of a customer's.
    #[error("the role is not theirs to give")]
    NotTheirsToGive,
    /// Whoever gives the role holds it for a while only, and what they give would outlast it.
    #[error("they hold the role for a while only")]
    ForAWhile,
    /// Who has the address is a member already.
    #[error("the address is a member's already")]
    Member(String),
    /// The address has an invitation that nobody has answered.
    #[error("the address is invited already")]
    Invited(String),
    /// The invitation was accepted, refused or taken back.
    #[error("the invitation is answered")]
    Answered,
    /// The wave is called as one that somebody else has sent.
    #[error("the wave is somebody else's")]
    WaveOfAnother,
    /// Somebody holds more than whoever would change it.
    #[error("they hold more than whoever asks")]
    HoldsMore(String),
    /// The account would be left without anybody who looks after access.
    #[error("the last who looks after access")]
    Last(String),
    /// It is the only role they have.
    #[error("the only role of the member")]
    OnlyRole(String),
    /// They are no member any more.
    #[error("the membership has ended")]
    Ended,
    /// They became a member anew.
    #[error("a member anew")]
    Again(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        let at = |field: &'static str, says| Self::invalid(Vec::new()).at(field, says);
        let named = |id, name: String| Self::conflict(Message::new(id).with("name", name));
        match error {
            PeopleError::NotTheirsToGive => at("/role", Message::new("people-error-role")),
            PeopleError::ForAWhile => at("/role", Message::new("people-error-for-a-while")),
            PeopleError::Member(email) => at("/email", Message::new("people-error-member").with("email", email)),
            PeopleError::Invited(email) => at("/email", Message::new("people-error-invited").with("email", email)),
            PeopleError::Answered => Self::conflict(Message::new("people-error-answered")),
            PeopleError::WaveOfAnother => at("/wave", Message::new("people-error-wave")),
            PeopleError::HoldsMore(name) => named("people-error-holds-more", name),
            PeopleError::Last(name) => named("people-error-last", name),
            PeopleError::OnlyRole(name) => named("people-error-only-role", name),
            PeopleError::Ended => Self::conflict(Message::new("people-error-ended")),
            PeopleError::Again(name) => named("people-error-again", name),
            PeopleError::Store(error) => error.into(),
        }
    }
}
