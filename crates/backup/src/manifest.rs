use anyhow::Context as _;
use kernel::{Message, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Facts, said::say};

/// The manifest's own name; it is written last.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The way copies are laid out; a program that lays them out in another way counts on.
const FORMAT: u32 = 1;

/// What a copy is of, and how to tell that it is whole.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Manifest {
    format: u32,
    /// The program's version.
    pub program: String,
    /// When the copy began.
    pub made_at: Timestamp,
    /// Which database it is of.
    pub database: Kind,
    /// Its files.
    pub parts: Vec<Part>,
    /// What the database held.
    pub facts: Facts,
    /// The secrets that belong to it, whether or not they are in it.
    pub secrets: Vec<Secret>,
}

/// Which database a copy is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A file, packed with gzip.
    Sqlite,
    /// What `pg_dump` writes in its own format.
    Postgres,
}

/// One file of a copy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// One secret of the portal. They are keys that nobody guesses, so their sums tell nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Secret {
    /// Its name in `secrets`.
    pub name: String,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

impl Kind {
    /// Which one is at this address.
    pub fn of(database: &str) -> Self {
        if database.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }

    /// How the part is called that holds it.
    pub(crate) const fn part(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite.gz",
            Self::Postgres => "database.dump",
        }
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

impl Manifest {
    pub(crate) fn new(
        made_at: Timestamp,
        database: Kind,
        parts: Vec<Part>,
        facts: Facts,
        secrets: Vec<Secret>,
    ) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: FORMAT, program, made_at, database, parts, facts, secrets }
    }

    pub(crate) fn read(text: &[u8]) -> anyhow::Result<Self> {
        let manifest = serde_json::from_slice(text);
        let manifest: Self = manifest.with_context(|| say(&Message::new("backup-manifest-damaged")))?;
        let newer = Message::new("backup-manifest-newer").with("program", manifest.program.as_str());
        anyhow::ensure!(manifest.format == FORMAT, say(&newer));
        Ok(manifest)
    }

    pub(crate) fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }
}
