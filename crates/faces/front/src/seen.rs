#![expect(
    clippy::disallowed_methods,
    reason = "when somebody was last seen is scratch, noted by the layer around pages"
)]

use std::time::Duration;

use access::{Account, Principal};
use directory::Admission;
use kernel::{Id, Timestamp};
use store::{Db, Sql, StoreError};

/// How long a session lasts that nobody uses.
pub const IDLE: Duration = Duration::from_hours(14 * 24);

/// How long a session lasts at the most.
pub const ABSOLUTE: Duration = Duration::from_hours(90 * 24);

/// How exactly it is known when somebody was last seen.
const ABOUT: Duration = Duration::from_mins(1);

/// Notes, once a minute at the most, that a session is in use, and for which account; it gets time until it would be
/// idle too long. Whoever comes to another account is noted there too, without waiting for the minute to pass.
///
/// Failing here fails no page: it is tried again with the next one.
pub(crate) async fn note(db: &Db, admission: &Admission, now: Timestamp) {
    let account = admission.principal.as_ref().and_then(Principal::account);
    let is_old = |seen: Timestamp| now.since(seen) >= ABOUT;
    let is_new_there = account.is_some() && admission.seen_there_at.is_none_or(is_old);
    if !is_new_there && !is_old(admission.seen_at) {
        return;
    }
    if let Err(error) = write_both(db, admission, account, now).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "Could not note that a session is in use");
    }
}

/// Both in one transaction, which costs no more than either of them.
async fn write_both(
    db: &Db,
    admission: &Admission,
    account: Option<Id<Account>>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let idle = now.plus(IDLE).micros();
    let absolute = i64::try_from(ABSOLUTE.as_micros()).unwrap_or(i64::MAX);
    let work = db.begin().await?;
    let mut used = Sql::new("UPDATE sessions SET seen_at = ");
    used.bind(now.micros()).push(", expires_at = CASE WHEN created_at + ").bind(absolute).push(" < ").bind(idle);
    used.push(" THEN created_at + ").bind(absolute).push(" ELSE ").bind(idle);
    used.push(" END WHERE id = ").bind(admission.session.uuid());
    used.push(" AND ended_at IS NULL AND seen_at < ").bind(now.micros());
    work.unguarded().execute(used).await?;
    if let Some(account) = account {
        let mut there = Sql::new("INSERT INTO account_presences (person_id, account_id, seen_at) VALUES (");
        there.bind(admission.person.uuid()).push(", ").bind(account.uuid()).push(", ").bind(now.micros());
        there.push(") ON CONFLICT (person_id, account_id) DO UPDATE SET seen_at = excluded.seen_at ");
        there.push("WHERE account_presences.seen_at < excluded.seen_at");
        work.unguarded().execute(there).await?;
    }
    work.commit().await
}
