//! A certificate from an authority: Pebble, which Let's Encrypt made for tests, looks at the portal as that itself does.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::process;

/// The portal's name, which is nobody's: only the authority's own resolver knows it.
const NAME: &str = "portal.harrow.example";

/// How long a certificate may take.
const PATIENCE: Duration = Duration::from_secs(180);

/// A program that is stopped when it is dropped.
struct Beside(Child);

impl Beside {
    fn start(command: &mut Command) -> Self {
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("make test-long installs it"))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "needs pebble and curl, which make test-long installs"]
fn the_portal_asks_for_a_certificate_serves_with_it_and_keeps_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (port, directory, management) = (process::free_port(), process::free_port(), process::free_port());
    fs::write(folder.join("portico.toml"), settings(directory)).expect("settings");
    let authority = authority(folder, port, directory, management);
    // A portal that finds nobody there waits twice as long each time before it asks again.
    until(|| asked(folder, "authority.pem", "localhost", directory, "/dir"));
    let portal = process::serve(folder, None, port);
    let told = until(|| asked(folder, "authority.pem", "localhost", management, "/roots/0"));
    fs::write(folder.join("root.pem"), told).expect("whom it vouches for");
    until(|| asked(folder, "root.pem", NAME, port, "/healthz"));
    drop((portal, authority));
    let _again = process::serve(folder, None, port);
    let told = asked(folder, "root.pem", NAME, port, "/healthz");
    assert!(told.is_some(), "with nobody to ask, the certificate is the one that was kept");
}

fn settings(directory: u16) -> String {
    format!(
        "base_url = \"https://{NAME}\"\n[tls.acme]\ncontact = \"it@harrow.example\"\n\
         directory = \"https://localhost:{directory}/dir\"\nroots = \"authority.pem\"\n"
    )
}

/// The authority, to which every name is this machine, and the resolver that says so.
fn authority(folder: &Path, portal: u16, directory: u16, management: u16) -> [Beside; 2] {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate of its own");
    fs::write(folder.join("authority.pem"), pem("CERTIFICATE", own.cert.der())).expect("the certificate");
    fs::write(folder.join("authority.key"), pem("PRIVATE KEY", &own.key_pair.serialize_der())).expect("its key");
    let pebble = json!({
        "listenAddress": format!("127.0.0.1:{directory}"), "managementListenAddress": format!("127.0.0.1:{management}"),
        "certificate": folder.join("authority.pem"), "privateKey": folder.join("authority.key"),
        "httpPort": 1, "tlsPort": portal, "ocspResponderURL": "", "externalAccountBindingRequired": false,
    });
    fs::write(folder.join("pebble.json"), json!({ "pebble": pebble }).to_string()).expect("its settings");
    let resolver = format!("127.0.0.1:{}", process::free_port());
    let own_management = format!("127.0.0.1:{}", process::free_port());
    let names = format!(
        "-defaultIPv4=127.0.0.1 -defaultIPv6= -dns01={resolver} -management={own_management} -http01= -https01= -tlsalpn01="
    );
    let names = Beside::start(Command::new("pebble-challtestsrv").args(names.split(' ')));
    let pebble = Beside::start(
        Command::new("pebble")
            .args(["-config", "pebble.json", "-dnsserver", &resolver])
            .current_dir(folder)
            .envs([("PEBBLE_VA_NOSLEEP", "1"), ("PEBBLE_WFE_NONCEREJECT", "0")]),
    );
    [pebble, names]
}

fn pem(label: &str, der: &[u8]) -> String {
    let lines: Vec<String> = der.chunks(48).map(|line| STANDARD.encode(line)).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// What is answered there by somebody who is vouched for; nothing where nobody is.
fn asked(folder: &Path, roots: &str, name: &str, port: u16, path: &str) -> Option<Vec<u8>> {
    let asks = Command::new("curl")
        .args(["--silent", "--fail", "--max-time", "5", "--cacert", roots])
        .args(["--resolve", &format!("{name}:{port}:127.0.0.1"), &format!("https://{name}:{port}{path}")])
        .current_dir(folder)
        .output()
        .expect("curl");
    asks.status.success().then_some(asks.stdout)
}

fn until(asks: impl Fn() -> Option<Vec<u8>>) -> Vec<u8> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(answer) = asks() {
            return answer;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("nobody answered within three minutes");
}
