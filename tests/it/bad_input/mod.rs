//! What goes wrong in practice. Each time there is a message that says how to mend it, nothing is lost, and nothing is
//! left half done.

mod databases;
mod files;
mod forms;
mod links;

use std::path::{Path, PathBuf};

use store::{Columns, Db, Options, Sql};

pub fn blueprint(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../blueprints/wholesale").join(name)
}

/// How many rows a table of this database has.
async fn rows(url: &str, table: &str) -> i64 {
    let db = Db::open(&Options::at(url)).await.expect("the database");
    let found = db.unguarded().query(Sql::new(&format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}"))).await;
    let rows = Columns::of(&found.expect("the table")[0]).take().expect("a number");
    db.close().await.expect("closing");
    rows
}
