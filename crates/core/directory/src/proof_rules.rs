use access::Account;
use kernel::{Id, Timestamp};
use macros::Row;
use store::{Sql, StoreError, Unguarded};

use crate::principals::ASKED_BELOW;

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

/// Whether any rule asks a second proof of somebody, wherever they may act.
///
/// # Errors
/// The database's.
pub async fn asks_second_of(raw: Unguarded<'_>, person: Id<access::Person>) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT p.id FROM persons AS p LEFT JOIN holdings AS h ON h.person_id = p.id ");
    sql.push("AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.id = h.membership_id AND m.ended_at IS NOT NULL)");
    sql.push(" WHERE p.id = ").bind(person.uuid());
    sql.push(" AND (EXISTS (SELECT 1 FROM brand_proof_rules AS r WHERE r.role IS NULL OR r.role = h.role) ");
    sql.push("OR EXISTS (SELECT 1 FROM account_proof_rules AS r WHERE ").push(ASKED_BELOW).push(")) LIMIT 1");
    Ok(!raw.query(sql).await?.is_empty())
}
