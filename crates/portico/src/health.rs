//! Asks the portal on this machine whether it can do its work; for containers and services, which have no other program
//! at hand to ask with.

mod way;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::Context as _;
use kernel::Message;

use crate::{secrets, settings::Settings, terminal::say};

/// What is said of whoever listens there and shows no mark.
const NOT_A_PORTAL: &str = "health-not-a-portal";

/// Asks once, over TLS where the portal speaks it itself. What answers is known by its mark, which only a portal with
/// the secrets of these settings can make for this one question, and not by its certificate: that is for its name, not
/// for this machine's.
///
/// # Errors
/// Nobody listens, or whoever does is no portal, another one, or not ready.
pub fn ask(settings: &Settings) -> anyhow::Result<()> {
    let place = reachable(settings.listen);
    let said = |id: &'static str| {
        let folder = settings.data.display().to_string();
        say(&Message::new(id).with("place", place.to_string()).with("folder", folder))
    };
    let host = settings.tls.as_ref().map(|_| settings.host());
    let question = front::new_token();
    let head = way::head(place, host, &question)?;
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    let mut fields = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    let mark = fields.find(|(name, _)| name.eq_ignore_ascii_case(edge::MARK)).map(|(_, mark)| mark.trim());
    let mark = mark.with_context(|| said(NOT_A_PORTAL))?;
    anyhow::ensure!(secrets::is_mark(&settings.data, &question, mark)?, said("health-other"));
    anyhow::ensure!(status.starts_with("HTTP/1.1 200"), said("health-not-ready"));
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
