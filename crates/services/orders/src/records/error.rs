use kernel::{Message, Problem};
use store::StoreError;

/// Why an order could not be taken in. Staff read it in the quarantine.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// A field without which the order could not be found again is blank.
    #[error("the order's {0} is blank")]
    Blank(&'static str),
    /// The customer is not known here; what the source calls it.
    #[error("the order names an account that is not known")]
    NoAccount(String),
    /// The source now says that the order, by its number, belongs to another account.
    #[error("the order has moved to another account")]
    Moved(String),
    /// A number is finer than can be kept without rounding.
    #[error("a number is too fine")]
    TooFine(String),
    /// A number is too large.
    #[error("a number is too large")]
    TooLarge,
    /// The feed remembers an order that is not there.
    #[error("the order's row is missing")]
    Lost,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<IngestError> for Problem {
    fn from(error: IngestError) -> Self {
        Self::conflict(match error {
            IngestError::Blank(field) => Message::new("orders-ingest-blank").with("field", field),
            IngestError::NoAccount(account) => Message::new("orders-ingest-no-account").with("account", account),
            IngestError::Moved(number) => Message::new("orders-ingest-moved").with("number", number),
            IngestError::TooFine(number) => Message::new("orders-ingest-too-fine").with("number", number),
            IngestError::TooLarge => Message::new("orders-ingest-too-large"),
            IngestError::Lost => return Self::unexpected(IngestError::Lost),
            IngestError::Store(error) => return error.into(),
        })
    }
}
