//! Whether the portal on this machine is well is asked of that portal, and of nobody else who happens to listen.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    path::Path,
};

use tempfile::TempDir;

use crate::{
    process::{self, Said},
    wire,
};

/// Of no name that anybody asks for here.
const CERTIFICATE: &str = include_str!("../../crates/saml/tests/keys/provider.crt");
const KEY: &str = include_str!("../../crates/saml/tests/keys/provider.key");

/// Where a portal at this port has its settings.
fn folder(port: u16, tls: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("portal.crt"), CERTIFICATE).unwrap();
    fs::write(folder.path().join("portal.key"), KEY).unwrap();
    let listen = format!("listen = \"127.0.0.1:{port}\"\n");
    let secured = format!("base_url = \"https://localhost:{port}\"\n[tls]\n");
    let files = "cert = \"portal.crt\"\nkey = \"portal.key\"\n";
    let settings = if tls { listen + &secured + files } else { listen };
    fs::write(folder.path().join("portico.toml"), settings).unwrap();
    folder
}

fn health(folder: &Path) -> Said {
    process::run(process::portico(folder, None, &["health"]))
}

#[test]
fn whoever_else_listens_is_not_taken_for_the_portal() {
    for tls in [false, true] {
        let port = process::free_port();
        let folder = folder(port, tls);
        let somebody = TcpListener::bind(("127.0.0.1", port)).unwrap();
        std::thread::spawn(move || {
            for stream in somebody.incoming() {
                let Ok(mut stream) = stream else { return };
                let _asked = stream.read(&mut [0; 1024]);
                let _told = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            }
        });
        let said = health(folder.path());
        assert!(!said.done && said.err.contains("does not answer as a portal"), "TLS {tls}: {} {}", said.out, said.err);
    }
}

#[test]
fn a_portal_is_known_by_its_secrets() {
    for tls in [false, true] {
        let port = process::free_port();
        let (own, other) = (folder(port, tls), folder(port, tls));
        let said = health(own.path());
        assert!(!said.done && said.err.contains("nobody answers"), "TLS {tls}: {}", said.err);
        let _open = process::serve(own.path(), None, port);
        let said = health(own.path());
        assert!(said.done, "TLS {tls}: {}", said.err);
        let said = health(other.path());
        assert!(!said.done && said.err.contains("another portal"), "TLS {tls}: {}", said.err);
        let secrets = other.path().join("secrets");
        fs::create_dir(&secrets).unwrap();
        fs::write(secrets.join("seal.key"), [7_u8; 32]).unwrap();
        let said = health(other.path());
        assert!(!said.done && said.err.contains("another portal"), "with its own, TLS {tls}: {}", said.err);
    }
}

#[test]
fn what_was_heard_of_the_portal_once_does_not_pass_for_it() {
    let port = process::free_port();
    let folder = folder(port, false);
    let open = process::serve(folder.path(), None, port);
    let at = SocketAddr::from(([127, 0, 0, 1], port));
    let plain = wire::ask(at, "GET", "/readyz", &[], "").expect("an answer");
    assert_eq!(plain.values(edge::MARK).next(), None, "nobody asked which portal it is");
    let heard = wire::ask(at, "GET", "/readyz", &[(edge::MARK, "asked-once")], "").expect("an answer");
    let mark = heard.values(edge::MARK).next().expect("its mark").to_owned();
    drop(open);
    let somebody = TcpListener::bind(("127.0.0.1", port)).unwrap();
    std::thread::spawn(move || {
        for stream in somebody.incoming() {
            let Ok(mut stream) = stream else { return };
            let _asked = stream.read(&mut [0; 1024]);
            let told = format!("HTTP/1.1 200 OK\r\n{}: {mark}\r\ncontent-length: 0\r\n\r\n", edge::MARK);
            let _told = stream.write_all(told.as_bytes());
        }
    });
    let said = health(folder.path());
    assert!(!said.done && said.err.contains("another portal"), "{} {}", said.out, said.err);
}
