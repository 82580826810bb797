//! Answers as they were given, and as they can be used.

use std::path::{Path, PathBuf};

use gateway::Email;
use kernel::Message;
use mail::{Security, Sender};
use serde::Deserialize;

use super::written::quoted;
use crate::terminal::say;

/// As they were given: at the terminal, or in a file.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Raw {
    /// What the portal is called.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// A folder, or the address of a PostgreSQL database.
    pub data: Option<String>,
    /// The first administrator's e-mail address.
    pub admin: Option<String>,
    /// The mail server.
    pub mail: Option<String>,
    /// Its password, where it has one.
    pub mail_password: Option<String>,
    /// Whom letters come from.
    pub from: Option<String>,
    /// Who speaks TLS.
    pub tls: Option<String>,
    /// Where copies go.
    pub backup: Option<String>,
}

/// As they can be used.
pub(super) struct Answers {
    pub name: String,
    pub address: Address,
    pub place: Place,
    pub admin: Email,
    pub mail: Option<Server>,
    pub from: String,
    pub tls: Tls,
    pub backup: Option<String>,
}

/// The portal's address.
pub(super) struct Address {
    /// Without a slash at its end.
    pub url: String,
    /// The name in it.
    pub host: String,
    /// The port, where it names one.
    pub port: Option<u16>,
}

/// Where the data lie.
pub(super) enum Place {
    Folder(PathBuf),
    Postgres(String),
}

/// A mail server.
pub(super) struct Server {
    pub host: String,
    pub port: Option<u16>,
    pub security: Security,
    pub login: Option<(String, String)>,
}

/// Who speaks TLS with browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// Nobody; for this machine only.
    Nobody,
    /// A proxy in front.
    Proxy,
    /// The portal, with these files.
    Files { cert: PathBuf, key: PathBuf },
    /// The portal, with a certificate it asks for.
    Acme,
}

impl Raw {
    /// As a file that holds them.
    pub fn text(&self) -> String {
        let Self { name, address, data, admin, mail, mail_password, from, tls, backup } = self;
        let answers = [
            ("name", name),
            ("address", address),
            ("data", data),
            ("admin", admin),
            ("mail", mail),
            ("mail_password", mail_password),
            ("from", from),
            ("tls", tls),
            ("backup", backup),
        ];
        let line = |(key, answer): (&str, &Option<String>)| Some(format!("{key} = {}\n", quoted(answer.as_deref()?)));
        answers.into_iter().filter_map(line).collect()
    }
}

/// What is wrong with an answer, and how to mend it.
pub(super) type Wrong = String;

impl Answers {
    /// Reads all of them.
    ///
    /// # Errors
    /// Every answer that is of no use, each with how to mend it.
    pub fn of(raw: Raw) -> anyhow::Result<Self> {
        let mut wrong = Vec::new();
        let name = kept(&mut wrong, "name", name(&said(raw.name)));
        let address = kept(&mut wrong, "address", address(&said(raw.address)));
        let place = kept(&mut wrong, "data", place(raw.data.as_deref().unwrap_or("data")));
        let admin = kept(&mut wrong, "admin", email(&said(raw.admin)));
        let is_here = address.as_ref().is_none_or(Address::is_here);
        let mail = kept(&mut wrong, "mail", server(&said(raw.mail), raw.mail_password, is_here));
        let host = address.as_ref().map_or("localhost", |address| address.host.as_str());
        let from = raw.from.unwrap_or_else(|| format!("portal@{host}"));
        let from = kept(&mut wrong, "from", sender(&from));
        let tls = kept(&mut wrong, "tls", tls(&said(raw.tls), is_here));
        let backup = kept(&mut wrong, "backup", backup(&said(raw.backup)));
        match (name, address, place, admin, mail, from, tls, backup) {
            (Some(name), Some(address), Some(place), Some(admin), Some(mail), Some(from), Some(tls), Some(backup)) => {
                Ok(Self { name, address, place, admin, mail, from, tls, backup })
            }
            _ => anyhow::bail!("{}\n  {}", says("init-wrong"), wrong.join("\n  ")),
        }
    }

