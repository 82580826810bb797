use std::{
    fmt, fs,
    io::ErrorKind,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::Context as _;
use kernel::{Message, Timestamp};

use crate::{
    Manifest, Part,
    bucket::Bucket,
    manifest::MANIFEST,
    packing,
    retention::made_at,
    said::{of_file, say},
};

/// How folders begin in which copies are being made.
pub(crate) const WORKSHOP: &str = ".copy-";

/// Nobody works on one copy for so long.
const ABANDONED: Duration = Duration::from_hours(24);

/// Where copies lie: a folder, or a bucket that is asked as S3 is.
pub struct Target {
    said: String,
    at: At,
}

enum At {
    Folder(PathBuf),
    Bucket(Box<Bucket>),
}

/// A copy, and where it lies.
pub struct Stored {
    /// Where.
    pub target: Target,
    /// Its name there.
    pub name: String,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl Target {
    /// A folder, or `s3://bucket/prefix`, whose keys are taken from the environment.
    ///
    /// # Errors
    /// It is neither, or the keys are missing.
    pub fn parse(said: &str) -> anyhow::Result<Self> {
        let at = match said.split_once("://") {
            Some(("s3", _)) => At::Bucket(Box::new(Bucket::of(said)?)),
            Some(_) => anyhow::bail!(say(&Message::new("backup-no-target").with("target", said))),
            None => At::Folder(PathBuf::from(said)),
        };
        Ok(Self { said: said.to_owned(), at })
    }

    /// The names of the copies that lie there, oldest first. What is not whole is none.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn names(&self) -> anyhow::Result<Vec<String>> {
        let mut names = match &self.at {
            At::Folder(folder) => copies_in(folder)
                .with_context(|| say(&Message::new("backup-target-unread").with("target", self.to_string())))?,
            At::Bucket(bucket) => {
                let keys = bucket.keys().await?;
                let whole = keys.iter().filter_map(|key| key.strip_suffix(MANIFEST)?.strip_suffix('/'));
                whole.map(str::to_owned).collect()
            }
        };
        names.retain(|name| made_at(name).is_some());
        names.sort();
        Ok(names)
    }

    /// Where a copy for this target is made: beside its place, or where there is none, in the data folder. Nobody but
    /// the owner looks in; what was left there by a program that was killed is taken away.
    pub(crate) fn workshop(&self, data: &Path, now: Timestamp) -> anyhow::Result<tempfile::TempDir> {
        let folder = match &self.at {
            At::Folder(folder) => folder.as_path(),
            At::Bucket(_) => data,
        };
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.with_context(|| of_file("backup-unmade-right", folder))?;
        clear(folder, now);
        let made = tempfile::Builder::new().prefix(WORKSHOP).tempdir_in(folder);
        made.with_context(|| of_file("backup-unwritten-right", folder))
    }

    /// Takes what was made in the workshop under this name: all of it, or nothing.
    pub(crate) async fn keep(&self, made: &Path, name: &str, parts: &[Part]) -> anyhow::Result<()> {
        match &self.at {
            At::Folder(folder) => {
                fs::File::open(made)?.sync_all()?;
                let place = folder.join(name);
                fs::rename(made, &place).with_context(|| of_file("backup-unmade", &place))?;
                Ok(fs::File::open(folder)?.sync_all()?)
            }
            At::Bucket(bucket) => {
                for part in parts {
                    bucket.put(&format!("{name}/{}", part.name), &made.join(&part.name), part).await?;
                }
                let manifest = packing::part(made, MANIFEST).await?;
                bucket.put(&format!("{name}/{MANIFEST}"), &made.join(MANIFEST), &manifest).await
            }
        }
    }

    /// Writes a note beside the copies, in place of the one of that name before.
    pub(crate) async fn write_note(&self, name: &str, bytes: &[u8], data: &Path, now: Timestamp) -> anyhow::Result<()> {
        let workshop = self.workshop(data, now)?;
        let made = workshop.path().join(name);
        packing::write_new(&made, bytes).with_context(|| of_file("backup-unwritten", &made))?;
        match &self.at {
            At::Folder(folder) => {
                let place = folder.join(name);
                fs::rename(&made, &place).with_context(|| of_file("backup-unwritten-right", &place))
            }
            At::Bucket(bucket) => bucket.put(name, &made, &packing::part(workshop.path(), name).await?).await,
        }
    }

    /// What a note beside the copies says; nothing where there is none.
    pub(crate) async fn note(&self, name: &str) -> anyhow::Result<Option<Vec<u8>>> {
        match &self.at {
            At::Folder(folder) => {
                let place = folder.join(name);
                match fs::read(&place) {
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    read => read.map(Some).with_context(|| of_file("backup-unread", &place)),
                }
            }
            At::Bucket(bucket) => {
                if !bucket.keys().await?.iter().any(|key| key == name) {
                    return Ok(None);
                }
                let fetched = tempfile::tempdir()?;
                let place = fetched.path().join(name);
                bucket.get(name, &place).await?;
                Ok(Some(fs::read(place)?))
            }
        }
    }

    /// Takes a copy away, its manifest first.
    pub(crate) async fn remove(&self, name: &str) -> anyhow::Result<()> {
        match &self.at {
            At::Folder(folder) => {
                let place = folder.join(name);
                fs::remove_file(place.join(MANIFEST))?;
                Ok(fs::remove_dir_all(place)?)
            }
            At::Bucket(bucket) => {
                bucket.remove(&format!("{name}/{MANIFEST}")).await?;
                let prefix = format!("{name}/");
                for key in bucket.keys().await?.iter().filter(|key| key.starts_with(&prefix)) {
                    bucket.remove(key).await?;
                }
                Ok(())
            }
        }
    }
}

impl Stored {
    /// The copy that `source` names; where it names a target, the newest there.
    ///
    /// # Errors
    /// There is none.
    pub async fn find(source: &str) -> anyhow::Result<Self> {
        let source = source.trim_end_matches('/');
        let (target, name) = source.rsplit_once('/').unwrap_or((".", source));
        if made_at(name).is_some() || Path::new(source).join(MANIFEST).is_file() {
            let target = if target.is_empty() { "/" } else { target };
            return Ok(Self { target: Target::parse(target)?, name: name.to_owned() });
        }
        let target = Target::parse(source)?;
        let newest = target.names().await?.pop();
        let name = newest.with_context(|| say(&Message::new("backup-none").with("source", source)))?;
        Ok(Self { target, name })
    }

    /// What it says of itself.
    pub(crate) async fn manifest(&self, folder: &Path) -> anyhow::Result<Manifest> {
        let path = self.fetch(MANIFEST, folder).await?;
        Manifest::read(&fs::read(&path)?)
            .with_context(|| say(&Message::new("backup-copy-unusable").with("copy", self.to_string())))
    }

    /// Brings a part into a folder, and proves that it is as it was.
    pub(crate) async fn part(&self, part: &Part, folder: &Path) -> anyhow::Result<PathBuf> {
        let path = self.fetch(&part.name, folder).await?;
        let changed = Message::new("backup-part-changed").with("part", part.name.as_str());
        let is_whole = packing::part(folder, &part.name).await? == *part;
        anyhow::ensure!(is_whole, say(&changed.with("copy", self.to_string())));
        Ok(path)
    }

    async fn fetch(&self, part: &str, folder: &Path) -> anyhow::Result<PathBuf> {
        let outside = Message::new("backup-part-outside").with("copy", self.to_string());
        anyhow::ensure!(!part.contains('/'), say(&outside));
        let path = folder.join(part);
        match &self.target.at {
            At::Folder(from) => {
                let from = from.join(&self.name).join(part);
                tokio::fs::copy(&from, &path).await.with_context(|| of_file("backup-unread", &from))?;
            }
            At::Bucket(bucket) => bucket.get(&format!("{}/{part}", self.name), &path).await?,
        }
        Ok(path)
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.target, self.name)
    }
}

fn copies_in(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.path().join(MANIFEST).is_file() {
            names.extend(entry.file_name().into_string());
        }
    }
    Ok(names)
}

/// Takes away what nobody works on any more; what cannot be is left.
fn clear(folder: &Path, now: Timestamp) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_one = entry.file_name().to_str().is_some_and(|name| name.starts_with(WORKSHOP));
        let changed = entry.metadata().and_then(|about| about.modified()).ok();
        let changed = changed.and_then(|changed| changed.duration_since(SystemTime::UNIX_EPOCH).ok());
        let changed = changed.and_then(|since| i64::try_from(since.as_micros()).ok()).map(Timestamp::from_micros);
        if is_one && changed.is_some_and(|changed| now.since(changed) > ABANDONED) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
