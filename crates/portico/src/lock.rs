//! One program on one SQLite file: a second one would not know of the first one's writes in flight.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use kernel::Message;

use crate::terminal::{of_file, say};

/// Held while the program runs; the system lets go of it when the program ends, however it ends.
#[derive(Debug)]
pub struct Held(#[expect(dead_code, reason = "the lock lives as long as the file is open")] fs::File);

/// Takes the file of a SQLite database for this program; nothing to take for PostgreSQL.
///
/// # Errors
/// Another program has it.
pub fn take(database: &str) -> anyhow::Result<Option<Held>> {
    let Some(file) = database.strip_prefix("sqlite:") else { return Ok(None) };
    let path = file.trim_start_matches("//").split('?').next().map(PathBuf::from).unwrap_or_default();
    if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
        fs::create_dir_all(folder).with_context(|| say(&of_file("file-unmade", folder)))?;
    }
    let path = path.with_extension("lock");
    let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = file.with_context(|| say(&of_file("file-unopened", &path)))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Held(file))),
        Err(fs::TryLockError::WouldBlock) => anyhow::bail!(say(&Message::new("lock-held"))),
        Err(fs::TryLockError::Error(error)) => Err(error).with_context(|| say(&of_file("file-unlocked", &path))),
    }
}
