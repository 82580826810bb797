use kernel::Message;
use store::Migrations;

use crate::{Kind, Place, Proof, Stored, postgres, restore, said::say, sqlite};

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
