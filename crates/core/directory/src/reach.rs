#![expect(
    clippy::disallowed_methods,
    reason = "letters that follow from the journal go to people, whoever caused them"
)]

use access::Person;
use kernel::Id;
use store::{Columns, Db, Sql, StoreError};

/// Whom a letter goes to: their name and their main address, else one they have verified. Nobody who may no longer sign
/// in is written to.
///
/// # Errors
/// The database's.
pub async fn mail_address(db: &Db, person: Id<Person>) -> Result<Option<(String, String)>, StoreError> {
    let mut sql = Sql::new(
        "SELECT p.name, a.email FROM persons AS p JOIN addresses AS a ON a.person_id = p.id WHERE p.disabled_at IS NULL \
         AND a.verified_at IS NOT NULL AND p.id = ",
    );
    sql.bind(person.uuid());
    sql.push(" ORDER BY CASE WHEN a.primary_since IS NULL THEN 1 ELSE 0 END, a.primary_since DESC, a.id LIMIT 1");
    let found = db.unguarded().query(sql).await?;
    found
        .first()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok((columns.take()?, columns.take()?))
        })
        .transpose()
}
