//! When the portal was last copied. Only the copies' manifests are looked at, and of them only when they were written.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use kernel::Timestamp;

use super::{Finding, is_public};
use crate::settings::Settings;

const CHECK: &str = "backup";

/// How old the last copy may be: a day, and time to make it.
const FRESH: Duration = Duration::from_hours(26);

pub(super) fn look(settings: &Settings, now: Timestamp) -> Finding {
    let Some(target) = &settings.backup.target else {
        let fix = "name a folder on another disk: [backup] target = \"/srv/backup/portico\"";
        return stand(settings, "no backup: nobody said where to", fix);
    };
    if target.contains("://") {
        let fix = "portico backup rehearse";
        return Finding::amber(CHECK, format!("{target} is not looked at from here"), fix);
    }
    let Some(last) = last(Path::new(target)) else {
        return stand(settings, &format!("no backup in {target}"), &format!("portico backup {target}"));
    };
    let age = now.since(last);
    if age > FRESH {
        let says = format!("the last one is {} hours old", age.as_secs() / 3600);
        return Finding::red(CHECK, says, format!("portico backup {target}; and see why the last ones were not made"));
    }
    let says = format!("the last one is {} minutes old", age.as_secs() / 60);
    if settings.backup.passphrase().is_none() {
        let secrets = settings.data.join("secrets");
        let fix = format!("set passphrase in [backup]; or keep a copy of {} elsewhere", secrets.display());
        return Finding::amber(CHECK, format!("{says}; without a passphrase none holds the secrets"), fix);
    }
    Finding::green(CHECK, says)
}

/// Without people there is little to lose.
fn stand(settings: &Settings, says: &str, fix: &str) -> Finding {
    if is_public(settings) { Finding::red(CHECK, says, fix) } else { Finding::amber(CHECK, says, fix) }
}

/// When the newest manifest below the folder was written, in it or in a folder of its own.
fn last(target: &Path) -> Option<Timestamp> {
    let folders = fs::read_dir(target).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let manifests = folders.chain([target.to_owned()]).map(|folder| folder.join("manifest.json"));
    let written = manifests.filter_map(|manifest| fs::metadata(manifest).and_then(|about| about.modified()).ok());
    let newest = written.max()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(Timestamp::from_micros(i64::try_from(newest.as_micros()).ok()?))
}
