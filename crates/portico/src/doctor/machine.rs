//! What can be seen on this machine: the settings' file, the port, the folder, its secrets.

use std::{
    fs,
    io::ErrorKind,
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use kernel::Message;

use super::{Finding, amber, green, is_public, number, red};
use crate::{health, settings::Settings};

/// So little room that the database may be full before anybody looks.
const LITTLE: u64 = 1 << 30;

/// So little that it will be.
const LEAST: u64 = 100 << 20;

pub(super) fn look(settings: &Settings) -> Vec<Finding> {
    let mut found = vec![written(settings), address(settings), port(settings), folder(&settings.data)];
    found.extend(room(&settings.data));
    found.push(secrets(&settings.data));
    found
}

/// What this machine is called; nothing where the system does not say.
pub(super) fn name() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn written(settings: &Settings) -> Finding {
    const CHECK: &str = "settings";
    let file = settings.file.as_path();
    if let Err(error) = settings.check_serving() {
        let fix = Message::new("doctor-settings-outbox-fix").with("says", error.to_string());
        return red(CHECK, &Message::new("doctor-settings-outbox"), &fix);
    }
    let of_file = |id: &'static str| Message::new(id).with("file", file.display().to_string());
    let Ok(about) = fs::metadata(file) else {
        return amber(CHECK, &of_file("doctor-settings-none"), &Message::new("doctor-settings-none-fix"));
    };
    let has_secret = settings.metrics_token.is_some()
        || settings.backup.passphrase.is_some()
        || settings.mail.smtp.as_ref().is_some_and(|smtp| smtp.login.is_some())
        || settings.database.as_ref().is_some_and(|database| database.starts_with("postgres"));
    if has_secret && about.permissions().mode() & 0o004 != 0 {
        return red(CHECK, &of_file("doctor-settings-open"), &of_file("doctor-settings-open-fix"));
    }
    green(CHECK, &of_file("doctor-settings"))
}

fn address(settings: &Settings) -> Finding {
    const CHECK: &str = "address";
    let host = settings.host();
    let of_url = |id: &'static str| Message::new(id).with("url", settings.base_url.as_str());
    let of_host = |id: &'static str| Message::new(id).with("host", host);
    if !is_public(settings) {
        return amber(CHECK, &of_url("doctor-address-here"), &Message::new("doctor-address-here-fix"));
    }
    if !settings.is_secure() {
        return red(CHECK, &of_url("doctor-address-plain"), &Message::new("doctor-address-plain-fix"));
    }
    if !settings.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)) {
        return red(CHECK, &of_host("doctor-address-foreign"), &of_host("doctor-address-foreign-fix"));
    }
    if settings.tls.is_none() && settings.trusted_proxies == 0 {
        return red(CHECK, &Message::new("doctor-address-bare"), &Message::new("doctor-address-bare-fix"));
    }
    green(CHECK, &of_url("doctor-address"))
}

fn port(settings: &Settings) -> Finding {
    const CHECK: &str = "port";
    let listen = settings.listen;
    let at = |id: &'static str| Message::new(id).with("place", listen.to_string());
    match TcpListener::bind(listen) {
        Ok(_) => green(CHECK, &at("doctor-port-free")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => match health::ask(settings) {
            Ok(()) => green(CHECK, &at("doctor-port")),
            Err(error) => {
                let says = at("doctor-port-taken").with("says", format!("{error:#}"));
                red(CHECK, &says, &at("doctor-port-taken-fix"))
            }
        },
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            red(CHECK, &at("doctor-port-denied"), &Message::new("doctor-port-denied-fix"))
        }
        Err(error) => {
            let says = at("doctor-port-unusable").with("says", error.to_string());
            red(CHECK, &says, &Message::new("doctor-port-unusable-fix"))
        }
    }
}

fn folder(data: &Path) -> Finding {
    const CHECK: &str = "folder";
    let of_folder = |id: &'static str| Message::new(id).with("folder", data.display().to_string());
    if !data.exists() {
        return amber(CHECK, &of_folder("doctor-folder-none"), &Message::new("doctor-folder-none-fix"));
    }
    let tried = data.join(format!(".portico-{}", uuid::Uuid::new_v4().simple()));
    let written = fs::write(&tried, b"portico").and_then(|()| fs::remove_file(&tried));
    match written {
        Ok(()) => green(CHECK, &of_folder("doctor-folder")),
        Err(error) => {
            let says = of_folder("doctor-folder-shut").with("says", error.to_string());
            red(CHECK, &says, &of_folder("doctor-folder-shut-fix"))
        }
    }
}

/// Nothing where the system does not say.
fn room(data: &Path) -> Option<Finding> {
    const CHECK: &str = "room";
    let free = free(data)?;
    let says = Message::new("doctor-room").with("free", number(free >> 20)).with("folder", data.display().to_string());
    let fix = Message::new("doctor-room-fix");
    Some(if free < LEAST {
        red(CHECK, &says, &fix)
    } else if free < LITTLE {
        amber(CHECK, &says, &fix)
    } else {
        green(CHECK, &says)
    })
}

#[cfg(target_os = "linux")]
fn free(data: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(data).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(target_os = "linux"))]
fn free(_data: &Path) -> Option<u64> {
    None
}

fn secrets(data: &Path) -> Finding {
    const CHECK: &str = "secrets";
    let folder = data.join("secrets");
    let files = match files(&folder) {
        Ok(files) if !files.is_empty() => files,
        Ok(_) => {
            return amber(CHECK, &Message::new("doctor-secrets-none"), &Message::new("doctor-secrets-none-fix"));
        }
        Err(error) => {
            let of_folder = |id: &'static str| Message::new(id).with("folder", folder.display().to_string());
            let says = of_folder("doctor-secrets-unread").with("says", error.to_string());
            return red(CHECK, &says, &of_folder("doctor-secrets-unread-fix"));
        }
    };
    let is_open = |path: &&PathBuf| fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
    match files.iter().find(is_open) {
        Some(open) => {
            let of_file = |id: &'static str| Message::new(id).with("file", open.display().to_string());
            red(CHECK, &of_file("doctor-secrets-open"), &of_file("doctor-secrets-open-fix"))
        }
        None => green(CHECK, &Message::new("doctor-secrets").with("count", number(files.len()))),
    }
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}
