//! When the portal was last copied, and when a copy was last put back to see whether it holds. Of the copies only their
//! names and times are looked at.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use ::backup::{Rehearsal, Target, made_at};
use kernel::{Message, Timestamp};

use super::{Finding, amber, green, is_public, number, red};
use crate::settings::{Backup, Settings};

const CHECK: &str = "backup";

/// How old the last copy may be where nobody says how often one is made: a day, and time to make it.
const FRESH: Duration = Duration::from_hours(26);

/// What making one takes, and trying again where it failed.
const MAKING: Duration = Duration::from_hours(1);

/// How long a rehearsal counts: a month, in which every copy of then but its weeks' last ones is gone.
const PROVED: Duration = Duration::from_hours(31 * 24);

pub(super) async fn look(settings: &Settings, now: Timestamp) -> Finding {
    let Some(target) = &settings.backup.target else {
        let fix = Message::new("doctor-backup-nowhere-fix");
        return stand(settings, &Message::new("doctor-backup-nowhere"), &fix);
    };
    let (last, rehearsed) = match found(target).await {
        Ok(found) => found,
        Err(error) => {
            let says = Message::new("doctor-backup-far").with("target", target.as_str());
            let says = says.with("says", format!("{error:#}"));
            return amber(CHECK, &says, &Message::new("doctor-backup-far-fix"));
        }
    };
    let Some(last) = last else {
        let says = Message::new("doctor-backup-none").with("target", target.as_str());
        return stand(settings, &says, &Message::new("doctor-backup-none-fix").with("target", target.as_str()));
    };
    let age = now.since(last);
    if age > fresh_for(&settings.backup) {
        let says = Message::new("doctor-backup-old").with("hours", number(age.as_secs() / 3600));
        return red(CHECK, &says, &Message::new("doctor-backup-old-fix").with("target", target.as_str()));
    }
    let minutes = number(age.as_secs() / 60);
    let fresh = |id: &'static str| Message::new(id).with("minutes", minutes);
    let rehearse = Message::new("doctor-backup-unrehearsed-fix");
    let Some(rehearsed) = rehearsed else {
        return stand(settings, &fresh("doctor-backup-unrehearsed"), &rehearse);
    };
    let since = now.since(rehearsed.at);
    let days = number(since.as_secs() / 86_400);
    if since > PROVED {
        return amber(CHECK, &fresh("doctor-backup-rehearsed").with("days", days), &rehearse);
    }
    if settings.backup.passphrase().is_none() {
        let secrets = settings.data.join("secrets").display().to_string();
        let says = fresh("doctor-backup-bare").with("days", days);
        return amber(CHECK, &says, &Message::new("doctor-backup-bare-fix").with("secrets", secrets));
    }
    green(CHECK, &fresh("doctor-backup-rehearsed").with("days", days))
}

/// How old the last copy may be: one may have failed of those that the portal makes by itself.
fn fresh_for(backup: &Backup) -> Duration {
    // Settings that say it otherwise than this reads are refused before.
    backup.interval().ok().flatten().map_or(FRESH, |every| every * 2 + MAKING)
}

/// Without people there is little to lose.
fn stand(settings: &Settings, says: &Message, fix: &Message) -> Finding {
    if is_public(settings) { red(CHECK, says, fix) } else { amber(CHECK, says, fix) }
}

/// When the newest copy was made, and what is noted of the last rehearsal.
async fn found(target: &str) -> anyhow::Result<(Option<Timestamp>, Option<Rehearsal>)> {
    let there = Target::parse(target)?;
    let last = if target.contains("://") {
        let names = there.names().await?;
        names.last().and_then(|name| made_at(name))
    } else {
        written(Path::new(target))
    };
    Ok((last, Rehearsal::last(&there).await?))
}

/// When the newest manifest below the folder was written, in it or in a folder of its own.
fn written(target: &Path) -> Option<Timestamp> {
    let folders = fs::read_dir(target).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let manifests = folders.chain([target.to_owned()]).map(|folder| folder.join("manifest.json"));
    let written = manifests.filter_map(|manifest| fs::metadata(manifest).and_then(|about| about.modified()).ok());
    let newest = written.max()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(Timestamp::from_micros(i64::try_from(newest.as_micros()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Backup, fresh_for};

    #[test]
    fn a_copy_is_old_once_two_are_missing_by_what_the_settings_say() {
        let minutes = |every: Option<&str>| {
            let every = every.map(str::to_owned);
            let backup = Backup { target: Some("/srv/backup".to_owned()), every, ..Backup::default() };
            fresh_for(&backup).as_secs() / 60
        };
        assert_eq!(minutes(None), 3 * 60, "one is made every hour");
        assert_eq!(minutes(Some("15m")), 90);
        assert_eq!(minutes(Some("7d")), (14 * 24 + 1) * 60);
        assert_eq!(minutes(Some("never")), 26 * 60, "somebody else makes one a day");
    }
}
