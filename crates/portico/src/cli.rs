//! The command line.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use identity::InvitationError;
use journal::{
    Checkpoint,
    verify::{Verdict, verify},
};
use kernel::{Clock as _, Message, SystemClock};

use crate::{
    compose, copies, demo, doctor, explain, guard, health, import, init, lock, run, secrets,
    settings::{LogFormat, Settings},
    staff,
    terminal::{number, of_file, say},
};

/// A customer portal: one program, one database.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// The file with the settings; it need not be there.
    #[arg(long, global = true, default_value = "portico.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sets the portal up: asks eight questions, or reads the answers from a file; what is there already stays.
    Init(init::Options),
    /// Serves the portal.
    Serve,
    /// Shows a portal of an invented company, with people to sign in as. It answers on this machine only.
    Demo(demo::Options),
    /// Says whether the portal is ready for people: what is red, amber and green, and how to mend it.
    Doctor(doctor::Options),
    /// Asks the portal on this machine whether it can do its work; fails when it cannot, or does not run.
    Health,
    /// Copies the portal, also while it runs; or rehearses what a copy is for.
    Backup(copies::Options),
    /// Puts a copy back where there is no portal yet, and proves it.
    Restore(copies::RestoreOptions),
    /// Imports files by a mapping. Works beside a running portal; cut short, the same call goes on where it was.
    Import {
        /// The mapping, such as blueprints/wholesale/online-retail-ii.toml.
        mapping: PathBuf,
        /// The files it reads.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Looks after the database.
    #[command(subcommand)]
    Db(DbCommand),
    /// Looks into the journal.
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Says why somebody may or may not do something, at each account they are a member of and at the desk.
    Explain {
        /// The person, by an e-mail address of theirs.
        person: String,
        /// The action, such as billing.read_invoice.
        action: String,
        /// The record it would be done to, its kind and its id: invoice:0199a1b2…; without it, whether at all.
        record: Option<String>,
    },
    /// Proves that no account sees anything of another: fills a portal of its own with two companies, asks everything as
    /// everybody, and reports what it found. Ends with 1 where it found something.
    Guard(guard::Options),
    /// Makes the key by which companies' providers that speak SAML will know the portal, two weeks from now, and prints its
    /// certificate. Works beside a running portal.
    SamlKey,
    /// Looks after customers' people.
    #[command(subcommand)]
    Customer(CustomerCommand),
    /// Looks after the company's own people.
    #[command(subcommand)]
    Staff(StaffCommand),
}

#[derive(Debug, Subcommand)]
enum DbCommand {
    /// Brings the tables up to date.
    Migrate,
    /// Says whether the tables are up to date.
    Check,
}

#[derive(Debug, Subcommand)]
enum JournalCommand {
    /// Proves that no entry was altered, or names the first that was. Needs no running portal.
    Verify(VerifyArgs),
    /// Seals the journal and prints its signed end; keep it elsewhere.
    Checkpoint,
}

#[derive(Debug, Args)]
struct VerifyArgs {
    /// A checkpoint printed earlier; the chain must still pass through it.
    #[arg(long)]
    checkpoint: Option<PathBuf>,
    /// The public key that must have signed it, in hexadecimal.
    #[arg(long, requires = "checkpoint")]
    key: Option<String>,
}

#[derive(Debug, Subcommand)]
enum CustomerCommand {
    /// Makes an invitation into a customer's account and prints its address.
    Invite {
        /// What the system of record calls the account, such as 13085.
        reference: String,
        /// The person's e-mail address.
        email: String,
        /// The role they get.
        #[arg(long, default_value = "admin")]
        role: String,
    },
}

#[derive(Debug, Subcommand)]
enum StaffCommand {
    /// Makes an invitation to the desk and prints its address.
    Invite {
        /// The person's e-mail address.
        email: String,
        /// The role they get.
        #[arg(long, default_value = "desk-admin")]
        role: String,
    },
    /// Locks somebody who works at the desk out and signs them out everywhere. Works beside a running portal.
    Lock {
        /// The person, by an e-mail address of theirs.
        email: String,
    },
    /// Lets somebody who works at the desk in again, also the last who administers it. Works beside a running portal.
    Unlock {
        /// The person, by an e-mail address of theirs.
        email: String,
    },
    /// Names everybody who works at the desk: address, roles, and whether they are locked out.
    List,
}

