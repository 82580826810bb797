//! Secrets are made at first start and lie in files only their owner may read.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use front::Seal;
use journal::SigningKey;

use crate::terminal::{of_file, say};

/// The key that signs the journal's checkpoints; made if there is none yet.
///
/// # Errors
/// The folder cannot be written, or the file is no key of ours.
pub fn signing_key(data: &Path) -> anyhow::Result<SigningKey> {
    let path = kept(data, "journal.key", || Ok(SigningKey::generate()?))?;
    let bytes = fs::read(&path).with_context(|| say(&of_file("file-unread", &path)))?;
    SigningKey::read(&bytes).map_err(|_| anyhow!(say(&of_file("secrets-unusable", &path))))
}

/// The key under which secrets are sealed in the database; made if there is none yet. Instances that share a database
/// must share this file.
///
/// # Errors
/// The folder cannot be written, or the file is no key of ours.
pub fn sealing_key(data: &Path) -> anyhow::Result<Seal> {
    let path = kept(data, "seal.key", || Ok(Seal::new_key().to_vec()))?;
    let key = fs::read(&path).with_context(|| say(&of_file("file-unread", &path)))?;
    let key = <[u8; 32]>::try_from(key).map_err(|_| anyhow!(say(&of_file("secrets-unusable-restore", &path))))?;
    Ok(Seal::of(&key))
}

/// What a portal shows to whoever asks a question of their own, so that who has its key knows that it is this one.
/// Whoever overhears it can answer no other question.
pub fn mark(seal: &Seal, question: &str) -> String {
    seal.vouch(&marked(question))
}

/// Whether the portal of this data folder showed it to who asked this; where there is no key yet, none did.
///
/// # Errors
/// The key cannot be read, or is none of ours.
pub fn is_mark(data: &Path, question: &str, shown: &str) -> anyhow::Result<bool> {
    let has_key = data.join("secrets").join("seal.key").exists();
    Ok(has_key && sealing_key(data)?.has_vouched(&marked(question), shown))
}

fn marked(question: &str) -> String {
    format!("the mark of a portal that was asked {question}")
}

/// Where the secret of this name lies; made there if there is none yet.
///
/// Written beside its place and then named at once: another instance that starts now, and the next start of one that is
/// killed meanwhile, find all of it or none.
fn kept(data: &Path, name: &str, make: impl FnOnce() -> anyhow::Result<Vec<u8>>) -> anyhow::Result<PathBuf> {
    let folder = data.join("secrets");
    let path = folder.join(name);
    if path.exists() {
        return Ok(path);
    }
    fs::create_dir_all(&folder).with_context(|| say(&of_file("secrets-unmade", &folder)))?;
    let beside = folder.join(format!("{name}.{}", uuid::Uuid::new_v4().simple()));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)
        .with_context(|| say(&of_file("file-unwritten", &beside)))?;
    file.write_all(&make()?)?;
    file.sync_all()?;
    let named = fs::hard_link(&beside, &path);
    fs::remove_file(&beside)?;
    match named {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(error).with_context(|| say(&of_file("file-unwritten", &path)))
        }
        _ => Ok(path),
    }
}
