//! Chains committed entries, one sealer at a time.

#![expect(clippy::disallowed_methods, reason = "the chain is the machinery's")]

use kernel::Id;
use store::{Backend, Columns, Db, Row, Sql, StoreError, Unguarded, Work};

use crate::{Entry, digest};

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, macros::Row)]
#[row(table = "journal_head")]
pub(crate) struct Head {
    pub id: Id<Head>,
    pub seq: i64,
    pub hash: String,
}

/// There is one head; its id is fixed.
const HEAD: Id<Head> = Id::from_uuid(uuid::Uuid::nil());

/// How many entries one sealing takes: short enough to hold the writer for about 25 ms.
const BATCH: usize = 500;

/// Seals entries until none is left; tells how many.
///
/// Entries are picked by what is not sealed, never by "later than the last", so one that commits late is not skipped.
/// They are numbered in the order in which they were written: two of the same object keep the order of its row lock.
///
/// # Errors
/// The database's; what was sealed stays sealed.
pub async fn seal(db: &Db) -> Result<usize, StoreError> {
    let mut sealed = 0;
    loop {
        let batch = seal_batch(db).await?;
        sealed += batch;
        if batch < BATCH {
            return Ok(sealed);
        }
    }
}

async fn seal_batch(db: &Db) -> Result<usize, StoreError> {
    let work = db.begin().await?;
    let raw = work.unguarded();
    raw.insert_if_new(&Head { id: HEAD, seq: 0, hash: digest::GENESIS.to_owned() }).await?;
    // Whoever holds the head is the sealer; a second one waits here and then finds nothing left to do.
    lock_head(&work).await?;
    let Some(head) = raw.first(Head::ID.is(&HEAD)).await? else { return Ok(0) };
    let pending = unsealed(raw).await?;
    if pending.is_empty() {
        return Ok(0);
    }
    let mut last = head;
    let mut links = Vec::with_capacity(pending.len());
    for (ordinal, entry) in &pending {
        let seq = last.seq + 1;
        last = Head { id: HEAD, seq, hash: digest::of_link(&last.hash, seq, entry) };
        links.push((*ordinal, seq, last.hash.clone()));
    }
    raw.execute(write_links(&links)).await?;
    raw.update(&last).await?;
    work.commit().await?;
    Ok(links.len())
}

async fn lock_head(work: &Work) -> Result<(), StoreError> {
    work.lock([store::Lock { table: Head::TABLE, id: HEAD.uuid(), shared: false }]).await
}

async fn unsealed(raw: Unguarded<'_>) -> Result<Vec<(i64, Entry)>, StoreError> {
    let mut sql = Sql::new("SELECT ordinal, ");
    sql.push(&Entry::COLUMNS.join(", "));
    sql.push(" FROM journal_entries WHERE seq IS NULL ORDER BY ordinal LIMIT ").push(&BATCH.to_string());
    let found = raw.query(sql).await?;
    let entries = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        Ok((columns.take()?, Entry::read(&mut columns)?))
    });
    entries.collect()
}

fn write_links(links: &[(i64, i64, String)]) -> Sql {
    // Numbers are ours and hashes hexadecimal, so they may stand in the text as they are.
    let rows: Vec<String> = links.iter().map(|(ordinal, seq, hash)| format!("({ordinal}, {seq}, '{hash}')")).collect();
    let mut sql = Sql::new("WITH links (ordinal, seq, hash) AS (VALUES ");
    sql.push(&rows.join(", "));
    sql.push(") UPDATE journal_entries SET seq = links.seq, hash = links.hash FROM links");
    sql.push(" WHERE journal_entries.ordinal = links.ordinal");
    sql
}

/// Where the chain ends: number and hash of the last entry.
///
/// # Errors
/// The database's.
pub async fn head(db: &Db) -> Result<(i64, String), StoreError> {
    let head = db.unguarded().first(Head::ID.is(&HEAD)).await?;
    Ok(head.map_or((0, digest::GENESIS.to_owned()), |head| (head.seq, head.hash)))
}

/// A sealed entry as it is found: its columns may have been made unreadable.
pub(crate) struct Link {
    pub seq: i64,
    pub hash: String,
    pub entry: Result<Entry, StoreError>,
}

/// Sealed entries after `position`, with their numbers, in order.
pub(crate) async fn sealed_after(raw: Unguarded<'_>, position: i64, limit: usize) -> Result<Vec<Link>, StoreError> {
    let mut sql = Sql::new("SELECT seq, hash, ");
    sql.push(&Entry::COLUMNS.join(", "));
    sql.push(" FROM journal_entries WHERE seq > ").bind(position);
    sql.push(" ORDER BY seq LIMIT ").push(&limit.to_string());
    let found = raw.query(sql).await?;
    let entries = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        Ok(Link { seq: columns.take()?, hash: columns.take()?, entry: Entry::read(&mut columns) })
    });
    entries.collect()
}

/// Whether this database needs its sealers to take turns across processes.
pub fn is_shared(db: &Db) -> bool {
    db.backend() == Backend::Postgres
}