    /// The administrator alone.
    ///
    /// # Errors
    /// It is no address.
    pub fn admin(raw: Option<String>) -> anyhow::Result<Email> {
        email(&said(raw)).map_err(|wrong| anyhow::anyhow!("admin: {wrong}"))
    }
}

impl Address {
    /// Whether it is this machine's own.
    pub fn is_here(&self) -> bool {
        self.host == "localhost" || self.host == "127.0.0.1"
    }
}

/// What a message without values says.
fn says(id: &'static str) -> String {
    say(&Message::new(id))
}

fn said(raw: Option<String>) -> String {
    raw.unwrap_or_default()
}

fn kept<T>(wrong: &mut Vec<String>, key: &str, read: Result<T, Wrong>) -> Option<T> {
    read.map_err(|says| wrong.push(format!("{key}: {says}"))).ok()
}

pub(super) fn name(raw: &str) -> Result<String, Wrong> {
    let name = raw.trim();
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(says("init-wrong-name"));
    }
    Ok(name.to_owned())
}

pub(super) fn address(raw: &str) -> Result<Address, Wrong> {
    let url = raw.trim().trim_end_matches('/');
    let wrong = || says("init-wrong-address");
    let (scheme, authority) = url.split_once("://").ok_or_else(wrong)?;
    let (host, port) = with_port(authority).ok_or_else(wrong)?;
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '.';
    if host.is_empty() || !host.chars().all(is_name) {
        return Err(wrong());
    }
    let address = Address { url: url.to_ascii_lowercase(), host: host.to_ascii_lowercase(), port };
    match scheme {
        "https" => Ok(address),
        "http" if address.is_here() => Ok(address),
        "http" => Err(says("init-wrong-address-plain")),
        _ => Err(wrong()),
    }
}

pub(super) fn place(raw: &str) -> Result<Place, Wrong> {
    let place = raw.trim();
    if place.starts_with("postgres://") || place.starts_with("postgresql://") {
        return Ok(Place::Postgres(place.to_owned()));
    }
    if place.is_empty() || place.contains("://") {
        return Err(says("init-wrong-data"));
    }
    Ok(Place::Folder(PathBuf::from(place)))
}

pub(super) fn email(raw: &str) -> Result<Email, Wrong> {
    Email::parse(raw).map_err(|_| says("init-wrong-admin"))
}

/// `none`, or a server: `smtps://user@host:465` for TLS from the first byte, `smtp://` for STARTTLS, and
/// `smtp+plain://` for a relay on this machine or in a closed network.
pub(super) fn server(raw: &str, password: Option<String>, is_here: bool) -> Result<Option<Server>, Wrong> {
    let raw = raw.trim();
    if raw.is_empty() || raw == "none" {
        return if is_here { Ok(None) } else { Err(says("init-wrong-mail-none")) };
    }
    let wrong = || says("init-wrong-mail");
    let (scheme, rest) = raw.split_once("://").ok_or_else(wrong)?;
    let security = match scheme {
        "smtps" => Security::Tls,
        "smtp" => Security::StartTls,
        "smtp+plain" => Security::Plain,
        _ => return Err(wrong()),
    };
    let (user, authority) = match rest.rsplit_once('@') {
        Some((user, authority)) => (Some(user), authority),
        None => (None, rest),
    };
    let (host, port) = with_port(authority.trim_end_matches('/')).ok_or_else(wrong)?;
    if host.is_empty() || host.contains(['/', ' ']) {
        return Err(wrong());
    }
    let login = match user.map(|user| user.split_once(':').unwrap_or((user, ""))) {
        None => None,
        Some((user, within)) => match password.filter(|password| !password.is_empty()) {
            Some(password) => Some((user.to_owned(), password)),
            None if !within.is_empty() => Some((user.to_owned(), within.to_owned())),
            None => return Err(says("init-wrong-mail-password")),
        },
    };
    Ok(Some(Server { host: host.to_owned(), port, security, login }))
}

pub(super) fn sender(raw: &str) -> Result<String, Wrong> {
    let address = raw.trim();
    match Sender::new("", address) {
        Ok(_) => Ok(address.to_owned()),
        Err(_) => Err(says("init-wrong-from")),
    }
}