/// Runs the command; what goes wrong is said on one line, with its causes.
pub fn main(cli: Cli) -> ExitCode {
    match start(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("portico: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<ExitCode> {
    // What is written here is customers': nobody else on the machine reads it.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    // One provider of cryptography for every connection of the process.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let read = Settings::read(&cli.config);
    let has_file = read.as_ref().is_ok_and(|settings| settings.database().starts_with("sqlite:"));
    if matches!(cli.command, Command::Import { .. }) && has_file {
        import::keep_to_one_processor();
    }
    let runtime = tokio::runtime::Runtime::new().with_context(|| say(&Message::new("no-threads")))?;
    runtime.block_on(command(cli.command, read, &cli.config))
}

/// Runs one of them. Settings that cannot be read are in the way of all but those that write them or look at them.
async fn command(command: Command, read: anyhow::Result<Settings>, file: &Path) -> anyhow::Result<ExitCode> {
    match command {
        Command::Init(options) => match init::run(file, &options).await? {
            init::After::Ends(code) => Ok(code),
            init::After::Serves => serve(Settings::read(file)?, file).await,
        },
        Command::Doctor(options) => doctor::run(read, &options).await,
        Command::Health => {
            health::ask(&read?)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Serve => serve(read?, file).await,
        Command::Demo(options) => {
            let settings = read?;
            let told = telemetry::init(telemetry::Format::Text, "warn", settings.telemetry.collector()?)?;
            let shown = demo::run(settings, &options, told.metrics).await;
            told.traces.flush().await;
            shown.map(|()| ExitCode::SUCCESS)
        }
        Command::Backup(options) => copies::run(&options, &read?, file).await,
        Command::Restore(options) => copies::restore(&options, read?, file).await,
        Command::Import { mapping, files } => import::run(&mapping, &files, &read?).await,
        Command::Db(command) => db(command, &read?).await,
        Command::Journal(command) => journal(command, &read?).await,
        Command::Explain { person, action, record } => explain::run(&person, &action, record.as_deref(), &read?).await,
        Command::Guard(options) => guard::run(&options).await,
        Command::SamlKey => saml_key(&read?).await,
        Command::Staff(StaffCommand::Invite { email, role }) => invite(None, &email, &role, &read?).await,
        Command::Staff(StaffCommand::Lock { email }) => staff::lock(&email, &read?).await,
        Command::Staff(StaffCommand::Unlock { email }) => staff::unlock(&email, &read?).await,
        Command::Staff(StaffCommand::List) => staff::list(&read?).await,
        Command::Customer(CustomerCommand::Invite { reference, email, role }) => {
            invite(Some(&reference), &email, &role, &read?).await
        }
    }
}

async fn serve(settings: Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let format = match settings.log.format {
        LogFormat::Text => telemetry::Format::Text,
        LogFormat::Json => telemetry::Format::Json,
    };
    let told = telemetry::init(format, &settings.log.filter, settings.telemetry.collector()?)?;
    let served = run::serve(settings, file, told.metrics).await;
    told.traces.flush().await;
    served.map(|()| ExitCode::SUCCESS)
}

async fn db(command: DbCommand, settings: &Settings) -> anyhow::Result<ExitCode> {
    match command {
        DbCommand::Migrate => {
            let _held = lock::take(&settings.database())?;
            let db = compose::database(settings).await?;
            let ran = compose::migrate(&db, &SystemClock).await?;
            for step in &ran {
                println!("{}", say(&of_step("db-step", step)));
            }
            println!("{}", say(&Message::new("db-ran").with("count", number(ran.len()))));
            db.close().await?;
            Ok(ExitCode::SUCCESS)
        }
        DbCommand::Check => {
            let db = compose::database(settings).await?;
            let pending = db.pending(&compose::migrations()).await?;
            for step in &pending {
                println!("{}", say(&of_step("db-to-run", step)));
            }
            if pending.is_empty() {
                println!("{}", say(&Message::new("db-current")));
                return Ok(ExitCode::SUCCESS);
            }
            println!("{}", say(&Message::new("db-behind")));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn of_step(id: &'static str, step: &store::Pending) -> Message {
    Message::new(id).with("part", step.part).with("step", step.step)
}

async fn journal(command: JournalCommand, settings: &Settings) -> anyhow::Result<ExitCode> {
    let db = compose::database(settings).await?;
    match command {
        JournalCommand::Checkpoint => {
            let key = secrets::signing_key(&settings.data)?;
            journal::seal::seal(&db).await?;
            let (seq, hash) = journal::seal::head(&db).await?;
            println!("{}", serde_json::to_string_pretty(&key.sign(seq, &hash, SystemClock.now()))?);
            Ok(ExitCode::SUCCESS)
        }
        JournalCommand::Verify(arguments) => {
            let checkpoint = arguments.checkpoint.as_ref().map(|path| read_checkpoint(path)).transpose()?;
            if let Some(checkpoint) = &checkpoint {
                let checked = checkpoint.check(arguments.key.as_deref());
                checked.map_err(|_| anyhow::anyhow!(say(&Message::new("verify-checkpoint-unsigned"))))?;
            }
            match verify(&db, checkpoint.as_ref()).await? {
                Verdict::Whole { entries, hash, erased } => {
                    let whole = Message::new("verify-whole").with("entries", entries).with("erased", erased);
                    println!("{}", say(&whole.with("hash", hash)));
                    verify_logs(&db).await
                }
                Verdict::Broken { seq, fault } => {
                    let broken = Message::new("verify-broken").with("entry", seq);
                    println!("{}", say(&broken.with("fault", fault.word())));
                    Ok(ExitCode::FAILURE)
                }
            }
        }
    }
}

async fn verify_logs(db: &store::Db) -> anyhow::Result<ExitCode> {
    match journal::verify_logs(db).await? {
        Ok(batches) => {
            println!("{}", say(&Message::new("verify-logs-whole").with("batches", batches)));
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            let says = Message::new("verify-logs-broken").with("batch", broken.batch).with("log", broken.log);
            println!("{}", say(&says));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn read_checkpoint(path: &Path) -> anyhow::Result<Checkpoint> {
    let text = fs::read_to_string(path).with_context(|| say(&of_file("file-unread", path)))?;
    serde_json::from_str(&text).with_context(|| say(&of_file("verify-no-checkpoint", path)))
}

async fn invite(reference: Option<&str>, email: &str, role: &str, settings: &Settings) -> anyhow::Result<ExitCode> {
    let unread = || say(&Message::new("invite-no-address").with("email", email));
    let email = gateway::Email::parse(email).map_err(|_| anyhow::anyhow!(unread()))?;
    let db = compose::database(settings).await?;
    compose::migrate(&db, &SystemClock).await?;
    let account = match reference {
        Some(reference) => {
            let found = directory::account_by_reference(&db, reference).await?;
            Some(found.with_context(|| say(&Message::new("invite-no-account").with("reference", reference)))?)
        }
        None => None,
    };
    let path = match identity::invite(&db, account, &email, role, &SystemClock).await {
        Err(InvitationError::NoRole) => anyhow::bail!(say(&Message::new("invite-no-role"))),
        invited => invited?,
    };
    db.close().await?;
    println!("{}{path}", settings.base_url);
    Ok(ExitCode::SUCCESS)
}

async fn saml_key(settings: &Settings) -> anyhow::Result<ExitCode> {
    let db = compose::database(settings).await?;
    compose::migrate(&db, &SystemClock).await?;
    let app = compose::open(db, settings, Arc::new(SystemClock)).await?;
    let certificate = identity::next_saml_key(&app.site, staff::COMMAND_LINE).await?;
    app.db.close().await?;
    println!("-----BEGIN CERTIFICATE-----");
    for line in certificate.as_bytes().chunks(64) {
        println!("{}", String::from_utf8_lossy(line));
    }
    println!("-----END CERTIFICATE-----");
    Ok(ExitCode::SUCCESS)
}
