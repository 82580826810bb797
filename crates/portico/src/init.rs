//! Sets a portal up: settings, secrets, tables, the first administrator. It can be run again: what is there stays as it
//! is, and is said to; what is missing is made.

mod answers;
mod ask;
mod written;

use std::{
    fs,
    io::{IsTerminal as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use gateway::Email;
use kernel::{Clock as _, SystemClock};

use self::answers::{Answers, Raw};
use crate::{compose, doctor, lock, secrets, settings::Settings};

/// What the setting up is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A file with the answers; then nothing is asked.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Sends a test letter to the administrator, when all else is done.
    #[arg(long)]
    test_mail: bool,
}

/// Asks or reads, and makes what is missing.
///
/// # Errors
/// An answer that is of no use, with how to mend it; what cannot be written; the database's.
pub async fn run(file: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let (settings, answers, has_admin) = if file.exists() {
        println!("{} is there and stays as it is; rename it to answer anew", file.display());
        let settings = Settings::read(file)?;
        let has_admin = make_tables(&settings, compose::NAMELESS).await?;
        (settings, None, has_admin)
    } else {
        let answers = Answers::of(raw(options)?)?;
        let (settings, has_admin) = begin(file, &answers).await?;
        println!("{} is written", file.display());
        (settings, Some(answers), has_admin)
    };
    make_secrets(&settings)?;
    let admin = match (answers, has_admin) {
        (Some(answers), _) => Some(answers.admin),
        (None, false) => Some(Answers::admin(raw_admin(options)?)?),
        (None, true) => None,
    };
    if let Some(admin) = &admin {
        invite(&settings, admin).await?;
    }
    let is_well = match admin.filter(|_| options.test_mail) {
        Some(admin) => doctor::test_mail(&settings, admin.as_str()).await,
        None => true,
    };
    println!("Next: `portico doctor` says what is left to do, `portico serve` opens the portal.");
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn raw(options: &Options) -> anyhow::Result<Raw> {
    match &options.from {
        Some(file) => read(file),
        None => {
            may_ask()?;
            ask::everything()
        }
    }
}

fn raw_admin(options: &Options) -> anyhow::Result<Option<String>> {
    match &options.from {
        Some(file) => Ok(read(file)?.admin),
        None => {
            may_ask()?;
            ask::admin().map(Some)
        }
    }
}

fn may_ask() -> anyhow::Result<()> {
    anyhow::ensure!(
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        "there is no terminal to ask at; write the answers into a file and call `portico init --from FILE` \
         (docs/install.md shows one)"
    );
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Raw> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    // What a reader of TOML says of it shows the line, which may hold a password.
    toml::from_str(&text).map_err(|error| {
        let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
        let line = before.lines().count().max(1);
        let file = file.display();
        anyhow::anyhow!("the answers in {file} cannot be used: line {line} is no TOML, no answer, or of the wrong kind")
    })
}

/// Makes the tables, and only then are the settings in their place: where they lead to no database that can be used, all
/// is as it was. Tells whether anybody administers the desk yet.
async fn begin(file: &Path, answers: &Answers) -> anyhow::Result<(Settings, bool)> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(".part");
    let draft = PathBuf::from(draft);
    // One that a run left which was killed.
    let _ = fs::remove_file(&draft);
    write(&draft, &written::settings(answers))?;
    let begun = begin_by(&draft, &answers.name).await;
    let begun = begun.and_then(|begun| {
        fs::rename(&draft, file).with_context(|| format!("{} cannot be written", file.display()))?;
        Ok(begun)
    });
    if begun.is_err() {
        let _ = fs::remove_file(&draft);
    }
    begun
}

async fn begin_by(draft: &Path, name: &str) -> anyhow::Result<(Settings, bool)> {
    let settings = Settings::read(draft)?;
    let is_new = !settings.data.exists();
    let made = make_tables(&settings, name).await;
    if made.is_err() && is_new {
        let _ = fs::remove_dir_all(&settings.data);
    }
    let has_admin = made.context(
        "nothing was written, as these answers lead to no database that can be used; put `data` right and call \
         `portico init` again",
    )?;
    Ok((settings, has_admin))
}

/// Writes a file that only its owner reads, where there is none.
fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let open = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut open = open.with_context(|| format!("{} cannot be written; is its folder writable?", file.display()))?;
    open.write_all(text.as_bytes()).and_then(|()| open.sync_all())?;
    Ok(())
}

fn make_secrets(settings: &Settings) -> anyhow::Result<()> {
    let folder = settings.data.join("secrets");
    let was_there = folder.join("seal.key").exists();
    secrets::signing_key(&settings.data)?;
    secrets::sealing_key(&settings.data)?;
    if was_there {
        println!("{} is there and stays as it is", folder.display());
    } else {
        println!("{} is made; keep a copy elsewhere, nothing opens what was sealed with it", folder.display());
    }
    Ok(())
}

/// Brings the tables up to date; tells whether anybody administers the desk yet.
async fn make_tables(settings: &Settings, name: &str) -> anyhow::Result<bool> {
    let _held = lock::take(&settings.database())?;
    let db = compose::database(settings).await?;
    let ran = compose::migrate_as(&db, name, &SystemClock).await?;
    let admins = doctor::administrators(&db, SystemClock.now()).await?;
    db.close().await?;
    match ran.len() {
        0 => println!("the database was up to date"),
        steps => println!("the database is ready: {steps} steps run"),
    }
    Ok(admins > 0)
}

async fn invite(settings: &Settings, admin: &Email) -> anyhow::Result<()> {
    let db = compose::database(settings).await?;
    let path = identity::invite(&db, None, admin, "desk-admin", &SystemClock).await?;
    db.close().await?;
    println!("The administrator opens this, once the portal is served:\n  {}{path}", settings.base_url);
    Ok(())
}
