//! Says whether the portal is ready for people: a list, red, amber and green, and how to mend each line that is not
//! green. It looks and changes nothing; only a letter that was asked for leaves.

mod backup;
mod database;
mod machine;
mod outside;

use std::{path::Path, process::ExitCode};

use kernel::{Clock as _, SystemClock, Timestamp};
use serde::Serialize;
use store::{Db, StoreError};

use crate::settings::Settings;

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

/// How a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Light {
    /// In order.
    Green,
    /// To be looked at; people can be let in.
    Amber,
    /// To be put right first.
    Red,
}

/// What one look found.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    light: Light,
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

impl Finding {
    fn green(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, light: Light::Green, says: says.into(), fix: None }
    }

    fn amber(check: &'static str, says: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, light: Light::Amber, says: says.into(), fix: Some(fix.into()) }
    }

    fn red(check: &'static str, says: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, light: Light::Red, says: says.into(), fix: Some(fix.into()) }
    }
}

/// All findings, as machines read them.
#[derive(Serialize)]
struct Report {
    ready: bool,
    red: usize,
    amber: usize,
    green: usize,
    findings: Vec<Finding>,
}

impl Report {
    fn of(findings: Vec<Finding>) -> Self {
        let count = |light: Light| findings.iter().filter(|finding| finding.light == light).count();
        let (red, amber, green) = (count(Light::Red), count(Light::Amber), count(Light::Green));
        Self { ready: red == 0, red, amber, green, findings }
    }

    /// The list for people: what is red first.
    fn print(&self) {
        for (light, word) in [(Light::Red, "red"), (Light::Amber, "amber"), (Light::Green, "green")] {
            for finding in self.findings.iter().filter(|finding| finding.light == light) {
                println!("{word:<6} {:<18} {}", finding.check, finding.says);
                if let Some(fix) = &finding.fix {
                    println!("{:<25} → {fix}", "");
                }
            }
        }
        let Self { red, amber, .. } = self;
        if self.ready {
            println!("Ready: nothing is red, {amber} amber.");
        } else {
            println!("Not ready: {red} red, {amber} amber.");
        }
    }
}

/// Looks at everything and prints what was found; fails when anything is red. Settings that cannot be read are a
/// finding as well, and the only one.
///
/// # Errors
/// The list cannot be written as JSON.
pub async fn run(read: anyhow::Result<Settings>, file: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let report = Report::of(look(read, file, options.mail.as_deref()).await);
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        report.print();
    }
    Ok(if report.ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn look(read: anyhow::Result<Settings>, file: &Path, mail: Option<&str>) -> Vec<Finding> {
    let settings = match read {
        Ok(settings) => settings,
        Err(error) => {
            let fix = "put right what it names; docs/settings.md lists every setting";
            return vec![Finding::red("settings", format!("{error:#}"), fix)];
        }
    };
    let now = SystemClock.now();
    let mut found = machine::look(&settings, file);
    found.extend(database::look(&settings, now).await);
    found.extend(outside::look(&settings, now, mail).await);
    found.push(backup::look(&settings, now));
    found
}

/// How many people administer the desk.
///
/// # Errors
/// The database's.
pub async fn administrators(db: &Db, now: Timestamp) -> Result<i64, StoreError> {
    database::administrators(db, now).await
}

/// Sends a test letter and says what came of it; tells whether it left.
pub async fn test_mail(settings: &Settings, address: &str) -> bool {
    let finding = outside::server(settings, SystemClock.now(), Some(address)).await;
    println!("{}", finding.says);
    if let Some(fix) = &finding.fix {
        println!("  → {fix}; then portico doctor --mail {address}");
    }
    finding.light == Light::Green
}

/// Whether others than this machine are meant to reach the portal.
fn is_public(settings: &Settings) -> bool {
    !settings.listen.ip().is_loopback() || !settings.hosts.is_empty() || settings.trusted_proxies > 0
}
