use std::collections::HashMap;

use kernel::{Id, Timestamp};
use macros::Row;
use store::{Columns, Db, Lock, Row, Sql, StoreError, Unguarded, Work};

/// A follower's place in the chain.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "journal_followers")]
pub(super) struct Place {
    pub id: Id<Place>,
    pub name: String,
    pub position: i64,
    pub failures: i64,
    pub trouble: Option<String>,
    pub next_at: Option<Timestamp>,
}

impl Place {
    /// Whether it waits after a failure; longer each time, so that an outage parks nothing.
    pub fn rests(&self, now: Timestamp) -> bool {
        self.next_at.is_some_and(|next| now < next)
    }
}

/// Every place by its follower's name, and the number at which the chain ends.
pub(super) async fn all(raw: Unguarded<'_>) -> Result<(HashMap<String, Place>, i64), StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(&Place::COLUMNS.join(", "));
    sql.push(", (SELECT h.seq FROM journal_head AS h) FROM journal_followers");
    let (mut places, mut head) = (HashMap::new(), 0);
    for row in &raw.query(sql).await? {
        let mut columns = Columns::of(row);
        let place = Place::read(&mut columns)?;
        head = columns.take::<Option<i64>>()?.unwrap_or_default();
        places.insert(place.name.clone(), place);
    }
    Ok((places, head))
}

/// Puts a new follower before the first entry.
pub(super) async fn begin(raw: Unguarded<'_>, name: &str) -> Result<(), StoreError> {
    let id = Id::from_uuid(uuid::Uuid::now_v7());
    let first = Place { id, name: name.to_owned(), position: 0, failures: 0, trouble: None, next_at: None };
    raw.insert_if_new(&first).await.map(|_| ())
}

/// Moves those of these places that still are at `from`, and gives them. Another instance may have been quicker, and a
/// place never moves back.
pub(super) async fn take(
    raw: Unguarded<'_>,
    places: &[Id<Place>],
    from: i64,
    to: i64,
) -> Result<Vec<Id<Place>>, StoreError> {
    let mut sql = moving(places, from, to);
    sql.push(" RETURNING id");
    raw.query(sql).await?.iter().map(|row| Columns::of(row).take()).collect()
}

/// Moves one place by itself; tells whether it still was where it was seen.
pub(super) async fn advance(db: &Db, seen: &Place, to: i64) -> Result<bool, StoreError> {
    let sql = moving(&[seen.id], seen.position, to);
    Ok(db.unguarded().execute(sql).await? == 1)
}

fn moving(places: &[Id<Place>], from: i64, to: i64) -> Sql {
    let mut sql = Sql::new("UPDATE journal_followers SET position = ");
    sql.bind(to).push(", failures = 0, trouble = NULL, next_at = NULL WHERE position = ").bind(from);
    sql.push(" AND id IN (");
    sql.join(", ", places, |sql, place| {
        sql.bind(place.uuid());
    });
    sql.push(")");
    sql
}

/// Locks a place, and gives it if it has not moved since it was seen.
pub(super) async fn hold(work: &Work, seen: &Place) -> Result<Option<Place>, StoreError> {
    work.lock([Lock { table: Place::TABLE, id: seen.id.uuid(), shared: false }]).await?;
    let current = work.unguarded().first(Place::ID.is(&seen.id)).await?;
    Ok(current.filter(|current| current.position == seen.position))
}
