//! To which addresses messages may be sent.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why nothing is sent to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefusal {
    /// It is inside: this machine, this network, or reserved.
    #[error(
        "{0} is a private or reserved address. An admin of the server can allow it in canoe.toml: webhook_private_networks."
    )]
    Private(IpAddr),
    /// It is outside, and the way there can be read by everybody.
    #[error("{0} is a public address: use https.")]
    Plain(IpAddr),
}

/// Whether a message may be sent to this address: one that the settings list, or a public one over TLS.
///
/// # Errors
/// [`AddressRefusal`], with the reason.
pub fn may_send(address: IpAddr, tls: bool, listed: bool) -> Result<(), AddressRefusal> {
    match (listed, is_public(address), tls) {
        (true, ..) | (false, true, true) => Ok(()),
        (false, true, false) => Err(AddressRefusal::Plain(address)),
        (false, false, _) => Err(AddressRefusal::Private(address)),
    }
}

/// Whether an address is one of the public internet: globally reachable by the special-purpose registries of IANA, and a single host's.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// Networks that are not public: address and length of the prefix.
const SPECIAL_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // shared behind a carrier's NAT
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local, metadata of clouds
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 31, 196, 0), 24), // AS112
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // relays from 6to4
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved, broadcast
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let within = |(network, length): &(Ipv4Addr, u32)| (address.to_bits() ^ network.to_bits()) >> (32 - length) == 0;
    !SPECIAL_V4.iter().any(within)
}

/// Only 2000::/3 is given out at all. Of that, what carries an IPv4 address or belongs to no host is left out.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let given_out = a & 0xe000 == 0x2000;
    let protocols = a == 0x2001 && b < 0x0200; // 2001::/23, Teredo among them
    let documentation = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    let six_to_four = a == 0x2002;
    given_out && !protocols && !documentation && !six_to_four
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_public_internet_is_public() {
        for text in
            ["1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.128.0.1", "223.255.255.255", "198.20.0.1"]
        {
            assert!(is_public(ip(text)), "{text}");
        }
        for text in ["2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "2001:200::1", "::ffff:8.8.8.8"] {
            assert!(is_public(ip(text)), "{text}");
        }
    }

    #[test]
    fn everything_else_is_not() {
        let v6 = [
            "::",
            "::1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
        ];
        for text in v6 {
            assert!(!is_public(ip(text)), "{text}");
        }
    }

    #[test]
    fn a_listed_address_needs_no_tls_and_a_public_one_does() {
        assert_eq!(may_send(ip("10.0.0.1"), false, true), Ok(()));
        assert_eq!(may_send(ip("10.0.0.1"), true, false), Err(AddressRefusal::Private(ip("10.0.0.1"))));
        assert_eq!(may_send(ip("8.8.8.8"), true, false), Ok(()));
        assert_eq!(may_send(ip("8.8.8.8"), false, false), Err(AddressRefusal::Plain(ip("8.8.8.8"))));
    }

    proptest! {
        #[test]
        fn no_address_of_a_special_network_is_public(place in 0..SPECIAL_V4.len(), host: u32) {
            let (network, length) = SPECIAL_V4[place];
            let address = Ipv4Addr::from_bits(network.to_bits() | (host & (u32::MAX >> length)));
            prop_assert!(!is_public(IpAddr::V4(address)), "{address}");
            prop_assert!(!is_public(IpAddr::V6(address.to_ipv6_mapped())), "{address} mapped");
            prop_assert!(!is_public(IpAddr::V6(address.to_ipv6_compatible())), "{address} compatible");
        }

        /// The standard library's own words for some of them, as a second opinion.
        #[test]
        fn the_standard_library_agrees(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let special = address.is_private() || address.is_loopback() || address.is_link_local() || address.is_multicast()
                || address.is_broadcast() || address.is_documentation() || address.is_unspecified();
            prop_assert!(!(special && is_public(IpAddr::V4(address))), "{address}");
        }

        #[test]
        fn nothing_inside_is_public_in_ipv6(low: u128, head in prop::sample::select(vec![0xfc00u128, 0xfd00, 0xfe80, 0xfea0, 0xff00, 0x0064])) {
            let address = Ipv6Addr::from_bits((head << 112) | (low >> 16));
            prop_assert!(!is_public(IpAddr::V6(address)), "{address}");
        }
    }
}
