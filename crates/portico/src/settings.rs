//! How the process runs: one TOML file, and the environment over it (`PORTICO_LISTEN`, `PORTICO_MAIL__TRANSPORT`).
//!
//! What the portal *is* (brands, roles, content) lies in the database and is no setting.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use anyhow::Context as _;
use figment::{
    Figment,
    error::Kind,
    providers::{Env, Format as _, Toml},
};
use kernel::Message;
use serde::Deserialize;

use crate::terminal::{of_file, say};

mod traces;

pub use traces::Telemetry;

/// All settings. A key nobody knows is refused by name.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The file they were read from, if it is there.
    #[serde(skip)]
    pub file: PathBuf,
    /// The folder for what Portico keeps beside its database: secrets, the SQLite file.
    pub data: PathBuf,
    /// `sqlite:FILE` or `postgres://…`; without it, `portico.db` in the data folder.
    pub database: Option<String>,
    /// Whether PostgreSQL itself keeps customers' rows apart, too; without a word, where its role for that can be made.
    pub row_level_security: Option<bool>,
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// The portal's address as it stands in mails; without it, this machine's with the port it listens on.
    pub base_url: String,
    /// Host names the portal answers to; none means this machine's own names only.
    pub hosts: Vec<String>,
    /// The zone of times until a person says otherwise: an IANA name.
    pub zone: String,
    /// How many proxies of ours stand in front.
    pub trusted_proxies: u8,
    /// What a monitor sends as a bearer token to read `/metrics` from another machine.
    pub metrics_token: Option<String>,
    /// The certificate, when TLS ends here.
    pub tls: Option<Tls>,
    /// Where copies of the portal go.
    pub backup: Backup,
    /// What is logged, and how.
    pub log: Log,
    /// Whom traces are told.
    pub telemetry: Telemetry,
    /// How letters leave.
    pub mail: Mail,
    /// How far webhooks reach.
    pub webhooks: Webhooks,
    /// How companies' own sign-in providers are reached.
    pub company_sign_on: CompanySignOn,
    /// Which languages there are.
    pub words: Words,
}

/// Which languages there are beside those the portal is written in.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// Whether two that nobody speaks are: `en-XA`, longer and accented, and `ar-XB`, from right to left. They show what a
    /// translation would break, and are for whoever makes pages.
    pub pseudo: bool,
}

/// How far webhooks reach beside the public internet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// Addresses of one's own network that may be told of events; none of them is reached otherwise.
    pub inside: Vec<IpAddr>,
}

/// How companies' own sign-in providers are reached. Without anything said here, at public addresses over TLS only.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CompanySignOn {
    /// Hosts that may lie in a network of our own; on this machine, they may also be reached without TLS.
    pub private_hosts: Vec<String>,
    /// The DNS server that is asked for the proof of a domain; without one, those this machine asks.
    pub dns: Option<SocketAddr>,
}

/// Where the certificate comes from: two PEM files, or an authority that is asked for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tls {
    /// The certificate and those above it.
    pub cert: Option<PathBuf>,
    /// Its private key.
    pub key: Option<PathBuf>,
    /// The authority.
    pub acme: Option<Acme>,
    /// Where plain HTTP is answered too, and leads on to the portal.
    pub redirect: Option<SocketAddr>,
}

/// An authority that gives certificates to whoever shows that a name is theirs, and renews them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acme {
    /// The e-mail address it may write to.
    pub contact: String,
    /// The address of its directory; without one, Let's Encrypt's.
    #[serde(default)]
    pub directory: Option<String>,
    /// The certificates that vouch for that directory, in one PEM file; without them, the public authorities do.
    #[serde(default)]
    pub roots: Option<PathBuf>,
}

impl Tls {
    fn check(&self) -> anyhow::Result<()> {
        match (&self.cert, &self.key, &self.acme) {
            (Some(_), Some(_), None) => Ok(()),
            (None, None, Some(acme)) if acme.contact.contains('@') => Ok(()),
            (None, None, Some(_)) => anyhow::bail!(say(&Message::new("settings-acme-contact"))),
            _ => anyhow::bail!(say(&Message::new("settings-tls-halves"))),
        }
    }
}

/// Where copies of the portal go.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Backup {
    /// A folder, or `s3://bucket/prefix`; none means no copies.
    pub target: Option<String>,
    /// How often one is made while the portal is served: `15m`, `1h` if nothing is said, `1d`; `never`.
    pub every: Option<String>,
    /// What seals the secrets and settings in copies; without it, they are left out.
    pub passphrase: Option<String>,
}

