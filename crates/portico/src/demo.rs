//! A portal of an invented company: its books, its people and what they have been writing to each other, then a large
//! real file behind it. What is there already is left as it is, so the demo can be started again and again.

mod books;
mod cast;
mod catalogue;
mod stories;

use std::{
    fs,
    io::IsTerminal as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use gateway::{Email, Gateway};
use identity::Enrolment;
use kernel::{Clock, Message, SystemClock};
use sync::{Mapping, Pace, Progress};
use telemetry::Metrics;

use crate::{
    compose::App,
    import,
    run::Portal,
    settings::{Backup, Mail, Settings},
    terminal::{of_file, say},
};

/// What the demo is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A large file of a wholesaler's invoices to be imported behind the demo: UCI "Online Retail II", packed or plain.
    #[arg(long)]
    retail: Option<PathBuf>,
}

/// The mappings of the invented company's books, in the order in which they point at each other.
const BOOKS: [(&str, &str); 4] = [
    ("customers.csv", include_str!("../../../blueprints/harrow/customers.toml")),
    ("orders.csv", include_str!("../../../blueprints/harrow/orders.toml")),
    ("invoices.csv", include_str!("../../../blueprints/harrow/invoices.toml")),
    ("receipts.csv", include_str!("../../../blueprints/harrow/receipts.toml")),
];

/// How the large file is read.
const RETAIL: &str = include_str!("../../../blueprints/wholesale/online-retail-ii.toml");

/// A piece of the large file that comes with the program.
const RETAIL_SAMPLE: &str = include_str!("../../../blueprints/wholesale/sample/online_retail_ii_sample.csv");

/// Shows the demo until it is told to stop.
///
/// # Errors
/// It cannot start, or its data cannot be written.
pub async fn run(mut settings: Settings, options: &Options, metrics: Metrics) -> anyhow::Result<()> {
    anyhow::ensure!(settings.listen.ip().is_loopback(), say(&Message::new("demo-public")));
    // Every letter is shown at /outbox; none leaves.
    settings.mail = Mail::default();
    // Nobody needs copies of what is invented.
    settings.backup = Backup::default();
    settings.check_serving()?;
    let (address, folder) = (settings.base_url.clone(), settings.data.join("demo"));
    println!("{}", say(&Message::new("demo-loading")));
    let portal = Portal::open(settings).await?;
    fill(&portal.app, &folder).await?;
    welcome(&address);
    let behind = tokio::spawn(load_retail(Arc::clone(&portal.app.gateway), options.retail.clone(), folder));
    let served = portal.serve(metrics).await;
    behind.abort();
    served
}

async fn fill(app: &App, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| say(&of_file("file-unmade", folder)))?;
    let clock = SystemClock;
    let today = clock.now().to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date();
    for (name, text) in books::books(today.into()).files {
        let file = folder.join(name);
        fs::write(&file, text).with_context(|| say(&of_file("file-unwritten", &file)))?;
    }
    for (file, mapping) in BOOKS {
        let mapping = Mapping::parse(mapping)?;
        sync::import(&app.gateway, &mapping, &[folder.join(file)], &Pace::default(), &|_| {}).await?;
    }
    for member in cast::CAST {
        let account = match member.account {
            Some(reference) => {
                let found = directory::account_by_reference(&app.db, reference).await?;
                Some(found.with_context(|| format!("the demo's books lack the account {reference}"))?)
            }
            None => None,
        };
        let email = Email::parse(member.email).map_err(|_| anyhow::anyhow!("{} is no address", member.email))?;
        let wanted =
            Enrolment { name: member.name, email: &email, password: cast::PASSWORD, account, role: member.role };
        identity::enrol(&app.db, &wanted, &clock).await?;
    }
    stories::tell(app, clock.now()).await
}

/// Prints where the portal is, and a sign-in for each role.
fn welcome(address: &str) {
    println!("\n  {}\n", say(&Message::new("demo-open").with("address", address)));
    println!("  {}\n", say(&Message::new("demo-password").with("password", cast::PASSWORD)));
    for (what, email) in cast::SHOWN {
        println!("    {email:<34} {}", say(&Message::new(what)));
    }
    println!("\n  {}\n", say(&Message::new("demo-letters").with("address", address)));
}

/// Imports the large file, or a piece of it, behind the open portal; says how far it is.
async fn load_retail(gateway: Arc<Gateway>, retail: Option<PathBuf>, folder: PathBuf) {
    let done = folder.join("retail.done");
    let file = retail.unwrap_or_else(|| folder.join("online_retail_ii_sample.csv"));
    if fs::read_to_string(&done).is_ok_and(|before| before == file.display().to_string()) {
        return;
    }
    if let Err(error) = import_retail(&gateway, &file, &folder).await {
        println!("  {}", say(&Message::new("demo-retail-failed").with("says", format!("{error:#}"))));
        return;
    }
    if let Err(error) = fs::write(&done, file.display().to_string()) {
        println!("  {}", say(&of_file("demo-retail-unnoted", &done).with("says", error.to_string())));
    }
}

async fn import_retail(gateway: &Gateway, file: &Path, folder: &Path) -> anyhow::Result<()> {
    if file.starts_with(folder) {
        println!("  {}", say(&Message::new("demo-retail-sample")));
        fs::write(file, RETAIL_SAMPLE).with_context(|| say(&of_file("file-unwritten", file)))?;
    }
    let mapping = Mapping::parse(RETAIL)?;
    println!("  {}", say(&of_file("demo-retail", file)));
    let shown = std::io::stderr().is_terminal();
    let show = move |progress: &Progress| {
        if shown {
            import::draw(progress);
        }
    };
    let summary = sync::import(gateway, &mapping, &[file.to_owned()], &Pace::default(), &show).await;
    let summary = summary.map_err(import::worded)?;
    println!("\n  {}", import::done(&summary));
    Ok(())
}
