//! Says whether the portal is ready for people: a list, red, amber and green, and how to mend each line that is not
//! green. It looks and changes nothing; only a letter that was asked for leaves.

mod backup;
mod database;
mod domain;
mod machine;
mod outside;
mod services;

use std::{process::ExitCode, time::Duration};

use futures::future::BoxFuture;
use identity::{Dns, Outside};
use kernel::{Clock as _, Message, SystemClock, Timestamp};
use readiness::{Finding, Light, Report};
use store::{Backend, Db, StoreError};
use tokio::time::timeout;

use crate::{
    settings::Settings,
    terminal::{number, say},
};

/// How long a part of a look may take that somebody at the desk waits for.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the doctor is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Prints the list as JSON.
    #[arg(long)]
    json: bool,
    /// Sends a test letter to this address.
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
}

/// Looks at everything and prints what was found; fails when anything is red. Settings that cannot be read are a
/// finding as well, and the only one.
///
/// # Errors
/// The list cannot be written as JSON.
pub async fn run(read: anyhow::Result<Settings>, options: &Options) -> anyhow::Result<ExitCode> {
    let report = Report::of(look(read, options.mail.as_deref()).await);
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report.told(&say))?);
    } else {
        print!("{}", report.text(&say));
    }
    Ok(if report.ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Looks at everything, from outside the portal.
pub async fn look(read: anyhow::Result<Settings>, mail: Option<&str>) -> Vec<Finding> {
    let settings = match read {
        Ok(settings) => settings,
        Err(error) => {
            let says = Message::new("doctor-settings-unread").with("says", format!("{error:#}"));
            return vec![red("settings", &says, &Message::new("doctor-settings-unread-fix"))];
        }
    };
    let now = SystemClock.now();
    let mut found = on_machine(&settings).await;
    found.extend(database::look(&settings, now).await);
    let dns = Dns::new(settings.company_sign_on.dns);
    found.extend(outside::look(&settings, &dns, now, mail).await);
    found.push(backup::look(&settings, now).await);
    found
}

/// The doctor of a portal that is open: looks as `portico doctor` does, through the connections there are.
pub struct House {
    /// Its settings.
    pub settings: Settings,
    /// Whom it asks what DNS says.
    pub outside: Outside,
}

impl readiness::Doctor for House {
    fn look<'a>(&'a self, db: &'a Db, now: Timestamp) -> BoxFuture<'a, Vec<Finding>> {
        Box::pin(async move {
            let Self { settings, outside } = self;
            let copies = async { vec![backup::look(settings, now).await] };
            let (mut found, database, beyond, copies) = tokio::join!(
                in_time("settings", on_machine(settings)),
                in_time("database", database::examine(db, settings, now)),
                in_time("mail", outside::look(settings, outside.records(), now, None)),
                in_time("backup", copies),
            );
            // Several may serve one portal, and each has its own settings, port and folder.
            if let Some(name) = machine::name().filter(|_| db.backend() == Backend::Postgres) {
                found.insert(0, green("machine", &Message::new("doctor-machine").with("name", name)));
            }
            found.extend(database);
            found.extend(beyond);
            found.extend(copies);
            found
        })
    }

    fn say(&self, message: &Message) -> String {
        say(message)
    }
}

/// What a part of a look found, or that it took too long.
async fn in_time(check: &'static str, part: impl Future<Output = Vec<Finding>> + Send) -> Vec<Finding> {
    let late = || vec![amber(check, &Message::new("doctor-late"), &Message::new("doctor-late-fix"))];
    timeout(PATIENCE, part).await.unwrap_or_else(|_| late())
}

/// What is seen on this machine: it may ask the portal itself, and waits for it away from the threads that answer.
async fn on_machine(settings: &Settings) -> Vec<Finding> {
    let settings = settings.clone();
    tokio::task::spawn_blocking(move || machine::look(&settings)).await.unwrap_or_default()
}

/// How many people administer the desk.
///
/// # Errors
/// The database's.
pub async fn administrators(db: &Db, now: Timestamp) -> Result<i64, StoreError> {
    database::administrators(db, now).await
}

/// Whether the mail server of these settings lets us in; no letter leaves.
pub async fn mail_server(settings: &Settings) -> Finding {
    outside::server(settings, SystemClock.now(), None).await
}

/// Sends a test letter and says what came of it; tells whether it left.
pub async fn test_mail(settings: &Settings, address: &str) -> bool {
    let finding = outside::server(settings, SystemClock.now(), Some(address)).await;
    println!("{}", say(&finding.says));
    if let Some(fix) = &finding.fix {
        println!("  → {}", say(fix));
        println!("  → {}", say(&Message::new("doctor-mail-again").with("address", address)));
    }
    finding.light == Light::Green
}

fn green(check: &'static str, says: &Message) -> Finding {
    Finding::green(check, says.clone())
}

fn amber(check: &'static str, says: &Message, fix: &Message) -> Finding {
    Finding::amber(check, says.clone(), fix.clone())
}

fn red(check: &'static str, says: &Message, fix: &Message) -> Finding {
    Finding::red(check, says.clone(), fix.clone())
}

/// Whether others than this machine are meant to reach the portal.
fn is_public(settings: &Settings) -> bool {
    !settings.listen.ip().is_loopback() || !settings.hosts.is_empty() || settings.trusted_proxies > 0
}
