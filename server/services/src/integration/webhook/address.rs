//! Where an endpoint may be. A name is looked up when something is sent, and checked then; what can be said at once is said here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domain::integration::may_send;
use url::{Host, Url};

use crate::ports::Messenger;

/// Longest address, in characters.
const LONGEST: usize = 1_000;

/// The address as it will be used.
///
/// # Errors
/// What to do about it, in words.
pub(super) fn checked(messenger: &dyn Messenger, text: &str) -> Result<String, String> {
    let text = text.trim();
    let parsed = Url::parse(text).ok().filter(|url| ["https", "http"].contains(&url.scheme()) && url.has_host());
    let Some(url) = parsed.filter(|_| text.chars().count() <= LONGEST) else {
        return Err(format!("Enter an address like https://example.com/hook, of at most {LONGEST} characters."));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err("Leave out name and password: Canoe signs what it sends instead.".to_owned());
    }
    if url.fragment().is_some() {
        return Err("Leave out what follows the #: it is never sent.".to_owned());
    }
    let tls = url.scheme() == "https";
    let literal = match url.host() {
        Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
        Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
        Some(Host::Domain(name)) if is_this_machine(name) => {
            vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
        }
        Some(Host::Domain(name)) if !tls => {
            // Where a name leads is known when something is sent, and may be another place the next time.
            return Err(format!(
                "Use https for {name}. Plain http is for addresses in numbers, in networks that the settings list."
            ));
        }
        Some(Host::Domain(_)) | None => Vec::new(),
    };
    // As when something is sent: one address of the host is enough.
    let asked = |address: &IpAddr| may_send(*address, tls, messenger.lists(*address));
    match literal.iter().map(asked).reduce(Result::or) {
        Some(Err(refusal)) => Err(refusal.to_string()),
        Some(Ok(())) | None => Ok(url.into()),
    }
}

/// Whether a name is the one of this machine, wherever it is looked up (RFC 6761).
fn is_this_machine(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

/// The host of an address: enough for the audit log, where the rest may be secret.
pub(super) fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Message, NoReply, Replying};

    struct Inside;

    impl Messenger for Inside {
        fn lists(&self, address: IpAddr) -> bool {
            address == IpAddr::from([10, 0, 0, 1])
        }

        fn post(&self, _: Message) -> Replying<'_> {
            Box::pin(std::future::ready(Err(NoReply(String::new()))))
        }
    }

    #[test]
    fn an_address_inside_is_refused_however_it_is_written() {
        for text in [
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.2]/",
            "https://10.0.0.2/",
            "http://169.254.169.254/latest/meta-data",
            "https://localhost/",
            "http://LOCALHOST.:3000/",
            "https://canoe.localhost/",
        ] {
            let error = checked(&Inside, text).unwrap_err();
            assert!(error.contains("webhook_private_networks"), "{text}: {error}");
        }
        assert!(checked(&Inside, "http://8.8.8.8/").unwrap_err().contains("use https"));
        assert!(checked(&Inside, "http://10.0.0.1:8080/x").is_ok(), "the settings list it");
        for name in ["example.com", "crm.internal", "localhost.example.com"] {
            assert!(checked(&Inside, &format!("http://{name}/hook")).unwrap_err().contains("Use https"), "{name}");
            assert!(checked(&Inside, &format!("https://{name}/hook")).is_ok(), "{name}");
        }
    }

    #[test]
    fn this_machine_has_a_name_where_the_settings_list_it() {
        struct Here(IpAddr);
        impl Messenger for Here {
            fn lists(&self, address: IpAddr) -> bool {
                address == self.0
            }
            fn post(&self, _: Message) -> Replying<'_> {
                Box::pin(std::future::ready(Err(NoReply(String::new()))))
            }
        }
        for here in [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)] {
            assert!(checked(&Here(here), "http://localhost:4000/hook").is_ok(), "{here}");
            assert!(checked(&Here(here), "http://crm.internal/hook").is_err(), "{here}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_web_server_is_refused() {
        for text in [
            "",
            "example.com/hook",
            "ftp://example.com",
            "https://",
            "https://a:b@example.com/",
            "https://example.com/#x",
        ] {
            assert!(checked(&Inside, text).is_err(), "{text}");
        }
        assert!(checked(&Inside, &format!("https://example.com/{}", "x".repeat(1_000))).is_err());
        assert_eq!(checked(&Inside, " https://Example.com/Hook?k=1 ").as_deref(), Ok("https://example.com/Hook?k=1"));
        assert_eq!(host("https://example.com/Hook?k=1"), "example.com");
    }
}
