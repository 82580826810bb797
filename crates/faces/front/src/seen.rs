#![expect(
    clippy::disallowed_methods,
    reason = "when a session was last seen is scratch, noted by the layer around pages"
)]

use std::time::Duration;

use directory::Admission;
use kernel::Timestamp;
use store::{Db, Sql};

/// How long a session lasts that nobody uses.
pub const IDLE: Duration = Duration::from_hours(14 * 24);

/// How long a session lasts at the most.
pub const ABSOLUTE: Duration = Duration::from_hours(90 * 24);

/// How exactly it is known when a session was last seen.
const ABOUT: Duration = Duration::from_mins(1);

/// Notes, once a minute at the most, that a session is in use, and gives it time until it would be idle too long.
///
/// Failing here fails no page: it is tried again with the next one.
pub(crate) async fn note(db: &Db, admission: &Admission, now: Timestamp) {
    if now.since(admission.seen_at) < ABOUT {
        return;
    }
    let idle = now.plus(IDLE).micros();
    let absolute = i64::try_from(ABSOLUTE.as_micros()).unwrap_or(i64::MAX);
    let mut sql = Sql::new("UPDATE sessions SET seen_at = ");
    sql.bind(now.micros()).push(", expires_at = CASE WHEN created_at + ").bind(absolute).push(" < ").bind(idle);
    sql.push(" THEN created_at + ").bind(absolute).push(" ELSE ").bind(idle);
    sql.push(" END WHERE id = ").bind(admission.session.uuid());
    sql.push(" AND ended_at IS NULL AND seen_at < ").bind(now.micros());
    if let Err(error) = db.unguarded().execute(sql).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "Could not note that a session is in use");
    }
}