impl Backup {
    /// How often a copy is made by itself; nothing if none is.
    ///
    /// # Errors
    /// It is said in another way than this reads.
    pub fn interval(&self) -> anyhow::Result<Option<Duration>> {
        let wrong = || say(&Message::new("settings-backup-every"));
        let every = self.every.as_deref().unwrap_or("1h");
        if self.target.is_none() || every == "never" {
            return Ok(None);
        }
        let (number, minutes) = [("m", 1), ("h", 60), ("d", 24 * 60)]
            .into_iter()
            .find_map(|(unit, minutes)| Some((every.strip_suffix(unit)?, minutes)))
            .with_context(wrong)?;
        let number = number.parse::<u64>().ok().filter(|number| (1..=10_000).contains(number)).with_context(wrong)?;
        Ok(Some(Duration::from_secs(number * minutes * 60)))
    }

    /// What seals the secrets, if there is something.
    pub fn passphrase(&self) -> Option<&str> {
        self.passphrase.as_deref().filter(|passphrase| !passphrase.is_empty())
    }

    fn check(&self) -> anyhow::Result<()> {
        self.interval()?;
        anyhow::ensure!(
            self.passphrase().is_none_or(|passphrase| passphrase.chars().count() >= 16),
            say(&Message::new("settings-backup-passphrase"))
        );
        Ok(())
    }
}

/// What is logged.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `text` for people, `json` for machines.
    pub format: LogFormat,
    /// Which parts, from which level: `info`, `warn,store=debug`.
    pub filter: String,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// How letters leave.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `outbox` keeps letters to be looked at and sends none; `smtp` sends them.
    pub transport: Transport,
    /// The sender's address.
    pub from: String,
    /// The mail server; needed for `smtp`.
    pub smtp: Option<mail::SmtpSettings>,
}

/// Where letters go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Nowhere: a page shows them.
    Outbox,
    /// To a mail server.
    Smtp,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            file: PathBuf::from("portico.toml"),
            data: PathBuf::from("data"),
            database: None,
            row_level_security: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: "http://localhost:8080".to_owned(),
            hosts: Vec::new(),
            zone: "Europe/London".to_owned(),
            trusted_proxies: 0,
            metrics_token: None,
            tls: None,
            backup: Backup::default(),
            log: Log::default(),
            telemetry: Telemetry::default(),
            mail: Mail::default(),
            webhooks: Webhooks::default(),
            company_sign_on: CompanySignOn::default(),
            words: Words::default(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self { transport: Transport::Outbox, from: "portal@localhost".to_owned(), smtp: None }
    }
}

impl Settings {
    /// Reads the file, if there is one, and the environment over it.
    ///
    /// # Errors
    /// Names the key that is wrong or unknown, and where it stands.
    pub fn read(file: &std::path::Path) -> anyhow::Result<Self> {
        let figment = Figment::from(Toml::file(file)).merge(Env::prefixed("PORTICO_").split("__"));
        let settings = Self::of(&figment);
        let settings = settings.with_context(|| say(&of_file("settings-unusable", file)))?;
        Ok(Self { file: file.to_owned(), ..settings })
    }

    fn of(figment: &Figment) -> anyhow::Result<Self> {
        let mut settings: Self = figment.extract().map_err(|error| anyhow::anyhow!(told(error)))?;
        if figment.find_value("base_url").is_err() {
            settings.base_url = format!("http://localhost:{}", settings.listen.port());
        }
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.base_url.starts_with("http://") || self.base_url.starts_with("https://"),
            say(&Message::new("settings-url-scheme"))
        );
        anyhow::ensure!(!self.base_url.ends_with('/'), say(&Message::new("settings-url-slash")));
        anyhow::ensure!(
            self.mail.transport == Transport::Outbox || self.mail.smtp.is_some(),
            say(&Message::new("settings-no-server"))
        );
        if let Some(tls) = &self.tls {
            tls.check()?;
            anyhow::ensure!(self.is_secure(), say(&Message::new("settings-tls-plain")));
        }
        self.backup.check()?;
        self.time_zone().map(|_| ())
    }

    /// Whether a portal may be served like this. A portal that keeps its letters shows them at `/outbox`, with all that
    /// lets their readers in, to whoever reaches it.
    ///
    /// # Errors
    /// Others than this machine could reach it.
    pub fn check_serving(&self) -> anyhow::Result<()> {
        let is_private = self.listen.ip().is_loopback() && self.hosts.is_empty() && self.trusted_proxies == 0;
        anyhow::ensure!(
            self.mail.transport == Transport::Smtp || is_private,
            say(&Message::new("settings-outbox-open"))
        );
        Ok(())
    }

    /// The zone of times.
    ///
    /// # Errors
    /// No such zone.
    pub fn time_zone(&self) -> anyhow::Result<jiff::tz::TimeZone> {
        jiff::tz::TimeZone::get(&self.zone)
            .with_context(|| say(&Message::new("settings-zone").with("zone", self.zone.as_str())))
    }

    /// Where the database is.
    pub fn database(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("portico.db").display()))
    }

    /// The name people type, without scheme and port.
    pub fn host(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or(rest);
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
            _ => authority,
        }
    }

    /// Whether browsers reach the portal over TLS.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// What is wrong, without what was found there: it may be a secret.
