//! What can only be seen by asking outside: names, certificates, the mail server.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use identity::TextRecords;
use kernel::{Id, Message, Timestamp};
use mail::{Letter, Sender, Smtp, State, Transport as _};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use tokio::{net::lookup_host, time::timeout};

use super::{Finding, amber, domain, green, is_public, number, red};
use crate::{
    settings::{Settings, Tls, Transport},
    terminal::say,
};

/// How long a server outside may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long before its end a certificate should have been renewed.
const SOON: Duration = Duration::from_hours(14 * 24);

pub(super) async fn look(
    settings: &Settings,
    dns: &dyn TextRecords,
    now: Timestamp,
    mail: Option<&str>,
) -> Vec<Finding> {
    let known = async { if is_public(settings) { Some(name(settings).await) } else { None } };
    let (known, server, domain) = tokio::join!(known, server(settings, now, mail), domain::look(settings, dns));
    let certificate = settings.tls.as_ref().map(|tls| certificate(tls, &settings.data, now));
    known.into_iter().chain(certificate).chain([server]).chain(domain).collect()
}

async fn name(settings: &Settings) -> Finding {
    const CHECK: &str = "name";
    let host = settings.host();
    let of_host = |id: &'static str| Message::new(id).with("host", host);
    match timeout(PATIENCE, lookup_host((host, 443))).await {
        Ok(Ok(found)) => {
            let found: Vec<String> = found.map(|address| address.ip().to_string()).collect();
            green(CHECK, &of_host("doctor-name").with("addresses", found.join(", ")))
        }
        Ok(Err(_)) | Err(_) => red(CHECK, &of_host("doctor-name-none"), &of_host("doctor-name-none-fix")),
    }
}

fn certificate(tls: &Tls, data: &Path, now: Timestamp) -> Finding {
    const CHECK: &str = "certificate";
    let (pem, fix) = match &tls.cert {
        Some(cert) => {
            let fix = Message::new("doctor-certificate-file-fix").with("file", cert.display().to_string());
            (fs::read(cert), fix)
        }
        None => {
            let fix = Message::new("doctor-certificate-acme-fix");
            match kept(&data.join("acme")) {
                Some(file) => (fs::read(file), fix),
                None => return amber(CHECK, &Message::new("doctor-certificate-none"), &fix),
            }
        }
    };
    let Some(ends) = pem.ok().as_deref().and_then(end) else {
        return red(CHECK, &Message::new("doctor-certificate-unread"), &fix);
    };
    let left = ends.since(now);
    if left.is_zero() {
        return red(CHECK, &Message::new("doctor-certificate-over"), &fix);
    }
    let day = ends.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date();
    let says = Message::new("doctor-certificate").with("day", day.to_string());
    let says = says.with("days", number(left.as_secs() / 86_400));
    if left < SOON { amber(CHECK, &says, &fix) } else { green(CHECK, &says) }
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
            return amber(CHECK, &Message::new("doctor-mail-none"), &Message::new("doctor-mail-none-fix"));
        }
    };
    let of_server = |id: &'static str| Message::new(id).with("server", smtp.host.as_str());
    let fix = Message::new("doctor-mail-fix");
    let way = Sender::new("Portico", &settings.mail.from).and_then(|sender| Smtp::new(smtp, sender));
    let way = match way {
        Ok(way) => way,
        Err(error) => {
            return red(CHECK, &of_server("doctor-mail-trouble").with("says", error.to_string()), &fix);
        }
    };
    let asked = async {
        match mail {
            Some(address) => way.deliver(&test(address, now)).await,
            None => way.greet().await,
        }
    };
    match (timeout(PATIENCE, asked).await, mail) {
        (Ok(Ok(())), Some(_)) => green(CHECK, &of_server("doctor-mail-took")),
        (Ok(Ok(())), None) => green(CHECK, &of_server("doctor-mail")),
        (Ok(Err(trouble)), _) => red(CHECK, &of_server("doctor-mail-trouble").with("says", trouble.to_string()), &fix),
        (Err(_), _) => red(CHECK, &of_server("doctor-mail-late"), &fix),
    }
}

/// A letter that says nothing but that it came.
fn test(address: &str, now: Timestamp) -> Letter {
    let words = say(&Message::new("doctor-test-words"));
    Letter {
        id: Id::from_uuid(uuid::Uuid::now_v7()),
        to_address: address.to_owned(),
        to_person: None,
        template: "portico/test".to_owned(),
        locale: "en-GB".to_owned(),
        subject: say(&Message::new("doctor-test-subject")),
        html: format!("<p>{words}</p>"),
        text: words,
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
