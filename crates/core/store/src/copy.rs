use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, ConnectOptions, Connection, Sqlite, sqlite::SqliteConnectOptions},
};

use crate::StoreError;

/// How long a copy waits for whoever has the file to itself, which is short: to put the log back into it.
const PATIENCE: Duration = Duration::from_secs(30);

/// The file of a SQLite database at this address; none is of PostgreSQL.
pub fn file_of(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite:") {
        return None;
    }
    let options = SqliteConnectOptions::from_str(url).ok()?;
    Some(options.get_filename().to_owned())
}

/// Copies a SQLite database into a file that is not there yet, as it stands at this moment, while others read and write
/// it. It is one read to them: nobody waits for it. It needs room for the whole database.
///
/// # Errors
/// [`StoreError::Away`] if there is no such database; the database's, when the copy cannot be written.
pub async fn copy_file(url: &str, into: &Path) -> Result<(), StoreError> {
    let Some(into) = into.to_str() else { return Err(StoreError::Fault("a copy's path is text")) };
    let options = SqliteConnectOptions::from_str(url).map_err(told)?.busy_timeout(PATIENCE);
    let mut connection = options.connect().await.map_err(told)?;
    let copied = sqlx::query::<Sqlite>("VACUUM INTO ?").bind(into.to_owned()).execute(&mut connection).await;
    connection.close().await.map_err(told)?;
    copied.map(drop).map_err(told)
}

fn told(error: sqlx::Error) -> StoreError {
    DbErr::Exec(RuntimeErr::SqlxError(error.into())).into()
}
