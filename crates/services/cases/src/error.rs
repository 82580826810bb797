use kernel::{FieldError, Message, Problem};
use store::{Refused, StoreError};

/// Why something cannot be done to a case.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// It is closed, and takes words only when it is taken up again.
    #[error("the case is closed")]
    Closed {
        /// What people call it.
        reference: String,
    },
    /// It is open, so words belong into a reply.
    #[error("the case is open")]
    Open {
        /// What people call it.
        reference: String,
    },
    /// The record belongs to another account than the case would.
    #[error("the record is another account's")]
    Elsewhere,
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record that may not be quoted.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<CaseError> for Problem {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Closed { reference } => {
                Self::conflict(Message::new("cases-is-closed").with("reference", reference))
            }
            CaseError::Open { reference } => Self::conflict(Message::new("cases-is-open").with("reference", reference)),
            CaseError::Elsewhere => {
                let says = Message::new("input-link-not-found");
                Self::invalid(vec![FieldError { at: "/about".into(), says }])
            }
            CaseError::Store(error) => error.into(),
            CaseError::Refused(refused) => refused.into(),
        }
    }
}
