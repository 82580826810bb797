//! The program as it is packed for whoever installs it.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::table::{Reach, Rounds, Table};

/// Measures what `make dist` packed of this version, if it did.
///
/// # Errors
/// The folder cannot be read.
#[expect(clippy::cast_precision_loss, reason = "a file has fewer bytes than a float has digits")]
pub fn measure(table: &mut Table) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("the project's folder")?.join("dist");
    let of_version = concat!("portico-", env!("CARGO_PKG_VERSION"), "-");
    let mut sizes = Vec::new();
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(of_version) && name.ends_with(".tar.xz") {
            sizes.push(entry.metadata()?.len() as f64 / 1e6);
        }
    }
    if sizes.is_empty() {
        println!("the packed program is NOT measured: run `make dist`, which puts it into {}", folder.display());
        return Ok(());
    }
    table.add("the program packed, with its documents", Reach::AtMost(30.0), "MB", Rounds::of(sizes));
    Ok(())
}
