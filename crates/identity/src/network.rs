use std::net::IpAddr;

/// The network an address belongs to, as limits count it: `203.0.113.0/24`, `2001:db8:1::/48`.
///
/// One customer line holds that many addresses or more, so a limit per address would not limit anybody; a network is
/// never the only thing that decides whether a person gets in.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("203.0.113.24"), "203.0.113.0/24");
        assert_eq!(of("203.0.113.24"), of("203.0.113.250"));
        assert_ne!(of("203.0.113.24"), of("203.0.114.24"));
        assert_eq!(of("::ffff:203.0.113.24"), of("203.0.113.24"));
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:ffff::1"));
        assert_ne!(of("2001:db8:1::1"), of("2001:db8:2::1"));
    }
}
