//! Secrets are made at first start and lie in files only their owner may read.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use anyhow::Context as _;
use journal::SigningKey;

/// The key that signs the journal's checkpoints; made if there is none yet.
///
/// # Errors
/// The folder cannot be written, or the file is no key of ours.
pub fn signing_key(data: &Path) -> anyhow::Result<SigningKey> {
    let folder = data.join("secrets");
    let path = folder.join("journal.key");
    if !path.exists() {
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made; is the data folder writable?", folder.display()))?;
        let key = SigningKey::generate()?;
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        file.write_all(&key)?;
    }
    let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    SigningKey::read(&bytes).with_context(|| format!("{} is not usable", path.display()))
}
