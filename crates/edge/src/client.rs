use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, request::Parts},
};

/// The network of a client: its address without the last part, 8 bits of IPv4 and 64 of IPv6.
///
/// So one household or office is one, and an IPv6 subscriber is not 2⁶⁴. Unknown clients share `0.0.0.0`.
pub(crate) fn network(client: Option<IpAddr>) -> IpAddr {
    match client {
        Some(IpAddr::V4(address)) => IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & !0xff)),
        Some(IpAddr::V6(address)) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    }
}

/// The client's address. Of what proxies wrote, only what our own wrote is believed: the last `hops` entries.
pub(crate) fn address(asked: &Parts, hops: u8) -> Option<IpAddr> {
    let forwarded = usize::from(hops).checked_sub(1).and_then(|skipped| entry_from_end(&asked.headers, skipped));
    forwarded.or_else(|| peer(asked))
}

/// Who is at the other end of the connection: the client, or the nearest proxy.
pub(crate) fn peer(asked: &Parts) -> Option<IpAddr> {
    asked.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical())
}

fn entry_from_end(headers: &HeaderMap, skipped: usize) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for").iter().rev().filter_map(|line| line.to_str().ok());
    let entry = lines.flat_map(|line| line.rsplit(',')).nth(skipped)?.trim();
    parse(entry).map(|address| address.to_canonical())
}

/// An address as proxies write it: alone, in brackets, or with a port.
fn parse(entry: &str) -> Option<IpAddr> {
    let bare = entry.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::{
        extract::{ConnectInfo, Request},
        http::request::Parts,
    };

    use super::{address, network};

    fn asked(peer: &str, forwarded: &[&str]) -> Parts {
        let mut request = Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let peer: SocketAddr = peer.parse().unwrap();
        parts.extensions.insert(ConnectInfo(peer));
        parts
    }

    fn from(parts: &Parts, hops: u8) -> String {
        network(address(parts, hops)).to_string()
    }

    #[test]
    fn neighbours_are_one_network() {
        assert_eq!(from(&asked("203.0.113.77:4711", &[]), 0), "203.0.113.0");
        assert_eq!(from(&asked("[2001:db8:1:2:3:4:5:6]:4711", &[]), 0), "2001:db8:1:2::");
        assert_eq!(from(&asked("[::ffff:203.0.113.77]:4711", &[]), 0), "203.0.113.0");
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let lines = ["198.51.100.1, 203.0.113.9", "192.0.2.5"];
        assert_eq!(from(&asked("10.0.0.1:80", &lines), 0), "10.0.0.0");
        assert_eq!(from(&asked("10.0.0.1:80", &lines), 1), "192.0.2.0");
        assert_eq!(from(&asked("10.0.0.1:80", &lines), 2), "203.0.113.0");
    }

    #[test]
    fn what_cannot_be_read_counts_as_the_peer() {
        assert_eq!(from(&asked("10.0.0.1:80", &["unknown"]), 1), "10.0.0.0");
        assert_eq!(from(&asked("10.0.0.1:80", &["192.0.2.5"]), 2), "10.0.0.0");
        assert_eq!(from(&asked("10.0.0.1:80", &["192.0.2.5:1234"]), 1), "192.0.2.0");
        assert_eq!(from(&asked("10.0.0.1:80", &["[2001:db8::1]:443"]), 1), "2001:db8::");
    }
}
