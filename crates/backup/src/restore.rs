use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use kernel::Message;
use store::Migrations;
use tempfile::TempDir;

use crate::{
    Kind, Manifest, Place, Stored, packing, postgres,
    said::{of_file, say},
    sealed::{self, Files, SEALED, SETTINGS},
    sqlite,
    target::WORKSHOP,
};

/// What is to be put back where.
pub struct Wanted<'a> {
    /// The copy.
    pub stored: &'a Stored,
    /// The place, in which there is no portal yet.
    pub place: Place<'a>,
    /// The tables of this program.
    pub parts: &'a [Migrations],
    /// Whether it is put back even though its secrets are lost, and what they sealed with them.
    pub without_secrets: bool,
}

/// What was found of a copy that was put back.
pub struct Proof {
    /// What it said of itself; all of it is so.
    pub manifest: Manifest,
    /// How many steps brought its tables up to date.
    pub steps: usize,
    /// How its secrets stand.
    pub secrets: Sealed,
}

/// How the secrets of a copy stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// They are not in it.
    Elsewhere,
    /// They are in it, and nobody gave the passphrase.
    Closed,
    /// They are in it, and are the ones that belong to it.
    Opened,
}

/// Puts a copy back where there is no portal, and proves it: every sum, what the database holds, each link of the
/// journal. A database that does not hold is put nowhere.
///
/// # Errors
/// There is a portal already; the copy is not whole; its secrets are missing.
pub async fn restore(wanted: &Wanted<'_>) -> anyhow::Result<Proof> {
    let Wanted { stored, place, parts, without_secrets } = wanted;
    let workshop = workshop(place.data)?;
    let manifest = stored.manifest(workshop.path()).await?;
    let kind = Kind::of(place.database);
    let other = Message::new("backup-other-kind").with("copy", manifest.database.name());
    anyhow::ensure!(manifest.database == kind, say(&other.with("settings", kind.name())));
    is_empty(place).await?;
    let opened = opened(stored, &manifest, workshop.path(), place.passphrase).await?;
    let files = missing(&manifest, place.data, opened.as_ref(), *without_secrets)?;
    let packed = fetched(stored, &manifest, workshop.path()).await?;
    // First, and whatever comes of the database: a portal that starts without its secrets makes new ones, which open
    // nothing of it. They are in the way of no other try.
    write(&files, place.data)?;
    let steps = match kind {
        Kind::Sqlite => put_back_file(&packed, place.database, &manifest, parts).await?,
        Kind::Postgres => {
            let steps = postgres::put_back(&packed, place.database, &manifest.facts, parts).await;
            steps.with_context(|| say(&Message::new("backup-not-put-back")))?
        }
    };
    let secrets = stand(&manifest, opened.as_ref());
    Ok(Proof { manifest, steps, secrets })
}

/// The settings' file in a copy, if this passphrase opens it.
///
/// # Errors
/// The copy cannot be read, or the passphrase is another.
pub async fn settings_in(stored: &Stored, place: Place<'_>) -> anyhow::Result<Option<Vec<u8>>> {
    let workshop = workshop(place.data)?;
    let manifest = stored.manifest(workshop.path()).await?;
    let opened = opened(stored, &manifest, workshop.path(), place.passphrase).await?;
    Ok(opened.and_then(|mut files| files.remove(SETTINGS)))
}

/// A folder for what is fetched, which goes when it is dropped.
pub(crate) fn workshop(data: &Path) -> anyhow::Result<TempDir> {
    fs::create_dir_all(data).with_context(|| of_file("backup-unmade", data))?;
    let made = tempfile::Builder::new().prefix(WORKSHOP).tempdir_in(data);
    made.with_context(|| of_file("backup-unwritten", data))
}

/// The file that holds the copy's database, as it was written.
pub(crate) async fn fetched(stored: &Stored, manifest: &Manifest, folder: &Path) -> anyhow::Result<PathBuf> {
    let part = manifest.part(manifest.database.part());
    let part = part.with_context(|| say(&Message::new("backup-manifest-no-database")))?;
    stored.part(part, folder).await
}

