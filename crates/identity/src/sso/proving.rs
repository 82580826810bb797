//! Whether a domain is an account's: DNS says so, when it is asked and every day from then on.
#![expect(clippy::disallowed_methods, reason = "what DNS says is written down in nobody's name")]

use std::time::Duration;

use journal::Entry;
use kernel::{Ref, Timestamp};
use store::{Db, Lock, Row as _, StoreError};
use tokio::time::timeout;

use super::{
    domain::{proof_name, proof_value},
    outside::Outside,
    records::Unanswered,
    rows::{LogoutToken, SsoDomain},
};
use crate::events::{self, DomainLapsed, DomainProven, Note};

/// How often a proven domain is looked at again.
const AGAIN: Duration = Duration::from_hours(24);

/// How long a proof may be gone before the domain counts no more: DNS has bad days.
const GRACE: Duration = Duration::from_hours(72);

/// How long DNS may take: a name server that says nothing must not hold up what else follows.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long a claim that was never proven is kept.
const CLAIMS: Duration = Duration::from_hours(30 * 24);

/// Looks at every proven domain that was not looked at for a day; forgets claims that were never proven, and tokens that
/// would not be taken anyway. May run at any time, and twice.
///
/// # Errors
/// The database's.
pub async fn recheck(db: &Db, outside: &Outside, now: Timestamp) -> Result<(), StoreError> {
    let raw = db.unguarded();
    let due = SsoDomain::VERIFIED_AT.is_known().and(SsoDomain::CHECKED_AT.below(&Some(now.minus(AGAIN))));
    for domain in raw.find(due).await? {
        look(db, outside, domain, now, None).await?;
    }
    let stale = SsoDomain::VERIFIED_AT.is_unknown().and(SsoDomain::CLAIMED_AT.below(&now.minus(CLAIMS)));
    raw.delete(stale).await?;
    raw.delete(LogoutToken::EXPIRES_AT.below(&now)).await?;
    Ok(())
}

/// Looks at what a domain's DNS says, and writes down what follows.
///
/// # Errors
/// The database's.
pub(super) async fn look(
    db: &Db,
    outside: &Outside,
    domain: SsoDomain,
    now: Timestamp,
    cause: Option<&Entry>,
) -> Result<(), StoreError> {
    let name = proof_name(&domain.domain);
    let said = timeout(PATIENCE, outside.records().of(&name)).await.unwrap_or(Err(Unanswered));
    let is_said = said.map(|said| said.iter().any(|record| record.trim() == proof_value(&domain.token)));
    let work = db.begin().await?;
    // Another instance may have looked at the same moment: what it found is in the row, and told already.
    work.lock([Lock { table: SsoDomain::TABLE, id: domain.id.uuid(), shared: false }]).await?;
    // Unless it was given up meanwhile.
    let Some(domain) = work.unguarded().first(SsoDomain::ID.is(&domain.id)).await? else { return Ok(()) };
    let (was_proven, id, account) = (domain.verified_at.is_some(), domain.id, domain.account_id);
    let mut row = SsoDomain { checked_at: Some(now), ..domain };
    match is_said {
        Ok(true) => {
            (row.fault, row.missed_at) = (None, None);
            row.verified_at = row.verified_at.or(Some(now));
        }
        Ok(false) => {
            row.fault = Some("missing".to_owned());
            row.missed_at = row.missed_at.or(Some(now)).filter(|_| was_proven);
            if row.missed_at.is_some_and(|missed| now.since(missed) >= GRACE) {
                (row.verified_at, row.missed_at) = (None, None);
            }
        }
        // Neither yes nor no: what counted counts on.
        Err(_) => row.fault = Some("unanswered".to_owned()),
    }
    let is_proven = row.verified_at.is_some();
    match work.unguarded().update(&row).await {
        Ok(_) => {}
        // Another account proved it first.
        Err(StoreError::Taken(_)) => {
            work.roll_back().await?;
            let taken = SsoDomain { fault: Some("taken".to_owned()), verified_at: None, ..row };
            db.unguarded().update(&taken).await?;
            return Ok(());
        }
        Err(error) => return Err(error),
    }
    let note = Note {
        command: "sso.look",
        by: None,
        target: Ref::new("account", account),
        account: Some(account),
        trace: cause.map_or("", |cause| cause.trace.as_str()),
        cause,
    };
    match (was_proven, is_proven) {
        (false, true) => events::record(&work, note, &DomainProven { domain: id }, now).await?,
        (true, false) => events::record(&work, note, &DomainLapsed { domain: id }, now).await?,
        (true, true) | (false, false) => {}
    }
    work.commit().await
}
