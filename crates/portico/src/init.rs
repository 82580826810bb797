//! Sets a portal up: settings, secrets, tables, the first administrator. It can be run again: what is there stays as it
//! is, and is said to; what is missing is made.

mod answers;
mod ask;
mod page;
mod tries;
mod written;

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use gateway::Email;
use kernel::{Clock as _, Message, SystemClock};

use self::answers::{Answers, Raw};
pub use self::page::TEXTS;
use crate::{
    compose, doctor, lock, secrets,
    settings::Settings,
    terminal::{number, of_file, say},
};

/// What the setting up is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A file with the answers; then nothing is asked.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Sends a test letter to the administrator, when all else is done.
    #[arg(long)]
    test_mail: bool,
    /// Asks on pages that this machine alone can open, instead of here.
    #[arg(long, conflicts_with_all = ["from", "test_mail"])]
    page: bool,
    /// Where those pages are, an address of this machine.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8081")]
    at: SocketAddr,
}

/// What the program does when a portal was set up.
pub enum After {
    /// It ends.
    Ends(ExitCode),
    /// It serves the portal, as somebody said on the last page.
    Serves,
}

/// What was set up, as far as there is more to say of it.
struct Made {
    settings: Settings,
    invited: Option<Invited>,
}

/// The administrator who was invited, and by which address they come in.
struct Invited {
    admin: Email,
    address: String,
}

/// Asks or reads, and makes what is missing.
///
/// # Errors
/// An answer that is of no use, with how to mend it; what cannot be written; the database's.
pub async fn run(file: &Path, options: &Options) -> anyhow::Result<After> {
    if options.page {
        return page::serve(file, options.at).await;
    }
    let answers = if file.exists() {
        println!("{}", say(&of_file("init-settings-stay", file)));
        None
    } else {
        Some(Answers::of(raw(options)?)?)
    };
    let Made { settings, invited } =
        make(file, answers, || Answers::admin(raw_admin(options)?), &|says| println!("{says}")).await?;
    if let Some(Invited { address, .. }) = &invited {
        println!("{}\n  {address}", say(&Message::new("init-invitation")));
    }
    let is_well = match invited.filter(|_| options.test_mail) {
        Some(Invited { admin, .. }) => doctor::test_mail(&settings, admin.as_str()).await,
        None => true,
    };
    println!("{}", say(&Message::new("init-next")));
    Ok(After::Ends(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }))
}

/// Makes what is missing, and tells each thing it did; `admin` is asked for where the answers are none and nobody
/// administers the desk yet. Nothing is written before the place for the data has answered.
async fn make(
    file: &Path,
    answers: Option<Answers>,
    admin: impl FnOnce() -> anyhow::Result<Email> + Send,
    tell: &(dyn Fn(String) + Send + Sync),
) -> anyhow::Result<Made> {
    let (settings, Tables { ran, has_admin }) = match &answers {
        Some(answers) => {
            tries::place(&answers.place).await.map_err(|wrong| anyhow::anyhow!("data: {wrong}"))?;
            let begun = begin(file, answers).await?;
            tell(say(&of_file("init-settings", file)));
            begun
        }
        None => {
            let settings = Settings::read(file)?;
            let tables = make_tables(&settings, compose::NAMELESS).await?;
            (settings, tables)
        }
    };
    tell(say(&Message::new("init-database").with("steps", number(ran))));
    tell(make_secrets(&settings)?);
    let admin = match (answers, has_admin) {
        (Some(answers), _) => Some(answers.admin),
        (None, false) => Some(admin()?),
        (None, true) => None,
    };
    // What was answered on pages stands in the settings now, passwords too.
    for kept in page::kept_beside(file) {
        if let Err(error) = fs::remove_file(&kept)
            && error.kind() != io::ErrorKind::NotFound
        {
            tell(say(&of_file("init-answers-stay", &kept).with("says", error.kind().to_string())));
        }
    }
    let invited = match admin {
        Some(admin) => Some(invite(&settings, admin).await?),
        None => None,
    };
    Ok(Made { settings, invited })
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
        say(&Message::new("init-no-terminal"))
    );
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Raw> {
    let text = fs::read_to_string(file).with_context(|| say(&of_file("init-answers-unread", file)))?;
    // What a reader of TOML says of it shows the line, which may hold a password.
    toml::from_str(&text).map_err(|error| {
        let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
        let line = number(before.lines().count().max(1));
        anyhow::anyhow!(say(&of_file("init-answers-wrong", file).with("line", line)))
    })
}

/// What was found and done in the database.
struct Tables {
    /// How many steps it took.
    ran: usize,
    /// Whether anybody administers the desk yet.
    has_admin: bool,
}

/// Makes the tables, and only then are the settings in their place: where they lead to no database that can be used, all
/// is as it was.
async fn begin(file: &Path, answers: &Answers) -> anyhow::Result<(Settings, Tables)> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(".part");
    let draft = PathBuf::from(draft);
    // One that a run left which was killed.
    let _ = fs::remove_file(&draft);
    write(&draft, &written::settings(answers))?;
    let begun = begin_by(&draft, &answers.name).await;
    let begun = begun.and_then(|(settings, tables)| {
        fs::rename(&draft, file).with_context(|| say(&of_file("init-file-unwritten", file)))?;
        Ok((Settings { file: file.to_owned(), ..settings }, tables))
    });
    if begun.is_err() {
        let _ = fs::remove_file(&draft);
    }
    begun
}

async fn begin_by(draft: &Path, name: &str) -> anyhow::Result<(Settings, Tables)> {
    let settings = Settings::read(draft)?;
    let is_new = !settings.data.exists();
    let made = make_tables(&settings, name).await;
    if made.is_err() && is_new {
        let _ = fs::remove_dir_all(&settings.data);
    }
    let tables = made.with_context(|| say(&Message::new("init-no-database")))?;
    Ok((settings, tables))
}

/// Writes a file that only its owner reads, where there is none.
fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let open = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut open = open.with_context(|| say(&of_file("init-file-unwritten", file)))?;
    open.write_all(text.as_bytes()).and_then(|()| open.sync_all())?;
    Ok(())
}

fn make_secrets(settings: &Settings) -> anyhow::Result<String> {
    let folder = settings.data.join("secrets");
    let was_there = folder.join("seal.key").exists();
    secrets::signing_key(&settings.data)?;
    secrets::sealing_key(&settings.data)?;
    Ok(say(&of_file(if was_there { "init-secrets-stay" } else { "init-secrets" }, &folder)))
}

async fn make_tables(settings: &Settings, name: &str) -> anyhow::Result<Tables> {
    let _held = lock::take(&settings.database())?;
    let db = compose::database(settings).await?;
    let ran = compose::migrate_as(&db, name, &SystemClock).await?;
    let admins = doctor::administrators(&db, SystemClock.now()).await?;
    db.close().await?;
    Ok(Tables { ran: ran.len(), has_admin: admins > 0 })
}

async fn invite(settings: &Settings, admin: Email) -> anyhow::Result<Invited> {
    let db = compose::database(settings).await?;
    let path = identity::invite(&db, None, &admin, "desk-admin", &SystemClock).await?;
    db.close().await?;
    Ok(Invited { admin, address: format!("{}{path}", settings.base_url) })
}
