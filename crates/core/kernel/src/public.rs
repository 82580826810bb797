use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public internet, where anybody may be reached; by the special-purpose registries of
/// IANA (RFC 6890). Of IPv6 only what is given out as global (`2000::/3`) is, less what is set apart in it: so none that
/// holds an IPv4 address, neither mapped nor translated.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let set_apart = match address.octets() {
        // This network; private; loopback.
        [0 | 10 | 127, ..] => true,
        // Between a carrier and its customers.
        [100, second, ..] => (64..128).contains(&second),
        // Link-local: the clouds' metadata among it.
        [169, 254, ..] => true,
        [172, second, ..] => (16..32).contains(&second),
        // Private; protocol assignments; 6to4 relays; documentation.
        [192, 168, ..] | [192, 0, 0 | 2, _] | [192, 88, 99, _] => true,
        // Benchmarks; documentation.
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [first, ..] => first >= 224,
    };
    !set_apart
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let is_global = first & 0xe000 == 0x2000;
    let set_apart = match (first, second) {
        // Protocol assignments, Teredo among them; documentation.
        (0x2001, second) => second < 0x0200 || second == 0x0db8,
        // 6to4.
        (0x2002, _) => true,
        // Documentation.
        (0x3fff, second) => second < 0x1000,
        _ => false,
    };
    is_global && !set_apart
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn what_is_not_the_public_internet_is_not_public() {
        let refused = "0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 \
            172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.80 \
            224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 \
            ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 \
            fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1";
        for address in refused.split_whitespace() {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn anybody_else_is() {
        let reached = "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 \
            203.0.112.1 223.255.255.255 2001:4860:4860::8888 2606:4700::1111 2a00:1450:4009::200e";
        for address in reached.split_whitespace() {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }
}
