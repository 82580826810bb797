//! What every request says of where it goes and where it came from.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{HeaderValue, Request, header, request::Parts},
};
use fuzz::{Target, lines};

use crate::{client, hosts::Hosts};

fn asked(host: &HeaderValue) -> Parts {
    let request = Request::builder().header(header::HOST, host).header("x-forwarded-for", host);
    let (mut parts, ()) = request.body(()).expect("a request").into_parts();
    parts.extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 80))));
    parts
}

/// A request is for the portal when it calls it by its name, whatever its case and port, and by no longer one. Red when
/// names are compared by how they begin, or what stands before an `@` is passed over.
fn the_portal_answers_to_its_name_alone(input: &[u8]) {
    let Ok(host) = HeaderValue::from_bytes(input) else { return };
    if !Hosts::new(&["portal.example".to_owned()]).admit(&asked(&host)) {
        return;
    }
    let name = String::from_utf8_lossy(input).to_ascii_lowercase();
    let rest = name.strip_prefix("portal.example").unwrap_or_else(|| panic!("{name} is another name"));
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    assert!((rest.is_empty() || rest.starts_with(':')) && !rest.contains('@'), "{name}");
}

fuzz::target!(
    hosts,
    Target::of(lines(include_str!("../fuzz/hosts.txt")), &[".", ":", "@", "portal.example", "[", "]", ",", " "]),
    the_portal_answers_to_its_name_alone
);

/// Without a proxy of ours nobody is believed about where they are, and with one only what stands last. Red when the first
/// entry counts, which anybody may write.
fn nobody_chooses_where_they_come_from(input: &[u8]) {
    let Ok(forwarded) = HeaderValue::from_bytes(input) else { return };
    let (parts, peer) = (asked(&forwarded), IpAddr::from([10, 0, 0, 1]));
    assert_eq!(client::address(&parts, 0), Some(peer));
    let found = client::address(&parts, 1).expect("there is a peer");
    let said = String::from_utf8_lossy(input).into_owned();
    let last = said.rsplit(',').next().unwrap_or_default();
    let is_last = last.contains(&found.to_string()) || last.contains(':');
    assert!(found == peer || is_last, "{found} of {said}");
    // Another entry before it changes nothing.
    if let Ok(longer) = HeaderValue::from_bytes(&[b"198.51.100.77, ", input].concat()) {
        assert_eq!(client::address(&asked(&longer), 1), Some(found), "{said}");
    }
}

fuzz::target!(
    forwarded,
    Target::of(lines(include_str!("../fuzz/hosts.txt")), &[",", ", ", "[", "]", ":443", "::ffff:", "127.0.0.1"]),
    nobody_chooses_where_they_come_from
);
