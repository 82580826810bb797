use std::borrow::Cow;

use kernel::{Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Columns, Row as _, Sql, StoreError, Unguarded, Work};

use crate::Entry;

/// What a command did to an object at one instant; all its entries together are one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deed {
    /// The command's name.
    pub command: Cow<'static, str>,
    /// To what.
    pub target: Ref,
    /// When.
    pub at: Timestamp,
}

impl Deed {
    /// The last entry about one of `targets` that was written after this deed's own; nothing when none was. What a
    /// follower wrote because of the deed does not count.
    ///
    /// # Errors
    /// The database's.
    #[expect(clippy::disallowed_methods, reason = "the gate asks what its own entries say")]
    pub async fn changed_since(&self, work: &Work, targets: &[Ref]) -> Result<Option<Entry>, StoreError> {
        let mut sql = Sql::new("WITH deed AS (SELECT e.id, e.ordinal FROM journal_entries AS e WHERE e.target = ");
        sql.bind(self.target.to_string()).push(" AND e.at = ").bind(self.at.micros());
        sql.push(" AND e.command = ").bind(self.command.to_string());
        sql.push(") SELECT ").push(&Entry::COLUMNS.join(", "));
        sql.push(" FROM journal_entries AS later WHERE later.target IN (");
        sql.join(", ", targets, |sql, target| {
            sql.bind(target.to_string());
        });
        sql.push(") AND later.ordinal > COALESCE((SELECT MAX(deed.ordinal) FROM deed), 0)");
        sql.push(" AND (later.cause IS NULL OR later.cause NOT IN (SELECT deed.id FROM deed))");
        sql.push(" ORDER BY later.ordinal DESC LIMIT 1");
        let found = work.unguarded().query(sql).await?;
        found.first().map(|row| Entry::read(&mut Columns::of(row))).transpose()
    }
}

/// The last entry about an object; nothing when nothing was ever done to it.
///
/// # Errors
/// The database's.
pub async fn last_about(raw: Unguarded<'_>, target: &Ref) -> Result<Option<Id<Entry>>, StoreError> {
    let mut sql = Sql::new("SELECT e.id FROM journal_entries AS e WHERE e.target = ");
    sql.bind(target.to_string()).push(" ORDER BY e.ordinal DESC LIMIT 1");
    let found = raw.query(sql).await?;
    found.first().map(|row| Columns::of(row).take()).transpose()
}

/// Whether an entry about this object follows from that one already: another instance may have been quicker, or whoever
/// wrote it was cut off before it noted how far it had come. Asked behind a lock that both would take.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "followers ask what their own entries say")]
pub async fn has_followed(work: &Work, target: &Ref, cause: Id<Entry>) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT e.id FROM journal_entries AS e WHERE e.target = ");
    sql.bind(target.to_string()).push(" AND e.cause = ").bind(cause.uuid()).push(" LIMIT 1");
    Ok(!work.unguarded().query(sql).await?.is_empty())
}
