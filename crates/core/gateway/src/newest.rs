use kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The newest of an account's records of one kind, as the account's page at the desk leads to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Newest {
    /// What people call it: `INV-20418`.
    pub name: String,
    /// Where it is shown, below the capacity one acts in: `/invoices/…`.
    pub path: String,
    /// When it came, or moved last.
    pub at: Timestamp,
}