fn told(error: figment::Error) -> String {
    let each = error.into_iter().map(|error| {
        let says = match &error.kind {
            Kind::InvalidType(_, wanted) | Kind::InvalidValue(_, wanted) => {
                say(&Message::new("settings-other-kind").with("wanted", wanted.to_string()))
            }
            // Below the first line, a reader of TOML shows the line itself.
            Kind::Message(message) => message.lines().next().unwrap_or_default().to_owned(),
            other => other.to_string(),
        };
        let place = error.path.join(".");
        if place.is_empty() { says } else { format!("{place}: {says}") }
    });
    each.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests {
    use figment::{
        Figment,
        providers::{Format as _, Toml},
    };

    use super::{Settings, Transport};

    #[test]
    fn every_setting_on_the_page_about_them_is_there() {
        let page = include_str!("../../../docs/settings.md");
        let before_commands = page.lines().take_while(|line| !line.starts_with("| command"));
        let shown: Vec<&str> = before_commands.filter_map(|line| line.strip_prefix("    ")).collect();
        assert!(shown.len() > 40, "the page shows next to nothing: {shown:?}");
        let read = Figment::from(Toml::string(&shown.join("\n"))).extract::<Settings>();
        assert!(read.is_ok(), "docs/settings.md shows what is not there: {:?}", read.err());
    }

    #[test]
    fn letters_are_shown_on_this_machine_only() {
        let serves = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            settings.check_serving().is_ok()
        };
        assert!(serves(|_| {}));
        assert!(!serves(|settings| settings.listen = ([0, 0, 0, 0], 80).into()));
        assert!(!serves(|settings| settings.hosts = vec!["portal.example".to_owned()]));
        assert!(!serves(|settings| settings.trusted_proxies = 1));
        assert!(serves(|settings| {
            settings.hosts = vec!["portal.example".to_owned()];
            settings.mail.transport = Transport::Smtp;
        }));
    }

    #[test]
    fn a_certificate_comes_from_files_or_from_an_authority_and_never_without_https() {
        let read =
            |text: &str| Settings::of(&Figment::from(Toml::string(text))).map(|settings| settings.host().to_owned());
        let https = "base_url = \"https://portal.example\"\n[tls]\n";
        let whole = "cert = \"c\"\nkey = \"k\"";
        let asked = "acme = { contact = \"it@portal.example\" }";
        for (text, is_right) in [
            (format!("{https}{whole}"), true),
            (format!("{https}{asked}\nredirect = \"0.0.0.0:80\""), true),
            (format!("{https}{whole}\n{asked}"), false),
            (format!("{https}cert = \"c\""), false),
            (format!("{https}acme = {{ contact = \"it\" }}"), false),
            (format!("[tls]\n{whole}"), false),
        ] {
            let found = read(&text);
            assert_eq!(found.is_ok(), is_right, "{text}: {found:?}");
        }
        assert_eq!(read("base_url = \"http://[::1]:8080\"").expect("settings"), "[::1]");
    }

    #[test]
    fn copies_are_made_every_hour_unless_it_is_said_otherwise() {
        let minutes = |text: &str| {
            let settings = Settings::of(&Figment::from(Toml::string(&format!("[backup]\n{text}")))).ok()?;
            Some(settings.backup.interval().expect("it was checked").map(|every| every.as_secs() / 60))
        };
        assert_eq!(minutes(""), Some(None), "there is no place for them");
        assert_eq!(minutes("target = \"/b\""), Some(Some(60)));
        assert_eq!(minutes("target = \"/b\"\nevery = \"15m\""), Some(Some(15)));
        assert_eq!(minutes("target = \"/b\"\nevery = \"1d\""), Some(Some(24 * 60)));
        assert_eq!(minutes("target = \"/b\"\nevery = \"never\""), Some(None));
        for wrong in ["0m", "1", "hourly", "-1h", "1h30m"] {
            assert_eq!(minutes(&format!("target = \"/b\"\nevery = \"{wrong}\"")), None, "{wrong}");
        }
        assert_eq!(minutes("passphrase = \"too short\""), None);
    }

    #[test]
    fn a_portal_is_at_the_port_it_listens_on_until_it_is_said_otherwise() {
        let address = |text: &str| Settings::of(&Figment::from(Toml::string(text))).expect("settings").base_url;
        assert_eq!(address(r#"listen = "127.0.0.1:8123""#), "http://localhost:8123");
        assert_eq!(address("listen = \"127.0.0.1:8123\"\nbase_url = \"https://a.example\""), "https://a.example");
    }
}
