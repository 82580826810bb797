#![expect(clippy::disallowed_methods, reason = "a new link is asked for before there is a principal")]

use std::time::Duration;

use directory::Invitation;
use kernel::Timestamp;
use store::{Sql, StoreError, Unguarded, Work};

use crate::Token;

/// How long after its end an invitation can still be asked for; then its link is as if it had never been.
const LATEST: Duration = Duration::from_hours(90 * 24);

/// How long a request stands before asking once more is told to anybody.
const PATIENCE: Duration = Duration::from_hours(24);

/// The invitation into an account that a link was for, if nobody has answered it or taken it back, and it has run out.
/// For one to the desk nobody in the portal could send a new link.
///
/// # Errors
/// The database's.
pub(crate) async fn ran_out(
    raw: Unguarded<'_>,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    let found = raw.first(Invitation::TOKEN_HASH.is(&Some(token.hash()))).await?;
    let over = |found: &Invitation| !found.is_open(now) && now < found.expires_at.plus(LATEST);
    Ok(found.filter(|found| found.is_unanswered() && over(found) && found.account_id.is_some()))
}

/// Whether a new link may be asked for, or be asked for once more.
pub(crate) fn may_ask(invitation: &Invitation, now: Timestamp) -> bool {
    invitation.asked_again_at.is_none_or(|asked| asked.plus(PATIENCE) <= now)
}

/// Writes down that a new link is asked for; gives the invitation if that is news. Nothing is sent to the invited by
/// it, and the old link opens as little as before: a person decides.
///
/// # Errors
/// The database's.
pub(crate) async fn ask_again(work: &Work, token: &Token, now: Timestamp) -> Result<Option<Invitation>, StoreError> {
    let raw = work.unguarded();
    let Some(found) = ran_out(raw, token, now).await? else { return Ok(None) };
    let mut sql = Sql::new("UPDATE invitations SET asked_again_at = ");
    sql.bind(now.micros()).push(" WHERE accepted_at IS NULL AND revoked_at IS NULL AND refused_at IS NULL AND id = ");
    // By its link too: one that was sent again meanwhile has another.
    sql.bind(found.id.uuid()).push(" AND token_hash = ").bind(found.token_hash.clone());
    sql.push(" AND (asked_again_at IS NULL OR asked_again_at <= ").bind(now.minus(PATIENCE).micros()).push(")");
    Ok((raw.execute(sql).await? == 1).then_some(found))
}