/// What is sealed in a copy, if it is in it and there is a passphrase; the secrets are those the manifest names.
pub(crate) async fn opened(
    stored: &Stored,
    manifest: &Manifest,
    folder: &Path,
    passphrase: Option<&str>,
) -> anyhow::Result<Option<Files>> {
    let Some(part) = manifest.part(SEALED) else { return Ok(None) };
    let path = stored.part(part, folder).await?;
    let Some(passphrase) = passphrase else { return Ok(None) };
    let files = sealed::open(&fs::read(path)?, passphrase)?;
    for secret in &manifest.secrets {
        let found = files.get(&secret.name).map(|bytes| packing::sum(bytes));
        let foreign = Message::new("backup-secret-foreign").with("name", secret.name.as_str());
        anyhow::ensure!(found.as_ref() == Some(&secret.sha256), say(&foreign));
    }
    Ok(Some(files))
}

pub(crate) fn stand(manifest: &Manifest, opened: Option<&Files>) -> Sealed {
    match (manifest.part(SEALED), opened) {
        (None, _) => Sealed::Elsewhere,
        (Some(_), None) => Sealed::Closed,
        (Some(_), Some(_)) => Sealed::Opened,
    }
}

async fn is_empty(place: &Place<'_>) -> anyhow::Result<()> {
    let Some(file) = store::file_of(place.database) else {
        anyhow::ensure!(postgres::is_empty(place.database).await?, say(&Message::new("backup-tables-there")));
        return Ok(());
    };
    if let Some(there) = file_and_logs(&file).into_iter().find(|path| path.exists()) {
        anyhow::bail!(of_file("backup-file-there", &there));
    }
    Ok(())
}

/// A SQLite database's file, and the logs that a program leaves beside it when it is killed: they would be read into
/// whatever file is put there.
fn file_and_logs(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-journal"].map(|ending| {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        PathBuf::from(path)
    })
}

/// The secrets that have to be written: those that belong to the copy and are not in place.
fn missing(manifest: &Manifest, data: &Path, opened: Option<&Files>, without_secrets: bool) -> anyhow::Result<Files> {
    let (in_place, folder) = (sealed::secrets(data)?, data.join("secrets"));
    let mut files = Files::new();
    for secret in &manifest.secrets {
        let path = folder.join(&secret.name);
        match (in_place.get(&secret.name), opened.and_then(|files| files.get(&secret.name))) {
            (Some(bytes), _) => {
                anyhow::ensure!(packing::sum(bytes) == secret.sha256, of_file("backup-secret-other", &path))
            }
            (None, Some(bytes)) => {
                files.insert(secret.name.clone(), bytes.clone());
            }
            (None, None) if without_secrets => {}
            (None, None) => anyhow::bail!(of_file("backup-secret-missing", &path)),
        }
    }
    Ok(files)
}

/// Writes secrets into a data folder.
fn write(files: &Files, data: &Path) -> anyhow::Result<()> {
    let folder = data.join("secrets");
    fs::create_dir_all(&folder).with_context(|| of_file("backup-unmade", &folder))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        packing::write_new(&path, bytes).with_context(|| of_file("backup-unwritten", &path))?;
    }
    Ok(())
}

/// Proves the database beside its place, and only then puts it there.
async fn put_back_file(
    packed: &Path,
    database: &str,
    manifest: &Manifest,
    parts: &[Migrations],
) -> anyhow::Result<usize> {
    let file = store::file_of(database).with_context(|| say(&Message::new("backup-no-file")))?;
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or_else(|| Path::new("."));
    let beside = workshop(folder)?;
    let (plain, steps) = sqlite::unpacked(packed, beside.path(), &manifest.facts, parts).await?;
    fs::File::open(&plain)?.sync_all()?;
    // A link is never made over a file that came to be meanwhile.
    fs::hard_link(&plain, &file).with_context(|| of_file("backup-unmade", &file))?;
    fs::File::open(folder)?.sync_all()?;
    Ok(steps)
}
