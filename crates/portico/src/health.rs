//! Asks the portal on this machine whether it can do its work; for containers and services, which have no other program
//! at hand to ask with.

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::Context as _;

use crate::settings::Settings;

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What an answer begins with when all is well.
const WELL: &[u8] = b"HTTP/1.1 200";

/// Asks once. Where the portal speaks TLS itself, only that it listens is known: its certificate is for its name, not
/// for this machine's.
///
/// # Errors
/// Nobody listens, or whoever does is no portal, or not ready.
pub fn ask(settings: &Settings) -> anyhow::Result<()> {
    let place = reachable(settings.listen);
    let mut stream = TcpStream::connect_timeout(&place, PATIENCE)
        .with_context(|| format!("nobody answers at {place}; is `portico serve` running?"))?;
    if settings.tls.is_some() {
        return Ok(());
    }
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = [0; WELL.len()];
    stream
        .read_exact(&mut answer)
        .with_context(|| format!("whoever listens at {place} does not answer as a portal"))?;
    anyhow::ensure!(answer == WELL, "the portal at {place} is not ready; its log says why");
    Ok(())
}

/// Where to find what listens at every address.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip: IpAddr = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
