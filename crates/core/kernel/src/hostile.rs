//! What strangers write where a name, a place in a list or an address of the network is meant.

use std::net::IpAddr;

use fuzz::{Target, lines};

use crate::{Currency, Cursor, Date, Id, Ref, is_public};

/// Whatever is read as a name or a day is written so that it is read as the same; a place in a list and a currency have
/// one spelling. Red when `Cursor` passes a key to `from_str_radix` unseen, which takes `+a`, or `Ref` forgets its kind.
fn what_is_read_is_written_alike(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(cursor) = text.parse::<Cursor>() {
        assert_eq!(String::from(cursor), text.to_ascii_lowercase());
    }
    if let Ok(id) = text.parse::<Id<Date>>() {
        assert_eq!(id.to_string().parse::<Id<Date>>(), Ok(id));
    }
    if let Ok(target) = text.parse::<Ref>() {
        assert_eq!(target.to_string().parse::<Ref>(), Ok(target));
    }
    if let Ok(day) = text.parse::<Date>() {
        assert_eq!(day.to_string().parse::<Date>().expect("it was written just now"), day);
    }
    if let Ok(currency) = text.parse::<Currency>() {
        assert_eq!(currency.code(), text);
        assert!(currency.exponent() <= 4, "{text}");
    }
}

fuzz::target!(
    names,
    Target::of(lines(include_str!("../fuzz/names.txt")), &["f", "b", "+", "-", ":", "urn:uuid:", "T00:00"]),
    what_is_read_is_written_alike
);

/// No address that the standard library knows to be of one's own machine or network, or of nobody, is public. Red when
/// `is_public` leaves out `169.254`, or takes IPv4 addresses in IPv6 ones for global.
fn nobody_at_home_is_public(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let written = text.trim().parse::<IpAddr>().ok();
    let four = input.first_chunk::<4>().map(|bytes| IpAddr::from(*bytes));
    let six = input.first_chunk::<16>().map(|bytes| IpAddr::from(*bytes));
    for address in [written, four, six].into_iter().flatten() {
        assert!(!(is_public(address) && is_at_home(address)), "{address}");
    }
}

fn is_at_home(address: IpAddr) -> bool {
    let is_nobodys = address.is_loopback() || address.is_unspecified() || address.is_multicast();
    is_nobodys
        || match address {
            IpAddr::V4(four) => {
                four.is_private() || four.is_link_local() || four.is_broadcast() || four.is_documentation()
            }
            IpAddr::V6(six) => six.is_unique_local() || six.is_unicast_link_local() || six.to_ipv4().is_some(),
        }
}

fuzz::target!(
    addresses,
    Target::of(lines(include_str!("../fuzz/addresses.txt")), &["::", "::ffff:", "127.", "0x", ".0", "fe80:"]),
    nobody_at_home_is_public
);
