use std::path::Path;

use kernel::{Message, Timestamp};
use serde::{Deserialize, Serialize};
use store::Migrations;

use crate::{Kind, Place, Proof, Stored, Target, postgres, restore, said::say, sqlite};

/// Where the last rehearsal is noted, beside the copies: it outlasts the copy, and whoever looks at them finds it.
const NOTE: &str = "rehearsed.json";

/// That a copy was put back elsewhere, and held.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Rehearsal {
    /// The copy's name.
    pub copy: String,
    /// When.
    pub at: Timestamp,
}

impl Rehearsal {
    /// Notes it beside the copies of a target, in place of the one before.
    ///
    /// # Errors
    /// Nothing can be written there.
    pub async fn keep(&self, target: &Target, data: &Path) -> anyhow::Result<()> {
        target.write_note(NOTE, &serde_json::to_vec_pretty(self)?, data, self.at).await
    }

    /// The last one of a target's copies; nothing where none is noted, or nobody can make out what is.
    ///
    /// # Errors
    /// The target cannot be read.
    pub async fn last(target: &Target) -> anyhow::Result<Option<Self>> {
        let note = target.note(NOTE).await?;
        Ok(note.and_then(|note| serde_json::from_slice(&note).ok()))
    }
}

/// Puts a copy back in a place of its own, which goes again, and proves it as a restore would, with this program's
/// migrations over it. Of the place there is, it changes nothing.
///
/// # Errors
/// What would be in the way of a restore.
pub async fn rehearse(stored: &Stored, place: Place<'_>, parts: &[Migrations]) -> anyhow::Result<Proof> {
    let workshop = restore::workshop(place.data)?;
    let folder = workshop.path();
    let manifest = stored.manifest(folder).await?;
    let opened = restore::opened(stored, &manifest, folder, place.passphrase).await?;
    let packed = restore::fetched(stored, &manifest, folder).await?;
    let steps = match manifest.database {
        Kind::Sqlite => sqlite::unpacked(&packed, folder, &manifest.facts, parts).await?.1,
        Kind::Postgres => {
            anyhow::ensure!(Kind::of(place.database) == Kind::Postgres, say(&Message::new("backup-postgres-needed")));
            postgres::rehearse(&packed, place.database, &manifest.facts, parts).await?
        }
    };
    let secrets = restore::stand(&manifest, opened.as_ref());
    Ok(Proof { manifest, steps, secrets })
}
