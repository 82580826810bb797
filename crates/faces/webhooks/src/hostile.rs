//! Addresses that an account's administrator, or whoever has their session, would have this program call.

use std::{
    io,
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use egress::{Own, Place, Resolver, Way};
use futures::{executor::block_on, future::BoxFuture};
use fuzz::{Target, lines};

use crate::Address;

/// Finds what stands for an address in every way that the C library takes, and for any name one public address and one
/// at home.
struct Lenient;

impl Resolver for Lenient {
    fn resolve<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let number = match host.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => host.parse().ok(),
        };
        let number = number.map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)));
        let found = match host.parse::<IpAddr>().ok().or(number) {
            Some(address) => vec![address],
            None => vec![IpAddr::from([1, 1, 1, 1]), IpAddr::from([192, 168, 0, 1])],
        };
        Box::pin(std::future::ready(Ok(found)))
    }
}

/// An address that is taken is taken again as the same, leads over TLS or nowhere but to this machine, and whatever its
/// host stands for, nothing at home is reached. Red when `Way::find` passes on what the resolver gave.
fn nothing_at_home_is_reached(input: &[u8]) {
    let Ok(address) = Address::parse(&String::from_utf8_lossy(input)) else { return };
    assert_eq!(Address::parse(address.as_str()), Ok(address.clone()));
    assert!(address.as_str().chars().count() <= Address::MAX && !address.authority.contains('@'), "{address:?}");
    let place = Place { host: &address.host, port: address.port, tls: address.tls };
    let reached = block_on(Way::new(Arc::new(Lenient)).find(place, Own::These(&[]))).unwrap_or_default();
    assert!(address.tls || reached.is_empty(), "{address:?} is reached without TLS");
    for place in reached {
        let is_at_home = match place {
            IpAddr::V4(four) => four.is_loopback() || four.is_private() || four.is_link_local(),
            IpAddr::V6(six) => six.is_loopback() || six.is_unique_local() || six.to_ipv4().is_some(),
        };
        assert!(!is_at_home, "{address:?} reaches {place}");
    }
}

fuzz::target!(
    addresses,
    Target::of(lines(include_str!("../fuzz/addresses.txt")), &["@", "#", "\\", "[", "]", ":", "127.0.0.1", "%2e"]),
    nothing_at_home_is_reached
);
