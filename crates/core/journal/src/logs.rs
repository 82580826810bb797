use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use access::{Account, Actor, Person, Principal};
use kernel::{Id, Ref, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Col, Db, Row, StoreError, Unguarded};

use crate::{append::capacity, digest};

/// Somebody looked at something.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "journal_views", kind = "journal_view", read = "journal.list_views", account = "account_id")]
pub struct View {
    /// Its id.
    pub id: Id<View>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// On whose rights, where those are somebody else's. Rows from before it was kept are chained without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Id<Person>>,
    /// In which capacity.
    pub acting: String,
    /// Whose record it was; of a list, as which customer.
    pub account_id: Option<Id<Account>>,
    /// By which query.
    pub action: String,
    /// At what, unless it was a list.
    pub target: Option<Ref>,
    /// The batch it was written in.
    pub batch: i64,
}

/// Somebody tried something and did not get it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "journal_attempts", kind = "journal_attempt", read = "journal.list_attempts", account = "account_id")]
pub struct Attempt {
    /// Its id.
    pub id: Id<Attempt>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// On whose rights, where those are somebody else's. Rows from before it was kept are chained without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Id<Person>>,
    /// In which capacity.
    pub acting: String,
    /// As which customer.
    pub account_id: Option<Id<Account>>,
    /// By which command or query.
    pub action: String,
    /// On what.
    pub target: Option<Ref>,
    /// What came of it.
    pub outcome: Outcome,
    /// The batch it was written in.
    pub batch: i64,
}

/// Why an attempt came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing there, or nothing that may be known.
    Hidden,
    /// A role or policy said no.
    Forbidden,
    /// A fault of ours.
    Failed,
}
store::text_column!(Outcome { Hidden = "hidden", Forbidden = "forbidden", Failed = "failed" });

/// Held by whoever adds a batch, so that instances take turns.
const LOGS: i64 = 0x006c_6f67_7300_0001;

/// The end of a log's chain of batches.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "journal_batches")]
struct Batch {
    id: Id<Batch>,
    log: String,
    batch: i64,
    hash: String,
}

/// How many batches are read at a time.
const STRIDE: i64 = 200;

/// A log whose batches do not chain: its name, and the first batch that was altered, or is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLog {
    /// `views` or `attempts`.
    pub log: &'static str,
    /// The batch's number.
    pub batch: i64,
}

/// Walks the chains of both logs: how many batches they have together, or the first that is not as it was written.
///
/// # Errors
/// The database's.
pub async fn verify_logs(db: &Db) -> Result<Result<i64, BrokenLog>, StoreError> {
    let views = walk::<View>(db, "views").await?;
    let attempts = walk::<Attempt>(db, "attempts").await?;
    Ok(match (views, attempts) {
        (Ok(views), Ok(attempts)) => Ok(views + attempts),
        (Err(broken), _) | (_, Err(broken)) => Err(broken),
    })
}

#[expect(clippy::disallowed_methods, reason = "the logs are the machinery's")]
async fn walk<R: Row + Serialize>(db: &Db, log: &'static str) -> Result<Result<i64, BrokenLog>, StoreError> {
    let (raw, number) = (db.unguarded(), Col::<R, i64>::named("batch"));
    let (mut last, mut hash) = (0, digest::GENESIS.to_owned());
    loop {
        let (first, end) = (last + 1, last + 1 + STRIDE);
        let named = Batch::LOG.is(&log.to_owned());
        let mut batches = raw.find(named.and(Batch::BATCH.from(&first)).and(Batch::BATCH.below(&end))).await?;
        batches.sort_by_key(|batch| batch.batch);
        // Rows come by id, which is the order in which they were chained.
        let mut rows: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for row in raw.find(number.from(&first).and(number.below(&end))).await? {
            let value = serde_json::to_value(&row).unwrap_or_default();
            let of = value.get("batch").and_then(serde_json::Value::as_i64).unwrap_or_default();
            rows.entry(of).or_default().push(serde_json::to_string(&row).unwrap_or_default());
        }
        for batch in &batches {
            hash = digest::of_batch(&hash, &rows.remove(&batch.batch).unwrap_or_default());
            if batch.batch != last + 1 || batch.hash != hash {
                return Ok(Err(BrokenLog { log, batch: last + 1 }));
            }
            last = batch.batch;
        }
        if !rows.is_empty() {
            return Ok(Err(BrokenLog { log, batch: last + 1 }));
        }
        if batches.is_empty() {
            return Ok(Ok(last));
        }
    }
}

