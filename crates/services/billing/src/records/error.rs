use kernel::{Message, Problem};
use store::StoreError;

/// Why a document of the ledger was not taken. Staff read it in the quarantine.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The customer is not known here.
    #[error("the document names an account that is not known")]
    AccountUnknown {
        /// What the source calls the customer.
        account: String,
    },
    /// The document belongs to another customer than before.
    #[error("the document has moved to another account")]
    Moved,
    /// The currency is another than before, or than the invoice's.
    #[error("the document changes its currency")]
    OtherCurrency,
    /// There is nothing in it.
    #[error("the document has no lines and no total")]
    Empty,
    /// A receipt states no amount, nor does any of its parts.
    #[error("the receipt states no amount")]
    NoAmount,
    /// A line states no amount, and not what it could be worked out from.
    #[error("a line has no amount")]
    LineIncomplete {
        /// Which, from 1.
        line: i64,
    },
    /// A number is finer than can be kept without rounding.
    #[error("a number is too fine")]
    TooFine {
        /// Which.
        number: String,
    },
    /// A number is too large.
    #[error("a number is too large")]
    TooLarge,
    /// A credit note adds to what is owed.
    #[error("a credit note adds to what is owed")]
    CreditAdds,
    /// A receipt is used for more than it is.
    #[error("a receipt is used for more than it is")]
    AllocatesMore,
    /// A part of a receipt names an invoice, and no amount.
    #[error("a part of a receipt has no amount")]
    PartIncomplete {
        /// Which, from 1.
        line: i64,
    },
    /// A receipt is used for an invoice that is not known here.
    #[error("a receipt names an invoice that is not known")]
    InvoiceUnknown {
        /// What the source calls the invoice.
        invoice: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<IngestError> for Problem {
    fn from(error: IngestError) -> Self {
        let says = match error {
            IngestError::AccountUnknown { account } => Message::new("billing-account-unknown").with("account", account),
            IngestError::Moved => Message::new("billing-moved"),
            IngestError::OtherCurrency => Message::new("billing-other-currency"),
            IngestError::Empty => Message::new("billing-empty"),
            IngestError::NoAmount => Message::new("billing-no-amount"),
            IngestError::LineIncomplete { line } => Message::new("billing-line-incomplete").with("line", line),
            IngestError::TooFine { number } => Message::new("billing-too-fine").with("number", number),
            IngestError::TooLarge => Message::new("billing-too-large"),
            IngestError::CreditAdds => Message::new("billing-credit-adds"),
            IngestError::AllocatesMore => Message::new("billing-allocates-more"),
            IngestError::PartIncomplete { line } => Message::new("billing-part-incomplete").with("line", line),
            IngestError::InvoiceUnknown { invoice } => Message::new("billing-invoice-unknown").with("invoice", invoice),
            IngestError::Store(error) => return error.into(),
        };
        Self::conflict(says)
    }
}
