use anyhow::Context as _;
use kernel::{Clock, Message};
use tokio::task::spawn_blocking;

use crate::{
    Kind, Manifest, Place, Target,
    manifest::MANIFEST,
    packing, postgres,
    retention::{new_name, superseded},
    said::{of_file, say},
    sealed::{self, SEALED, SETTINGS},
    sqlite,
};

/// A copy that was made.
pub struct Taken {
    /// Its name in the target.
    pub name: String,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// Copies a portal, which goes on meanwhile: what was acknowledged before this begins is in the copy.
///
/// # Errors
/// What could not be read or written; then there is no copy.
pub async fn take(place: Place<'_>, target: &Target, clock: &dyn Clock) -> anyhow::Result<Taken> {
    let now = clock.now();
    let workshop = target.workshop(place.data, now)?;
    let folder = workshop.path();
    let kind = Kind::of(place.database);
    let facts = match kind {
        Kind::Sqlite => sqlite::dump(place.database, folder).await?,
        Kind::Postgres => postgres::dump(place.database, &folder.join(kind.part())).await?,
    };
    let mut parts = vec![packing::part(folder, kind.part()).await?];
    let mut files = sealed::secrets(place.data)?;
    let secrets = sealed::named(&files);
    if let Some(passphrase) = place.passphrase {
        if place.settings.exists() {
            let settings = std::fs::read(place.settings);
            let settings = settings.with_context(|| of_file("backup-unread", place.settings))?;
            files.insert(SETTINGS.to_owned(), settings);
        }
        let passphrase = passphrase.to_owned();
        let closed = spawn_blocking(move || sealed::close(&files, &passphrase)).await??;
        packing::write_new(&folder.join(SEALED), &closed)?;
        parts.push(packing::part(folder, SEALED).await?);
    }
    let manifest = Manifest::new(now, kind, parts, facts, secrets);
    packing::write_new(&folder.join(MANIFEST), &serde_json::to_vec_pretty(&manifest)?)?;
    let name = new_name(now);
    let kept = target.keep(folder, &name, &manifest.parts).await;
    kept.with_context(|| say(&Message::new("backup-no-copy-made").with("target", target.to_string())))?;
    Ok(Taken { name, manifest })
}

/// Takes away the copies that others make superfluous: the newest 24 are kept, and of seven days and four weeks the last
/// one each. Tells how many went.
///
/// # Errors
/// The target cannot be read or written.
pub async fn prune(target: &Target) -> anyhow::Result<usize> {
    let names = target.names().await?;
    let superseded = superseded(&names);
    for name in &superseded {
        let removed = target.remove(name).await;
        removed.with_context(|| say(&Message::new("backup-copy-stays").with("copy", format!("{target}/{name}"))))?;
    }
    Ok(superseded.len())
}