/// `proxy`, `acme`, or two files with a space between them.
pub(super) fn tls(raw: &str, is_here: bool) -> Result<Tls, Wrong> {
    match (raw.trim(), is_here) {
        ("" | "none", true) => Ok(Tls::Nobody),
        ("" | "proxy", _) => Ok(Tls::Proxy),
        ("acme", false) => Ok(Tls::Acme),
        ("acme", true) => Err(says("init-wrong-tls-acme")),
        (files, _) => {
            let (cert, key) = files.split_once(' ').ok_or_else(|| says("init-wrong-tls"))?;
            match [cert, key.trim()].into_iter().find(|file| !Path::new(file).is_file()) {
                Some(missing) => Err(say(&Message::new("init-wrong-tls-file").with("file", missing))),
                None => Ok(Tls::Files { cert: PathBuf::from(cert), key: PathBuf::from(key.trim()) }),
            }
        }
    }
}

pub(super) fn backup(raw: &str) -> Result<Option<String>, Wrong> {
    match raw.trim() {
        "" | "none" => Ok(None),
        target if target.starts_with("s3://") || Path::new(target).is_absolute() => Ok(Some(target.to_owned())),
        _ => Err(says("init-wrong-backup")),
    }
}

/// A host, and its port where it names one; nothing if that is none.
fn with_port(authority: &str) -> Option<(&str, Option<u16>)> {
    match authority.rsplit_once(':') {
        Some((host, port)) => Some((host, Some(port.parse().ok()?))),
        None => Some((authority, None)),
    }
}

#[cfg(test)]
mod tests {
    use mail::Security;

    use super::{Answers, Place, Raw, Tls, server, tls};

    fn raw() -> Raw {
        let some = |text: &str| Some(text.to_owned());
        Raw {
            name: some("Harrow Fluid Systems"),
            address: some("https://portal.harrow.example/"),
            admin: some("hannah@harrow.example"),
            mail: some("smtps://portal@harrow.example@smtp.harrow.example"),
            mail_password: some("correct horse"),
            ..Raw::default()
        }
    }

    #[test]
    fn what_was_not_answered_is_what_is_usual() {
        let answers = Answers::of(raw()).unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(answers.address.url, "https://portal.harrow.example");
        assert_eq!((answers.from.as_str(), answers.tls), ("portal@portal.harrow.example", Tls::Proxy));
        assert!(matches!(answers.place, Place::Folder(folder) if folder.ends_with("data")));
        let server = answers.mail.expect("a server");
        let login = server.login.expect("a login");
        assert_eq!(login, ("portal@harrow.example".to_owned(), "correct horse".to_owned()));
        assert_eq!((server.host.as_str(), server.security, server.port), ("smtp.harrow.example", Security::Tls, None));
    }

    #[test]
    fn answers_that_are_kept_are_read_again_whatever_is_in_them() {
        let kept = Raw { mail_password: Some("\"quoted\" \\ and\nmore".to_owned()), ..raw() };
        let read: Raw = toml::from_str(&kept.text()).expect("answers");
        assert_eq!((read.mail_password, read.name, read.backup), (kept.mail_password, kept.name, None));
    }

    #[test]
    fn every_answer_of_no_use_is_named_with_how_to_mend_it() {
        let wrong = Raw {
            name: None,
            address: Some("http://portal.harrow.example".to_owned()),
            admin: Some("hannah".to_owned()),
            mail: Some("imap://mail".to_owned()),
            tls: Some("/nowhere/cert.pem /nowhere/key.pem".to_owned()),
            backup: Some("backups".to_owned()),
            ..raw()
        };
        let says = Answers::of(wrong).err().expect("refused").to_string();
        for named in [
            "name: write what customers know",
            "address: begin with https://",
            "admin: write an e-mail address",
            "mail: write smtps://",
            "tls: there is no file /nowhere/cert.pem",
            "backup: write a folder from the root on",
        ] {
            assert!(says.contains(named), "{named} is not in {says}");
        }
    }

    #[test]
    fn a_portal_for_others_needs_a_mail_server_and_tls() {
        assert!(server("none", None, true).is_ok_and(|server| server.is_none()));
        assert!(server("none", None, false).is_err());
        assert!(server("smtp://portal@smtp.example", None, false).is_err(), "a user without a password");
        assert!(tls("none", false).is_err());
        assert_eq!(tls("", true), Ok(Tls::Nobody));
    }
}
