use access::Account;
use kernel::{Id, Timestamp};
use macros::Row;

/// A second proof is asked of everybody or, with a role, of whoever holds it anywhere. [`admit`](crate::admit) reads
/// these.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "brand_proof_rules", parent(crate::Brand, "brand_id"))]
pub struct BrandProofRule {
    /// Its id.
    pub id: Id<BrandProofRule>,
    /// Whose.
    pub brand_id: Id<access::Brand>,
    /// Of whom; of everybody when nothing.
    pub role: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

/// A second proof is asked of whoever acts for an account: its members, and those of accounts above while they are
/// there or change something of their own.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "account_proof_rules", parent(crate::Account, "account_id"))]
pub struct AccountProofRule {
    /// Its id.
    pub id: Id<AccountProofRule>,
    /// Whose.
    pub account_id: Id<Account>,
    /// Since when.
    pub since: Timestamp,
}
