//! Limits on tries, as rows: shared by all instances, and committed before anything is checked, so that tries made
//! side by side, or broken off, count as well.
//!
//! Each limit is a bucket of tries that refills steadily; what is stored is when it will be full again. A limit may
//! slow a way in down, but no stranger can empty the buckets of a browser the person has signed in with before, nor
//! those of a network they come from (`sign_in.rs` and `letters_out.rs` choose the buckets).
#![expect(clippy::disallowed_methods, reason = "tries are counted before there is a principal")]

mod rule;

use std::time::Duration;

use kernel::Timestamp;
use store::{Column, Columns, Db, Sql, StoreError};

pub use rule::{Bucket, Rule};

/// Why a try is not made.
#[derive(Debug, thiserror::Error)]
pub enum Throttled {
    /// A bucket is empty.
    #[error("the limit {rule} is reached")]
    Empty {
        /// Whose.
        rule: &'static str,
        /// How long until a try comes back.
        wait: Duration,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes one try from each bucket, in a transaction of its own. A try refused takes nothing from the bucket that was
/// empty, so that asking on and on does not make it last.
///
/// # Errors
/// [`Throttled::Empty`] for the first bucket in their order that is.
pub async fn take(db: &Db, buckets: &[Bucket], now: Timestamp) -> Result<(), Throttled> {
    let work = db.begin().await?;
    let raw = work.unguarded();
    let mut empty: Option<(usize, &Bucket)> = None;
    // In one order, whoever asks, so that two transactions never wait for each other.
    let mut ordered: Vec<(usize, &Bucket)> = buckets.iter().enumerate().collect();
    ordered.sort_by_key(|(_, bucket)| bucket.id());
    for (place, bucket) in ordered {
        if raw.query(one_more(bucket, now)).await?.is_empty() && empty.is_none_or(|(first, _)| place < first) {
            empty = Some((place, bucket));
        }
    }
    let Some((_, bucket)) = empty else { return Ok(work.commit().await?) };
    let mut sql = Sql::new("SELECT full_at FROM identity_throttles WHERE id = ");
    sql.bind(bucket.id().uuid());
    let found = raw.query(sql).await?;
    let full_at = found.first().map(|row| Timestamp::take(&mut Columns::of(row))).transpose()?.unwrap_or(now);
    work.commit().await?;
    Err(Throttled::Empty { rule: bucket.rule().name, wait: bucket.rule().wait(full_at, now) })
}

/// Gives the tries back, because it was the right person after all.
///
/// # Errors
/// The database's.
pub async fn give_back(db: &Db, buckets: &[Bucket], now: Timestamp) -> Result<(), StoreError> {
    let work = db.begin().await?;
    let mut ordered: Vec<&Bucket> = buckets.iter().collect();
    ordered.sort_by_key(|bucket| bucket.id());
    for bucket in ordered {
        let mut sql = Sql::new("UPDATE identity_throttles SET full_at = full_at - ");
        sql.bind(bucket.rule().step()).push(" WHERE id = ").bind(bucket.id().uuid());
        sql.push(" AND full_at > ").bind(now.micros());
        work.unguarded().execute(sql).await?;
    }
    work.commit().await
}

/// One statement that takes a try if there is one, and gives a row if it did.
fn one_more(bucket: &Bucket, now: Timestamp) -> Sql {
    let (step, room) = (bucket.rule().step(), bucket.rule().room());
    let mut sql = Sql::new("INSERT INTO identity_throttles (id, full_at) VALUES (");
    sql.bind(bucket.id().uuid()).push(", ").bind(now.micros() + step);
    sql.push(") ON CONFLICT (id) DO UPDATE SET full_at = CASE WHEN identity_throttles.full_at < ").bind(now.micros());
    sql.push(" THEN ").bind(now.micros() + step).push(" ELSE identity_throttles.full_at + ").bind(step);
    sql.push(" END WHERE identity_throttles.full_at <= ").bind(now.micros() + room - step).push(" RETURNING full_at");
    sql
}
