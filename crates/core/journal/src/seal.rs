//! Chains committed entries, one sealer at a time.

#![expect(clippy::disallowed_methods, reason = "the chain is the machinery's")]

use kernel::Id;
use store::{Backend, Columns, Db, Row, Sql, StoreError, Unguarded};

use crate::{Entry, digest, follow::Sealed};

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

/// How many entries one sealing takes, and one turn of followers: few enough to hold the one writer of SQLite for some
/// 30 ms, with what projectors derive. On PostgreSQL nobody waits for it but other sealers, and each waits for a disk.
pub(crate) fn batch(backend: Backend) -> usize {
    match backend {
        Backend::Sqlite => 200,
        Backend::Postgres => 600,
    }
}

/// Seals entries until none is left; tells how many. The portal's own background work seals with
/// [`crate::follow::Followers::seal_and_turn`].
///
/// Entries are picked by what is not sealed, never by "later than the last", so one that commits late is not skipped.
/// They are numbered in the order in which they were written: two of the same object keep the order of its row lock.
///
/// # Errors
/// The database's; what was sealed stays sealed.
pub async fn seal(db: &Db) -> Result<usize, StoreError> {
    let mut sealed = 0;
    while let Some(stretch) = Stretch::next(db.unguarded()).await? {
        let work = db.begin().await?;
        if stretch.chain(work.unguarded()).await? {
            work.commit().await?;
            sealed += stretch.entries.len();
            if stretch.entries.len() < batch(db.backend()) {
                break;
            }
        }
    }
    Ok(sealed)
}

/// Entries that are not sealed yet, with the numbers and hashes they have if the head still stands where it stood.
pub(crate) struct Stretch {
    before: Option<Head>,
    after: Head,
    links: Vec<(i64, i64, String)>,
    /// The entries, in the order of their numbers.
    pub entries: Vec<Sealed>,
}

impl Stretch {
    /// The next ones, if there are any.
    pub async fn next(raw: Unguarded<'_>) -> Result<Option<Self>, StoreError> {
        // Head and entries are of one instant: as long as the head stands where it stood, so do they.
        let (before, pending) = unsealed(raw).await?;
        if pending.is_empty() {
            return Ok(None);
        }
        let (seq, hash) = end(before.clone());
        let mut after = Head { id: HEAD, seq, hash };
        let (mut links, mut entries) = (Vec::with_capacity(pending.len()), Vec::with_capacity(pending.len()));
        for (ordinal, entry) in pending {
            let seq = after.seq + 1;
            after = Head { id: HEAD, seq, hash: digest::of_link(&after.hash, seq, &entry) };
            links.push((ordinal, seq, after.hash.clone()));
            entries.push(Sealed { seq, entry });
        }
        Ok(Some(Self { before, after, links, entries }))
    }

    /// The number after which they come.
    pub fn position(&self) -> i64 {
        self.before.as_ref().map_or(0, |before| before.seq)
    }

    /// Chains them to the head; tells whether it did. It did not if another sealer was quicker.
    pub async fn chain(&self, raw: Unguarded<'_>) -> Result<bool, StoreError> {
        // Whoever moves the head is the sealer; a second one waits here, and then finds it elsewhere.
        let is_sealer = match &self.before {
            Some(before) => move_head(raw, before, &self.after).await?,
            None => raw.insert_if_new(&self.after).await?,
        };
        if is_sealer {
            raw.execute(write_links(&self.links)).await?;
        }
        Ok(is_sealer)
    }
}

async fn move_head(raw: Unguarded<'_>, from: &Head, to: &Head) -> Result<bool, StoreError> {
    let mut sql = Sql::new("UPDATE journal_head SET seq = ");
    sql.bind(to.seq).push(", hash = ").bind(to.hash.clone()).push(" WHERE id = ").bind(HEAD.uuid());
    sql.push(" AND seq = ").bind(from.seq).push(" AND hash = ").bind(from.hash.clone());
    Ok(raw.execute(sql).await? == 1)
}

/// The head, and what is to be chained to it.
async fn unsealed(raw: Unguarded<'_>) -> Result<(Option<Head>, Vec<(i64, Entry)>), StoreError> {
    let mut sql = Sql::new("SELECT h.seq, h.hash, e.ordinal");
    for column in Entry::COLUMNS {
        sql.push(", e.").push(column);
    }
    sql.push(" FROM journal_entries AS e LEFT JOIN journal_head AS h ON h.id = ").bind(HEAD.uuid());
    sql.push(" WHERE e.seq IS NULL ORDER BY e.ordinal LIMIT ").push(&batch(raw.backend()).to_string());
    let (mut head, mut entries) = (None, Vec::new());
    for row in &raw.query(sql).await? {
        let mut columns = Columns::of(row);
        let (seq, hash) = (columns.take::<Option<i64>>()?, columns.take::<Option<String>>()?);
        head = seq.zip(hash).map(|(seq, hash)| Head { id: HEAD, seq, hash });
        entries.push((columns.take()?, Entry::read(&mut columns)?));
    }
    Ok((head, entries))
}

fn write_links(links: &[(i64, i64, String)]) -> Sql {
    if let [(ordinal, seq, hash)] = links {
        // What most commands write; the same words each time, so that they are prepared once.
        let mut sql = Sql::new("UPDATE journal_entries SET seq = ");
        sql.bind(*seq).push(", hash = ").bind(hash.clone()).push(" WHERE ordinal = ").bind(*ordinal);
        return sql;
    }
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
    Ok(end(db.unguarded().first(Head::ID.is(&HEAD)).await?))
}

fn end(head: Option<Head>) -> (i64, String) {
    head.map_or((0, digest::GENESIS.to_owned()), |head| (head.seq, head.hash))
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
