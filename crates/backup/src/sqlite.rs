#![expect(clippy::disallowed_methods, reason = "a copy is of everything, whoever it belongs to")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use kernel::Message;
use store::{Db, Migrations, Options};

use crate::{Facts, Kind, facts, packing, said::say};

/// The database's own name in a workshop.
const PLAIN: &str = "portico.db";

/// Copies the database as it stands at this moment into a folder, packed; says what it holds.
pub(crate) async fn dump(database: &str, folder: &Path) -> anyhow::Result<Facts> {
    let plain = folder.join(PLAIN);
    let copied = store::copy_file(database, &plain).await;
    copied.with_context(|| say(&Message::new("backup-not-copied")))?;
    let db = open(&plain).await?;
    let facts = Facts::of(db.unguarded()).await?;
    db.close().await?;
    packing::pack(plain.clone(), folder.join(Kind::Sqlite.part())).await?;
    fs::remove_file(plain)?;
    Ok(facts)
}

/// Unpacks a copy's database into a folder and proves it. Gives its file, closed, and how many steps brought it up to
/// date.
pub(crate) async fn unpacked(
    packed: &Path,
    folder: &Path,
    said: &Facts,
    parts: &[Migrations],
) -> anyhow::Result<(PathBuf, usize)> {
    let plain = folder.join(PLAIN);
    packing::unpack(packed.to_owned(), plain.clone()).await?;
    let db = open(&plain).await?;
    let steps = facts::prove(&db, said, parts).await?;
    db.close().await?;
    Ok((plain, steps))
}

async fn open(file: &Path) -> anyhow::Result<Db> {
    let file = file.display().to_string();
    let file = file.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Ok(Db::open(&Options::at(format!("sqlite:{file}"))).await?)
}
