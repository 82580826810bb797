//! What waits in the database, measured now and then: the journal's followers, letters, deliveries.

#![expect(clippy::disallowed_methods, reason = "what is counted here is nobody's in particular")]

use std::{collections::HashMap, time::Duration};

use journal::follow::Followers;
use store::{Columns, Db, Sql, StoreError};
use tokio::{sync::watch, time};

/// How often it is measured.
const EVERY: Duration = Duration::from_secs(10);

/// Measures until told to stop.
pub async fn measuring(db: Db, followers: Followers, mut stopped: watch::Receiver<bool>) {
    begin(&followers);
    while !*stopped.borrow() {
        if let Err(error) = measure(&db, &followers).await {
            tracing::warn!(%error, "What waits could not be measured; it will be tried again");
        }
        tokio::select! {
            () = time::sleep(EVERY) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// What has not happened yet is nought: whoever watches sees its first time.
fn begin(followers: &Followers) {
    for follower in followers.names() {
        metrics::counter!("follower_parked_total", "follower" => follower).increment(0);
    }
    for outcome in ["sent", "postponed", "failed"] {
        metrics::counter!("mail_letters_total", "outcome" => outcome).increment(0);
    }
    for outcome in ["delivered", "postponed", "failed"] {
        metrics::counter!("webhook_deliveries_total", "outcome" => outcome).increment(0);
    }
}

async fn measure(db: &Db, followers: &Followers) -> Result<(), StoreError> {
    let (head, _) = journal::seal::head(db).await?;
    let found = db.unguarded().query(Sql::new("SELECT name, position FROM journal_followers")).await?;
    let places = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        Ok((columns.take::<String>()?, columns.take::<i64>()?))
    });
    let places: HashMap<String, i64> = places.collect::<Result<_, StoreError>>()?;
    // Others are of another release, and go on no more.
    for follower in followers.names() {
        let position = places.get(follower).copied().unwrap_or_default();
        metrics::gauge!("follower_lag_entries", "follower" => follower).set(amount(head - position));
    }
    metrics::gauge!("journal_unsealed_entries").set(count(db, "journal_entries WHERE seq IS NULL").await?);
    metrics::gauge!("mail_queue_letters").set(count(db, "mail_letters WHERE next_at IS NOT NULL").await?);
    metrics::gauge!("webhook_queue_deliveries").set(count(db, "webhook_deliveries WHERE next_at IS NOT NULL").await?);
    Ok(())
}

/// How many rows there are of what comes behind FROM.
async fn count(db: &Db, rows: &str) -> Result<f64, StoreError> {
    let mut sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM ");
    sql.push(rows);
    let found = db.unguarded().query(sql).await?;
    let counted: Option<i64> = found.first().map(|row| Columns::of(row).take()).transpose()?;
    Ok(amount(counted.unwrap_or_default()))
}

/// A measurement; nobody needs it to be exact beyond two thousand million.
fn amount(count: i64) -> f64 {
    i32::try_from(count).unwrap_or(i32::MAX).into()
}
