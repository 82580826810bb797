//! `portico guard`: walks a portal that is made for it as everybody, and reports what they should not have found.

#![expect(clippy::disallowed_methods, reason = "it makes and drops databases of its own")]

use std::{fs, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use guard::{Cast, FACES, Portal, Report, browser::BASE, seeds::START};
use kernel::{Clock as _, ManualClock, Message, SystemClock};
use store::Db;

use crate::{
    compose::{self, App},
    settings::{Settings, Transport},
    terminal::{number, of_file, say},
};

/// What the guard is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// With temp, SQLite in a folder that is removed again; else a PostgreSQL server, such as postgres://user@host, on
    /// which it makes databases and drops them again.
    #[arg(long, default_value = "temp")]
    database: String,
    /// Where the report goes: a file ending in .md for people, or in .json for programs. Without one it is printed.
    #[arg(long)]
    report: Option<PathBuf>,
}

/// How the report is written.
#[derive(Clone, Copy)]
enum Form {
    Markdown,
    Json,
}

impl From<App> for guard::App {
    fn from(app: App) -> Self {
        let App { db, gateway, router, site, followers, outside: _ } = app;
        let (roles, own_roles) = (compose::stock_roles(), compose::own_roles());
        Self { db, gateway, router, site, followers, roles, own_roles }
    }
}

pub async fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let form = form(options)?;
    let server = match options.database.as_str() {
        "temp" => None,
        server if server.starts_with("postgres") => Some(server),
        other => anyhow::bail!(say(&Message::new("guard-nowhere").with("database", other))),
    };
    let mut report: Option<Report> = None;
    for face in FACES {
        eprintln!("{}", say(&Message::new("guard-walking").with("face", face.called())));
        let made = Made::new(server).await?;
        let portal = made.portal().await?;
        let database = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        let begin = || Report::begin(&portal.app, env!("CARGO_PKG_VERSION"), database, SystemClock.now());
        let mut so_far = report.unwrap_or_else(begin);
        let cast = Cast::seed(portal, face.rows).await;
        so_far.walked.push(face.walk(&cast).await);
        report = Some(so_far);
        let db = cast.portal.app.db.clone();
        drop(cast);
        db.close().await?;
        made.removed().await?;
    }
    let report = report.with_context(|| say(&Message::new("guard-no-face")))?;
    tell(&report, options, form)
}

fn form(options: &Options) -> anyhow::Result<Form> {
    let Some(file) = &options.report else { return Ok(Form::Markdown) };
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("md") => Ok(Form::Markdown),
        Some("json") => Ok(Form::Json),
        _ => anyhow::bail!(say(&of_file("guard-no-report", file))),
    }
}

fn tell(report: &Report, options: &Options, form: Form) -> anyhow::Result<ExitCode> {
    let text = match form {
        Form::Markdown => report.markdown(),
        Form::Json => serde_json::to_string_pretty(report)?,
    };
    let findings = report.findings().len();
    match &options.report {
        Some(file) => {
            fs::write(file, text).with_context(|| say(&of_file("file-unwritten", file)))?;
            let reported = of_file("guard-reported", file).with("requests", number(report.asked()));
            println!("{}", say(&reported.with("findings", number(findings))));
        }
        None => print!("{text}"),
    }
    Ok(if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A database of the guard's own, which is not there any more afterwards.
struct Made {
    url: String,
    folder: tempfile::TempDir,
    /// The server it was made on, and its name there.
    on: Option<(String, String)>,
}

impl Made {
    async fn new(server: Option<&str>) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("portico-guard-").tempdir();
        let folder = folder.with_context(|| say(&Message::new("guard-no-folder")))?;
        let Some(server) = server else {
            let url = format!("sqlite:{}", folder.path().join("guard.db").display());
            return Ok(Self { url, folder, on: None });
        };
        let name = format!("portico_guard_{}", uuid::Uuid::now_v7().simple());
        on_server(server, &format!("CREATE DATABASE {name}")).await?;
        Ok(Self { url: database_of(server, &name), folder, on: Some((server.to_owned(), name)) })
    }

    /// A portal in it, in which there is nobody yet.
    async fn portal(&self) -> anyhow::Result<Portal> {
        let mut settings = Settings {
            database: Some(self.url.clone()),
            data: self.folder.path().to_owned(),
            base_url: BASE.to_owned(),
            ..Settings::default()
        };
        // With a mail server there is no page that shows everybody's letters; none is sent.
        settings.mail.transport = Transport::Smtp;
        let db = compose::database(&settings).await?;
        compose::migrate(&db, &SystemClock).await?;
        let clock = Arc::new(ManualClock::at(START));
        let app = compose::open(db, &settings, Arc::clone(&clock) as _).await?;
        Ok(Portal { app: app.into(), clock, folder: None })
    }

    async fn removed(self) -> anyhow::Result<()> {
        if let Some((server, name)) = &self.on {
            on_server(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
        self.folder.close().with_context(|| say(&Message::new("guard-folder-stays")))
    }
}

async fn on_server(server: &str, statement: &str) -> anyhow::Result<()> {
    let mut options = store::Options::at(database_of(server, "postgres"));
    options.connections = 1;
    let db = Db::open(&options).await.with_context(|| say(&Message::new("guard-no-server")))?;
    let done = db.unguarded().script(statement).await;
    db.close().await?;
    done.with_context(|| say(&Message::new("guard-not-allowed")))
}

/// The address of a database on a server, whatever database and parameters the server's own address names.
fn database_of(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').map_or((server, None), |(head, tail)| (head, Some(tail)));
    let from = address.find("://").map_or(0, |at| at + 3);
    let host = address[from..].split('/').next().unwrap_or_default();
    let parameters = parameters.map(|parameters| format!("?{parameters}")).unwrap_or_default();
    format!("{}{host}/{name}{parameters}", &address[..from])
}

#[cfg(test)]
mod tests {
    use super::database_of;

    #[test]
    fn a_database_is_named_beside_the_one_the_address_names() {
        assert_eq!(database_of("postgres://ada@db.example", "a"), "postgres://ada@db.example/a");
        assert_eq!(database_of("postgres://ada@db.example/portico", "a"), "postgres://ada@db.example/a");
        let by_socket = "postgres://localhost/postgres?host=/tmp/pg&sslmode=disable";
        assert_eq!(database_of(by_socket, "a"), "postgres://localhost/a?host=/tmp/pg&sslmode=disable");
    }
}
