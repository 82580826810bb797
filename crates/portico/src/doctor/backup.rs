//! When the portal was last copied. Only the copies' manifests are looked at, and of them only when they were written.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use kernel::{Message, Timestamp};

use super::{Finding, amber, green, is_public, number, red};
use crate::settings::Settings;

const CHECK: &str = "backup";

/// How old the last copy may be: a day, and time to make it.
const FRESH: Duration = Duration::from_hours(26);

pub(super) fn look(settings: &Settings, now: Timestamp) -> Finding {
    let Some(target) = &settings.backup.target else {
        let fix = Message::new("doctor-backup-nowhere-fix");
        return stand(settings, &Message::new("doctor-backup-nowhere"), &fix);
    };
    if target.contains("://") {
        let says = Message::new("doctor-backup-far").with("target", target.as_str());
        return amber(CHECK, &says, &Message::new("doctor-backup-far-fix"));
    }
    let Some(last) = last(Path::new(target)) else {
        let says = Message::new("doctor-backup-none").with("target", target.as_str());
        return stand(settings, &says, &Message::new("doctor-backup-none-fix").with("target", target.as_str()));
    };
    let age = now.since(last);
    if age > FRESH {
        let says = Message::new("doctor-backup-old").with("hours", number(age.as_secs() / 3600));
        return red(CHECK, &says, &Message::new("doctor-backup-old-fix").with("target", target.as_str()));
    }
    let minutes = number(age.as_secs() / 60);
    if settings.backup.passphrase().is_none() {
        let secrets = settings.data.join("secrets").display().to_string();
        let says = Message::new("doctor-backup-bare").with("minutes", minutes);
        return amber(CHECK, &says, &Message::new("doctor-backup-bare-fix").with("secrets", secrets));
    }
    green(CHECK, &Message::new("doctor-backup-fresh").with("minutes", minutes))
}

/// Without people there is little to lose.
fn stand(settings: &Settings, says: &Message, fix: &Message) -> Finding {
    if is_public(settings) { red(CHECK, says, fix) } else { amber(CHECK, says, fix) }
}

/// When the newest manifest below the folder was written, in it or in a folder of its own.
fn last(target: &Path) -> Option<Timestamp> {
    let folders = fs::read_dir(target).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let manifests = folders.chain([target.to_owned()]).map(|folder| folder.join("manifest.json"));
    let written = manifests.filter_map(|manifest| fs::metadata(manifest).and_then(|about| about.modified()).ok());
    let newest = written.max()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(Timestamp::from_micros(i64::try_from(newest.as_micros()).ok()?))
}
