//! Whose address a request comes from, when proxies stand in between.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;

/// The address a request comes from: the peer's, or, while that is a trusted proxy, the next one from the right of
/// `X-Forwarded-For`. What stands to the left of an address we do not trust was written by it.
pub fn address(request: &Request, trusted: &[IpNet]) -> IpAddr {
    address_of(request.headers(), request.extensions(), trusted)
}

/// As [`address`], from the parts of a request.
pub fn address_of(headers: &HeaderMap, extensions: &Extensions, trusted: &[IpNet]) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    resolve(peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)), &forwarded, trusted)
}

fn resolve(peer: IpAddr, forwarded: &[&str], trusted: &[IpNet]) -> IpAddr {
    let mut address = peer.to_canonical();
    for next in forwarded.iter().rev() {
        if !trusted.iter().any(|net| net.contains(&address)) {
            break;
        }
        match next.parse::<IpAddr>() {
            Ok(next) => address = next.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

/// What limits count by: an IPv4 address, or the /64 that one IPv6 customer has.
pub fn limit_key(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        assert_eq!(resolve(ip("203.0.113.9"), &["198.51.100.1"], &proxies), ip("203.0.113.9"));
        assert_eq!(resolve(ip("10.0.0.1"), &["198.51.100.1"], &proxies), ip("198.51.100.1"));
        assert_eq!(resolve(ip("10.0.0.1"), &["1.2.3.4", "198.51.100.1", "10.0.0.2"], &proxies), ip("198.51.100.1"));
        assert_eq!(resolve(ip("10.0.0.1"), &["rubbish"], &proxies), ip("10.0.0.1"));
        assert_eq!(resolve(ip("10.0.0.1"), &["198.51.100.1"], &[]), ip("10.0.0.1"));
    }

    #[test]
    fn ipv6_counts_by_customer() {
        assert_eq!(limit_key(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert_eq!(limit_key(ip("198.51.100.1")), ip("198.51.100.1"));
    }
}
