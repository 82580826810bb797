//! The answers as a file of settings.

use std::{fmt::Write as _, path::Path};

use mail::Security;

use super::answers::{Address, Answers, Place, Server, Tls};

/// The text of `portico.toml`.
pub(super) fn settings(answers: &Answers) -> String {
    let Answers { address, place, mail, from, tls, backup, admin, .. } = answers;
    let mut text = "# Written by `portico init`; docs/settings.md lists every setting.\n".to_owned();
    let mut line = |key: &str, value: &str| text.push_str(&format!("{key} = {value}\n"));
    match place {
        Place::Folder(folder) => line("data", &file(folder)),
        Place::Postgres(url) => {
            line("data", &quoted("data"));
            line("database", &quoted(url));
        }
    }
    line("listen", &quoted(&listen(address, tls)));
    line("base_url", &quoted(&address.url));
    if *tls != Tls::Nobody {
        line("hosts", &format!("[{}]", quoted(&address.host)));
    }
    if *tls == Tls::Proxy {
        line("trusted_proxies", "1");
    }
    match tls {
        Tls::Nobody | Tls::Proxy => {}
        Tls::Files { cert, key } => {
            let (cert, key) = (file(cert), file(key));
            let _ = write!(text, "\n[tls]\ncert = {cert}\nkey = {key}\nredirect = \"0.0.0.0:80\"\n");
        }
        Tls::Acme => {
            let contact = quoted(admin.as_str());
            let _ = write!(text, "\n[tls]\nredirect = \"0.0.0.0:80\"\nacme = {{ contact = {contact} }}\n");
        }
    }
    text.push_str(&letters(mail.as_ref(), from));
    if let Some(target) = backup {
        let _ = write!(text, "\n[backup]\ntarget = {}\n", quoted(target));
    }
    text
}

/// Where it listens: to everybody where it speaks TLS itself, else to this machine, where a proxy finds it.
fn listen(address: &Address, tls: &Tls) -> String {
    match tls {
        Tls::Files { .. } | Tls::Acme => format!("0.0.0.0:{}", address.port.unwrap_or(443)),
        Tls::Proxy => "127.0.0.1:8080".to_owned(),
        Tls::Nobody => format!("127.0.0.1:{}", address.port.unwrap_or(8080)),
    }
}

fn letters(mail: Option<&Server>, from: &str) -> String {
    let Some(Server { host, port, security, login }) = mail else {
        return format!("\n[mail]\ntransport = \"outbox\"\nfrom = {}\n", quoted(from));
    };
    let security = match security {
        Security::Tls => "tls",
        Security::StartTls => "starttls",
        Security::Plain => "plain",
    };
    let mut text = format!("\n[mail]\ntransport = \"smtp\"\nfrom = {}\n[mail.smtp]\n", quoted(from));
    let _ = writeln!(text, "host = {}\nsecurity = \"{security}\"", quoted(host));
    if let Some(port) = port {
        let _ = writeln!(text, "port = {port}");
    }
    if let Some((user, password)) = login {
        let _ = writeln!(text, "login = {{ user = {}, password = {} }}", quoted(user), quoted(password));
    }
    text
}

fn file(path: &Path) -> String {
    quoted(&path.display().to_string())
}

/// The text as TOML writes it, whatever is in it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
