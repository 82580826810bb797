//! What can only be seen by asking outside: names, certificates, the mail server.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use kernel::{Id, Timestamp};
use mail::{Letter, Sender, Smtp, State, Transport as _};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use tokio::{net::lookup_host, time::timeout};

use super::{Finding, is_public};
use crate::settings::{Settings, Tls, Transport};

/// How long a server outside may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long before its end a certificate should have been renewed.
const SOON: Duration = Duration::from_hours(14 * 24);

pub(super) async fn look(settings: &Settings, now: Timestamp, mail: Option<&str>) -> Vec<Finding> {
    let known = async { if is_public(settings) { Some(name(settings).await) } else { None } };
    let (known, server) = tokio::join!(known, server(settings, now, mail));
    let certificate = settings.tls.as_ref().map(|tls| certificate(tls, &settings.data, now));
    known.into_iter().chain(certificate).chain([server]).collect()
}

async fn name(settings: &Settings) -> Finding {
    const CHECK: &str = "name";
    let host = settings.host();
    match timeout(PATIENCE, lookup_host((host, 443))).await {
        Ok(Ok(found)) => {
            let found: Vec<String> = found.map(|address| address.ip().to_string()).collect();
            Finding::green(CHECK, format!("{host} is {}", found.join(", ")))
        }
        Ok(Err(_)) | Err(_) => {
            let fix = format!("add an A or AAAA record for {host} with this server's public address, and wait for it");
            Finding::red(CHECK, format!("no DNS server knows {host}"), fix)
        }
    }
}

fn certificate(tls: &Tls, data: &Path, now: Timestamp) -> Finding {
    const CHECK: &str = "certificate";
    let (pem, fix) = match &tls.cert {
        Some(cert) => (fs::read(cert), format!("put a new one at {}; it is read within the hour", cert.display())),
        None => {
            let fix = "see that the authority reaches port 443 of each host, and the portal's log";
            match kept(&data.join("acme")) {
                Some(file) => (fs::read(file), fix.to_owned()),
                None => return Finding::amber(CHECK, "the authority has not given one yet", fix),
            }
        }
    };
    let Some(ends) = pem.ok().as_deref().and_then(end) else {
        return Finding::red(CHECK, "it cannot be read", fix);
    };
    let left = ends.since(now);
    if left.is_zero() {
        return Finding::red(CHECK, "it has ended", fix);
    }
    let day = ends.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date();
    let says = format!("to {day}, {} days from now", left.as_secs() / 86_400);
    if left < SOON { Finding::amber(CHECK, says, fix) } else { Finding::green(CHECK, says) }
}

/// The newest certificate that an authority gave.
fn kept(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let certificates = files.filter(|file| file.file_name().to_string_lossy().starts_with("cached_cert_"));
    let newest = certificates.max_by_key(|file| file.metadata().and_then(|about| about.modified()).ok());
    newest.map(|file| file.path())
}

/// When the first certificate of the file ends.
fn end(pem: &[u8]) -> Option<Timestamp> {
    let first = CertificateDer::pem_slice_iter(pem).next()?.ok()?;
    let (_, certificate) = x509_parser::parse_x509_certificate(&first).ok()?;
    let seconds = certificate.validity().not_after.timestamp();
    Some(Timestamp::from_micros(seconds.saturating_mul(1_000_000)))
}

pub(super) async fn server(settings: &Settings, now: Timestamp, mail: Option<&str>) -> Finding {
    const CHECK: &str = "mail";
    let smtp = match (&settings.mail.transport, &settings.mail.smtp) {
        (Transport::Smtp, Some(smtp)) => smtp,
        _ => {
            let fix = "name a mail server in [mail] and [mail.smtp]; people sign in by what is sent to them";
            return Finding::amber(CHECK, "no letter leaves; all are shown at /outbox", fix);
        }
    };
    let fix = "put right host, port, security and login in [mail.smtp], and from in [mail]";
    let way = Sender::new("Portico", &settings.mail.from).and_then(|sender| Smtp::new(smtp, sender));
    let way = match way {
        Ok(way) => way,
        Err(error) => return Finding::red(CHECK, error.to_string(), fix),
    };
    let asked = async {
        match mail {
            Some(address) => way.deliver(&test(address, now)).await,
            None => way.greet().await,
        }
    };
    match (timeout(PATIENCE, asked).await, mail) {
        (Ok(Ok(())), Some(_)) => {
            Finding::green(CHECK, format!("{} took the test letter; see that it arrives", smtp.host))
        }
        (Ok(Ok(())), None) => Finding::green(CHECK, format!("{} lets us in", smtp.host)),
        (Ok(Err(trouble)), _) => Finding::red(CHECK, format!("{}: {trouble}", smtp.host), fix),
        (Err(_), _) => Finding::red(CHECK, format!("{} does not answer in time", smtp.host), fix),
    }
}

/// A letter that says nothing but that it came.
fn test(address: &str, now: Timestamp) -> Letter {
    const WORDS: &str = "`portico doctor` sent this letter to see whether the portal's letters arrive. They do.";
    Letter {
        id: Id::from_uuid(uuid::Uuid::now_v7()),
        to_address: address.to_owned(),
        to_person: None,
        template: "portico/test".to_owned(),
        locale: "en-GB".to_owned(),
        subject: "The portal's letters arrive".to_owned(),
        text: WORDS.to_owned(),
        html: format!("<p>{WORDS}</p>"),
        state: State::Sending,
        attempts: 1,
        next_at: None,
        created_at: now,
        sent_at: None,
        last_problem: None,
        secret: false,
        thread: None,
        trace: None,
    }
}