/// The two logs beside the journal. Appended to in memory, written in chained batches.
///
/// A crash loses at most the batch in memory; what must be known before the answer leaves is flushed first.
#[derive(Debug, Default)]
pub struct Logs {
    waiting: Mutex<Waiting>,
    /// One write at a time: whoever waits here returns only when what they noted is written too.
    writing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Waiting {
    views: Vec<View>,
    attempts: Vec<Attempt>,
}

impl Logs {
    /// Notes that `principal` looked at `target`, a record of `whose`, by `action`.
    pub fn view(
        &self,
        at: Timestamp,
        principal: &Principal,
        action: &str,
        target: Option<Ref>,
        whose: Option<Id<Account>>,
    ) {
        let mut waiting = self.lock();
        let view = View {
            // Taken behind the lock, so that the order of ids is the order in which a batch was chained.
            id: Id::from_uuid(uuid::Uuid::now_v7()),
            at,
            actor: principal.key(),
            on_behalf_of: on_behalf_of(principal),
            acting: capacity(principal.acting),
            account_id: whose.or_else(|| principal.account()),
            action: action.to_owned(),
            target,
            batch: 0,
        };
        waiting.views.push(view);
    }

    /// Notes that `principal` tried `action` on `target` in vain.
    pub fn attempt(&self, at: Timestamp, principal: &Principal, action: &str, target: Option<Ref>, outcome: Outcome) {
        let mut waiting = self.lock();
        let attempt = Attempt {
            id: Id::from_uuid(uuid::Uuid::now_v7()),
            at,
            actor: principal.key(),
            on_behalf_of: on_behalf_of(principal),
            acting: capacity(principal.acting),
            account_id: principal.account(),
            action: action.to_owned(),
            target,
            outcome,
            batch: 0,
        };
        waiting.attempts.push(attempt);
    }

    /// Writes what is waiting; tells how many rows. On failure nothing is lost: it waits for the next time.
    ///
    /// # Errors
    /// The database's.
    pub async fn flush(&self, db: &Db) -> Result<usize, StoreError> {
        let _turn = self.writing.lock().await;
        let Waiting { views, attempts } = std::mem::take(&mut *self.lock());
        let written = views.len() + attempts.len();
        if written == 0 {
            return Ok(0);
        }
        if let Err(error) = write(db, &views, &attempts).await {
            let mut waiting = self.lock();
            waiting.views.splice(0..0, views);
            waiting.attempts.splice(0..0, attempts);
            return Err(error);
        }
        Ok(written)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// On whose rights a principal looks or tries, where they are not the actor's own.
fn on_behalf_of(principal: &Principal) -> Option<Id<Person>> {
    principal.person.filter(|person| principal.actor != Actor::Person(*person))
}

#[expect(clippy::disallowed_methods, reason = "the logs are the machinery's")]
async fn write(db: &Db, views: &[View], attempts: &[Attempt]) -> Result<(), StoreError> {
    let work = db.begin().await?;
    work.exclusively(LOGS).await?;
    let raw = work.unguarded();
    write_batch(raw, "views", views, |view, batch| View { batch, ..view.clone() }).await?;
    write_batch(raw, "attempts", attempts, |attempt, batch| Attempt { batch, ..attempt.clone() }).await?;
    work.commit().await
}

async fn write_batch<R: Row + Serialize>(
    raw: Unguarded<'_>,
    log: &str,
    rows: &[R],
    numbered: impl Fn(&R, i64) -> R,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let log = log.to_owned();
    let last = raw.last(Batch::LOG.is(&log), Batch::BATCH).await?;
    let (number, previous) = last.map_or((1, digest::GENESIS.to_owned()), |last| (last.batch + 1, last.hash));
    let rows: Vec<R> = rows.iter().map(|row| numbered(row, number)).collect();
    let bytes: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap_or_default()).collect();
    let hash = digest::of_batch(&previous, &bytes);
    raw.insert(&Batch { id: Id::from_uuid(uuid::Uuid::now_v7()), log, batch: number, hash }).await?;
    raw.insert_all(&rows).await
}
