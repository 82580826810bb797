//! Asks the portal on this machine whether it can do its work; for containers and services, which have no other program
//! at hand to ask with.

mod way;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::Context as _;

use crate::{secrets, settings::Settings};

/// Asks once, over TLS where the portal speaks it itself. What answers is known by its mark, which only a portal with
/// the secrets of these settings can make for this one question, and not by its certificate: that is for its name, not
/// for this machine's.
///
/// # Errors
/// Nobody listens, or whoever does is no portal, another one, or not ready.
pub fn ask(settings: &Settings) -> anyhow::Result<()> {
    let place = reachable(settings.listen);
    let host = settings.tls.as_ref().map(|_| settings.host());
    let question = front::new_token();
    let head = way::head(place, host, &question)?;
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    let mut fields = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    let mark = fields.find(|(name, _)| name.eq_ignore_ascii_case(edge::MARK)).map(|(_, mark)| mark.trim());
    let mark = mark.with_context(|| format!("whoever listens at {place} does not answer as a portal"))?;
    anyhow::ensure!(
        secrets::is_mark(&settings.data, &question, mark)?,
        "another portal answers at {place}: its secrets are not those in {}",
        settings.data.display()
    );
    anyhow::ensure!(status.starts_with("HTTP/1.1 200"), "the portal at {place} is not ready; its log says why");
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
