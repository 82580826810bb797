use serde::Deserialize;

/// Why a rule keeps documents apart. Each has its words in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reason {
    /// It belongs to nobody.
    NoCustomer,
    /// A correction of the books, not something that was sold.
    Adjustment,
    /// Somebody tried out the till.
    TestEntry,
    /// One document, two customers.
    TwoCustomers,
    /// One document, two countries.
    TwoCountries,
    /// Something is taken back in a sale, or sold in a cancellation.
    MixedSigns,
    /// A price below nothing.
    NegativePrice,
    /// A rule of the mapping's own.
    Other,
}

impl Reason {
    /// Its message.
    pub fn message(self) -> &'static str {
        match self {
            Self::NoCustomer => "sync-reason-no-customer",
            Self::Adjustment => "sync-reason-adjustment",
            Self::TestEntry => "sync-reason-test-entry",
            Self::TwoCustomers => "sync-reason-two-customers",
            Self::TwoCountries => "sync-reason-two-countries",
            Self::MixedSigns => "sync-reason-mixed-signs",
            Self::NegativePrice => "sync-reason-negative-price",
            Self::Other => "sync-reason-other",
        }
    }
}
