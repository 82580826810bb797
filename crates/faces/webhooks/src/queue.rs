#![expect(clippy::disallowed_methods, reason = "the queue is the machinery's")]

use std::time::Duration;

use kernel::{Id, Timestamp};
use store::{Column as _, Columns, Db, Row as _, Sql, StoreError};

use crate::{Delivery, Standing, State, Webhook};

/// How long a delivery is one sender's. Far beyond what an attempt takes, so that no second one sends what the first
/// still holds.
const LEASE: Duration = Duration::from_mins(2);

/// How many deliveries one look gives.
const BATCH: u32 = 64;

/// How long a delivery is kept.
pub(crate) const KEPT: Duration = Duration::from_hours(30 * 24);

/// Deliveries that are due, those due first before others, and of each endpoint no more than `each`: so a long queue of
/// one is not in others' way. None of the `busy` ones, and none of endpoints that are set aside.
pub(crate) async fn due(
    db: &Db,
    now: Timestamp,
    each: usize,
    busy: &[Id<Webhook>],
) -> Result<Vec<Delivery>, StoreError> {
    let columns = Delivery::COLUMNS.join(", ");
    let mut sql = Sql::new("SELECT ");
    sql.push(&columns).push(" FROM (SELECT ").push(&columns);
    sql.push(", ROW_NUMBER() OVER (PARTITION BY d.webhook_id ORDER BY d.next_at, d.id) AS place");
    sql.push(" FROM webhook_deliveries AS d WHERE d.next_at <= ").bind(now.micros());
    sql.push(" AND EXISTS (SELECT 1 FROM webhook_endpoints AS e WHERE e.id = d.webhook_id AND e.state = ");
    sql.bind(State::On.word()).push(")");
    if !busy.is_empty() {
        sql.push(" AND d.webhook_id NOT IN (");
        sql.join(", ", busy, |sql, webhook| {
            sql.bind(webhook.uuid());
        });
        sql.push(")");
    }
    sql.push(") AS waiting WHERE place <= ").push(&each.to_string());
    sql.push(" ORDER BY next_at, id LIMIT ").push(&BATCH.to_string());
    let found = db.unguarded().query(sql).await?;
    found.iter().map(|row| Delivery::read(&mut Columns::of(row))).collect()
}

/// Takes the delivery, unless somebody has since it was seen.
pub(crate) async fn lease(db: &Db, delivery: Delivery, now: Timestamp) -> Result<Option<Delivery>, StoreError> {
    let until = now.plus(LEASE);
    let mut sql = Sql::new("UPDATE webhook_deliveries SET state = ");
    sql.bind(Standing::Sending.word()).push(", attempts = attempts + 1, next_at = ").bind(until.micros());
    sql.push(" WHERE id = ").bind(delivery.id.uuid()).push(" AND attempts = ").bind(delivery.attempts);
    sql.push(" AND next_at = ").bind(delivery.next_at.put());
    if db.unguarded().execute(sql).await? == 0 {
        return Ok(None);
    }
    let attempts = delivery.attempts + 1;
    Ok(Some(Delivery { state: Standing::Sending, attempts, next_at: Some(until), ..delivery }))
}

/// Writes what became of the delivery, while it is still this sender's: the count of attempts tells. Beside its endpoint
/// it writes how the last attempt went.
pub(crate) async fn note(db: &Db, delivery: &Delivery) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE webhook_deliveries SET state = ");
    sql.bind(delivery.state.put()).push(", next_at = ").bind(delivery.next_at.put());
    sql.push(", tried_at = ").bind(delivery.tried_at.put()).push(", status = ").bind(delivery.status.put());
    sql.push(", took_ms = ").bind(delivery.took_ms.put()).push(", fault = ").bind(delivery.fault.put());
    sql.push(", answer = ").bind(delivery.answer.put()).push(" WHERE id = ").bind(delivery.id.uuid());
    sql.push(" AND state = ").bind(Standing::Sending.word()).push(" AND attempts = ").bind(delivery.attempts);
    if db.unguarded().execute(sql).await? == 0 {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE webhook_endpoints SET last_at = ");
    sql.bind(delivery.tried_at.put()).push(", last_status = ").bind(delivery.status.put());
    sql.push(", last_ms = ").bind(delivery.took_ms.put()).push(", last_fault = ").bind(delivery.fault.put());
    if delivery.state == Standing::Delivered {
        sql.push(", given_up_at = NULL");
    }
    sql.push(" WHERE id = ").bind(delivery.webhook_id.uuid());
    db.unguarded().execute(sql).await?;
    Ok(())
}

/// Queues a delivery that follows from the journal; one that lies there already is left as it is.
pub(crate) async fn queue(db: &Db, delivery: &Delivery) -> Result<(), StoreError> {
    db.unguarded().insert_if_new(delivery).await.map(|_| ())
}

/// An endpoint; nothing when it was removed.
pub(crate) async fn webhook(db: &Db, id: Id<Webhook>) -> Result<Option<Webhook>, StoreError> {
    db.unguarded().first(Webhook::ID.is(&id)).await
}

/// An account, to name it.
pub(crate) async fn account(db: &Db, id: Id<access::Account>) -> Result<Option<directory::Account>, StoreError> {
    db.unguarded().first(directory::Account::ID.is(&id)).await
}

/// Every endpoint that is sent to.
pub(crate) async fn live(db: &Db) -> Result<Vec<Webhook>, StoreError> {
    db.unguarded().find(Webhook::STATE.is(&State::On)).await
}

/// Removes deliveries that are older than a month; tells how many.
///
/// # Errors
/// The database's.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, StoreError> {
    db.unguarded().delete(Delivery::CREATED_AT.below(&now.minus(KEPT))).await
}
