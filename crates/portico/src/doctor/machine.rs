//! What can be seen on this machine: the settings' file, the port, the folder, its secrets.

use std::{
    fs,
    io::ErrorKind,
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use super::{Finding, is_public};
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
        return Finding::red(CHECK, "letters would be shown to everybody", error.to_string());
    }
    let Ok(about) = fs::metadata(file) else {
        return Finding::amber(CHECK, format!("there is no {}", file.display()), "run `portico init`, which writes it");
    };
    let has_secret = settings.metrics_token.is_some()
        || settings.backup.passphrase.is_some()
        || settings.mail.smtp.as_ref().is_some_and(|smtp| smtp.login.is_some())
        || settings.database.as_ref().is_some_and(|database| database.starts_with("postgres"));
    if has_secret && about.permissions().mode() & 0o004 != 0 {
        let says = format!("every account of this machine may read the passwords in {}", file.display());
        return Finding::red(CHECK, says, format!("chmod 640 {}", file.display()));
    }
    Finding::green(CHECK, format!("read from {}", file.display()))
}

fn address(settings: &Settings) -> Finding {
    const CHECK: &str = "address";
    let (url, host) = (&settings.base_url, settings.host());
    if !is_public(settings) {
        let fix = "to let people in, set base_url, hosts, and a proxy or [tls]; docs/install.md shows how";
        return Finding::amber(CHECK, format!("{url} is there for this machine only"), fix);
    }
    if !settings.is_secure() {
        let fix = "write https:// in base_url, and let a proxy or [tls] speak TLS";
        return Finding::red(CHECK, format!("{url}: passwords would cross the network for all to read"), fix);
    }
    if !settings.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)) {
        let fix = format!("hosts = [\"{host}\"]");
        return Finding::red(CHECK, format!("whoever asks for {host} is answered 421: it is not among hosts"), fix);
    }
    if settings.tls.is_none() && settings.trusted_proxies == 0 {
        let fix = "trusted_proxies = 1 behind a proxy of yours; or [tls]";
        return Finding::red(CHECK, "nobody speaks TLS: there is neither [tls] nor a trusted proxy", fix);
    }
    Finding::green(CHECK, url.clone())
}

fn port(settings: &Settings) -> Finding {
    const CHECK: &str = "port";
    let listen = settings.listen;
    match TcpListener::bind(listen) {
        Ok(_) => Finding::green(CHECK, format!("{listen} is free; the portal is not running")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => match health::ask(settings) {
            Ok(()) => Finding::green(CHECK, format!("this portal answers at {listen}")),
            Err(error) => {
                let fix = format!("`ss -ltnp` names the program; stop it, or set another listen than {listen}");
                Finding::red(CHECK, format!("{listen} is taken: {error:#}"), fix)
            }
        },
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            let fix = "use a port above 1023 behind a proxy, or allow it: AmbientCapabilities=CAP_NET_BIND_SERVICE";
            Finding::red(CHECK, format!("this account may not listen at {listen}"), fix)
        }
        Err(error) => {
            let says = format!("nobody can listen at {listen}: {error}");
            Finding::red(CHECK, says, "set listen to an address of this machine")
        }
    }
}

fn folder(data: &Path) -> Finding {
    const CHECK: &str = "folder";
    if !data.exists() {
        let says = format!("{} is not there yet", data.display());
        return Finding::amber(CHECK, says, "`portico init`, or the first start, makes it");
    }
    let tried = data.join(format!(".portico-{}", uuid::Uuid::new_v4().simple()));
    let written = fs::write(&tried, b"portico").and_then(|()| fs::remove_file(&tried));
    match written {
        Ok(()) => Finding::green(CHECK, format!("{} can be written", data.display())),
        Err(error) => {
            let fix = format!("give the folder to the account the portal runs as: chown -R portico {}", data.display());
            Finding::red(CHECK, format!("{} cannot be written: {error}", data.display()), fix)
        }
    }
}

/// Nothing where the system does not say.
fn room(data: &Path) -> Option<Finding> {
    const CHECK: &str = "room";
    let free = free(data)?;
    let says = format!("{} MB free at {}", free >> 20, data.display());
    let fix = "make room, or move the data folder to a larger disk";
    Some(if free < LEAST {
        Finding::red(CHECK, says, fix)
    } else if free < LITTLE {
        Finding::amber(CHECK, says, fix)
    } else {
        Finding::green(CHECK, says)
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
        Ok(_) => return Finding::amber(CHECK, "there are none yet", "`portico init`, or the first start, makes them"),
        Err(error) => {
            let fix = format!("give it to the account the portal runs as: chown -R portico {}", folder.display());
            return Finding::red(CHECK, format!("{} cannot be read: {error}", folder.display()), fix);
        }
    };
    let is_open = |path: &&PathBuf| fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
    match files.iter().find(is_open) {
        Some(open) => {
            let says = format!("{} can be read by others", open.display());
            Finding::red(CHECK, says, format!("chmod 600 {}", open.display()))
        }
        None => Finding::green(CHECK, format!("files: {}, read by their owner alone", files.len())),
    }
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}
