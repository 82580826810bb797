//! Files on this machine: packed, unpacked, and their sums.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use kernel::Message;
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;

use crate::{
    Part,
    said::{of_file, say},
};

/// Packs a file into another.
pub(crate) async fn pack(from: PathBuf, to: PathBuf) -> anyhow::Result<()> {
    aside(move || {
        let mut from = BufReader::new(File::open(from)?);
        // The quickest: what it costs is taken from people who wait.
        let mut packed = GzEncoder::new(File::create(to)?, Compression::fast());
        io::copy(&mut from, &mut packed)?;
        packed.finish()?.sync_all()
    })
    .await
    .with_context(|| say(&Message::new("backup-not-packed")))
}

/// Unpacks a file into one that is not there yet.
pub(crate) async fn unpack(from: PathBuf, to: PathBuf) -> anyhow::Result<()> {
    aside(move || {
        let mut from = GzDecoder::new(BufReader::new(File::open(from)?));
        let mut to = File::create_new(to)?;
        io::copy(&mut from, &mut to)?;
        to.sync_all()
    })
    .await
    .with_context(|| say(&Message::new("backup-not-unpacked")))
}

/// What a manifest says of the file of this name in a folder.
pub(crate) async fn part(folder: &Path, name: &str) -> anyhow::Result<Part> {
    let (path, name) = (folder.join(name), name.to_owned());
    aside(move || {
        let mut file = File::open(path)?;
        let (mut digest, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            let read = file.read(&mut piece)?;
            let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else { break };
            digest.update(read);
            bytes += u64::try_from(read.len()).unwrap_or(u64::MAX);
        }
        Ok(Part { name, bytes, sha256: hex::encode(digest.finalize()) })
    })
    .await
    .with_context(|| of_file("backup-part-unread", folder))
}

/// Writes a file that only its owner reads, where there is none.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The SHA-256 of something short, in hexadecimal.
pub(crate) fn sum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Beside the threads that answer people.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> anyhow::Result<T> {
    Ok(spawn_blocking(work).await.with_context(|| say(&Message::new("backup-ended")))??)
}
