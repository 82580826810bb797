//! Copies of the portal: by hand, by themselves while it is served, and back.

use std::{
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use backup::{Place, Proof, Rehearsal, Sealed, Stored, Target, Wanted};
use kernel::{Clock as _, Message, SystemClock};
use tokio::{sync::watch, time};

use crate::{
    compose, lock,
    settings::Settings,
    terminal::{number, of_file, say},
};

/// How long one rests that failed, the first time; then each time twice as long, up to when the next would be due.
const REST: Duration = Duration::from_mins(1);

/// What copying is told.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    /// A folder, or s3://bucket/prefix; without it, the one the settings name.
    target: Option<String>,
    #[command(subcommand)]
    command: Option<BackupCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum BackupCommand {
    /// Puts a copy back in a place of its own, proves it there, and takes that away again.
    Rehearse {
        /// A copy, or where copies lie, of which the newest is taken; without it, where the settings say.
        source: Option<String>,
    },
}

/// What putting back is told.
#[derive(Debug, clap::Args)]
pub struct RestoreOptions {
    /// A copy, or where copies lie, of which the newest is taken.
    source: String,
    /// Goes on although the secrets are lost; what was sealed with them cannot be opened: second factors, webhooks'
    /// secrets, what companies' providers know the portal by.
    #[arg(long)]
    without_secrets: bool,
}

/// Makes a copy, or rehearses one.
///
/// # Errors
/// What could not be copied, or is not as it was.
pub async fn run(options: &Options, settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let database = settings.database();
    let place = place(settings, &database, file);
    let named = |said: Option<&String>| {
        let said = said.or(settings.backup.target.as_ref()).cloned();
        said.with_context(|| say(&Message::new("copies-nowhere")))
    };
    match &options.command {
        Some(BackupCommand::Rehearse { source }) => {
            let stored = Stored::find(&named(source.as_ref())?).await?;
            let proof = backup::rehearse(&stored, place, &compose::migrations()).await?;
            report(&stored, &proof);
            println!("{}", say(&Message::new("copies-rehearsed").with("copy", stored.to_string())));
            let rehearsal = Rehearsal { copy: stored.name.clone(), at: SystemClock.now() };
            // It holds all the same: the copies may lie where nothing can be written.
            if let Err(error) = rehearsal.keep(&stored.target, place.data).await {
                let unnoted = Message::new("copies-rehearsed-unnoted").with("says", format!("{error:#}"));
                println!("{}", say(&unnoted));
            }
        }
        None => {
            let target = Target::parse(&named(options.target.as_ref())?)?;
            let taken = backup::take(place, &target, &SystemClock).await?;
            let bytes: u64 = taken.manifest.parts.iter().map(|part| part.bytes).sum();
            let made = Message::new("copies-made").with("copy", format!("{target}/{}", taken.name));
            let made = made.with("size", number(bytes / 1024)).with("entry", taken.manifest.facts.entries);
            println!("{}", say(&made));
            if settings.backup.passphrase().is_none() {
                println!("{}", say(&of_file("copies-without-secrets", &settings.data.join("secrets"))));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a copy back. Where there are no settings yet, those in the copy are taken first.
///
/// # Errors
/// There is a portal already, or the copy does not hold.
pub async fn restore(options: &RestoreOptions, settings: Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let stored = Stored::find(&options.source).await?;
    let settings = settled(&stored, settings, file).await?;
    let _held = lock::take(&settings.database())?;
    let database = settings.database();
    let parts = compose::migrations();
    let wanted = Wanted {
        stored: &stored,
        place: place(&settings, &database, file),
        parts: &parts,
        without_secrets: options.without_secrets,
    };
    let proof = backup::restore(&wanted).await?;
    report(&stored, &proof);
    println!("{}", say(&Message::new("copies-restored")));
    Ok(ExitCode::SUCCESS)
}

/// The settings, which the copy brings where there are none.
async fn settled(stored: &Stored, settings: Settings, file: &Path) -> anyhow::Result<Settings> {
    if file.exists() || settings.backup.passphrase().is_none() {
        return Ok(settings);
    }
    let database = settings.database();
    let Some(text) = backup::settings_in(stored, place(&settings, &database, file)).await? else { return Ok(settings) };
    let written = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let written = written.and_then(|mut written| written.write_all(&text).and_then(|()| written.sync_all()));
    written.with_context(|| say(&of_file("file-unwritten", file)))?;
    println!("{}", say(&of_file("copies-settings", file)));
    Settings::read(file)
}

fn place<'a>(settings: &'a Settings, database: &'a str, file: &'a Path) -> Place<'a> {
    Place { database, data: &settings.data, settings: file, passphrase: settings.backup.passphrase() }
}

fn report(stored: &Stored, proof: &Proof) {
    let Proof { manifest, steps, secrets } = proof;
    let facts = &manifest.facts;
    let made = Message::new("copies-report-made").with("at", manifest.made_at.to_string());
    let rows = Message::new("copies-report-rows").with("rows", facts.rows.values().sum::<i64>());
    let journal = Message::new("copies-report-journal").with("entries", facts.entries);
    let migrations = Message::new("copies-report-migrations").with("steps", number(*steps));
    let secrets = match secrets {
        Sealed::Elsewhere => "copies-report-secrets-elsewhere",
        Sealed::Closed => "copies-report-secrets-closed",
        Sealed::Opened => "copies-report-secrets-opened",
    };
    println!("{stored}");
    for line in [
        made.with("program", manifest.program.as_str()),
        Message::new("copies-report-parts").with("count", number(manifest.parts.len())),
        rows.with("tables", number(facts.rows.len())),
        journal.with("hash", facts.journal.as_str()),
        migrations.with("before", number(facts.migrations.len())),
        Message::new(secrets),
    ] {
        println!("  {}", say(&line));
    }
}

/// What makes copies while the portal is served.
pub struct Copying {
    settings: Settings,
    file: PathBuf,
    every: Duration,
    target: Target,
}

impl Copying {
    /// As the settings say; nothing if they name no target.
    ///
    /// # Errors
    /// The target is none.
    pub fn of(settings: &Settings, file: &Path) -> anyhow::Result<Option<Self>> {
        let (Some(target), Some(every)) = (&settings.backup.target, settings.backup.interval()?) else {
            return Ok(None);
        };
        let target = Target::parse(target)?;
        Ok(Some(Self { settings: settings.clone(), file: file.to_owned(), every, target }))
    }

    /// Makes one whenever the last is old enough, until told to stop; then what is half done is given up.
    pub async fn go_on(self, mut stopped: watch::Receiver<bool>) {
        let mut failures = 0;
        loop {
            let made = tokio::select! {
                made = self.turn() => made,
                _ = stopped.changed() => return,
            };
            let rest = match made {
                Ok(rest) => {
                    failures = 0;
                    rest
                }
                Err(error) => {
                    let error = format!("{error:#}");
                    tracing::warn!(error, "The portal could not be copied; it will be tried again");
                    // Where there is no room, each try takes from the portal what is left, until it fails.
                    let rest = resting(failures, self.every);
                    failures += 1;
                    rest
                }
            };
            tokio::select! {
                () = time::sleep(rest) => {}
                _ = stopped.changed() => return,
            }
        }
    }

    /// Makes a copy if it is time. Says how long it is until the next.
    async fn turn(&self) -> anyhow::Result<Duration> {
        let newest = self.target.names().await?.last().and_then(|name| backup::made_at(name));
        let age = newest.map(|newest| SystemClock.now().since(newest));
        // Another instance may have made it.
        if let Some(left) = age.and_then(|age| self.every.checked_sub(age)).filter(|left| !left.is_zero()) {
            return Ok(left);
        }
        let database = self.settings.database();
        let taken = backup::take(place(&self.settings, &database, &self.file), &self.target, &SystemClock).await?;
        let gone = backup::prune(&self.target).await?;
        let bytes: u64 = taken.manifest.parts.iter().map(|part| part.bytes).sum();
        tracing::info!(name = taken.name, bytes, gone, "The portal is copied");
        Ok(self.every)
    }
}

/// How long one rests that failed so often before.
fn resting(failures: u32, every: Duration) -> Duration {
    REST.saturating_mul(2_u32.saturating_pow(failures)).min(every)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::resting;

    #[test]
    fn what_fails_again_and_again_is_tried_ever_more_seldom_but_no_later_than_the_next_copy() {
        let hour = Duration::from_hours(1);
        let rests: Vec<u64> = [0, 1, 2, 5, 6, u32::MAX].map(|failures| resting(failures, hour).as_secs() / 60).to_vec();
        assert_eq!(rests, [1, 2, 4, 32, 60, 60]);
        assert_eq!(resting(3, Duration::from_mins(2)), Duration::from_mins(2));
    }
}
