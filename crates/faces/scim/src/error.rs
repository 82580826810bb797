use kernel::{Message, Problem};
use store::StoreError;

/// Why nothing was done of what a directory told.
#[derive(Debug, thiserror::Error)]
pub enum ScimError {
    /// Only a company's directory does this.
    #[error("only a directory does this")]
    NoDirectory,
    /// There is no such person or group, or none the directory may know of.
    #[error("there is no such thing in the account")]
    Absent,
    /// Somebody has changed it since the directory read it.
    #[error("it was changed since")]
    Changed,
    /// The address has a domain that is not proved to be the account's.
    #[error("the domain is not the account's")]
    Domain,
    /// Somebody of the account has the address, or a group the name.
    #[error("it is there already")]
    Taken,
    /// The address belongs to somebody whom the directory may not let in: they are no member, or were removed by hand.
    #[error("the address is somebody else's to let in")]
    Elsewhere,
    /// The account would be left without anybody who looks after access.
    #[error("the last who looks after access")]
    Last(String),
    /// They hold a role that the connection does not give.
    #[error("they hold more than the connection gives")]
    HoldsMore(String),
    /// A member of a group is nobody the directory may know of.
    #[error("no such member")]
    NoMember,
    /// The account has as many groups as any may.
    #[error("no more groups")]
    Enough,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What says that something is there already; the face tells it apart from other conflicts (RFC 7644, section 3.12).
pub(crate) const TAKEN: &str = "scim-error-taken";

impl From<ScimError> for Problem {
    fn from(error: ScimError) -> Self {
        let at = |field: &'static str, id| Self::invalid(Vec::new()).at(field, Message::new(id));
        match error {
            ScimError::NoDirectory | ScimError::Absent => Self::not_found(),
            ScimError::Changed => Self::of(&Self::CHANGED, Message::new("problem-changed")),
            ScimError::Domain => at("/user_name", "scim-error-domain"),
            ScimError::Taken => Self::conflict(Message::new(TAKEN)),
            ScimError::Elsewhere => Self::conflict(Message::new("scim-error-elsewhere")),
            ScimError::Last(name) => Self::conflict(Message::new("scim-error-last").with("name", name)),
            ScimError::HoldsMore(name) => Self::conflict(Message::new("scim-error-holds-more").with("name", name)),
            ScimError::NoMember => at("/members", "scim-error-member"),
            ScimError::Enough => Self::conflict(Message::new("scim-error-enough")),
            ScimError::Store(error) => error.into(),
        }
    }
}

/// What a database says of a value that is in use.
pub(crate) fn taken(error: StoreError) -> ScimError {
    match error {
        StoreError::Taken(_) => ScimError::Taken,
        other => other.into(),
    }
}
