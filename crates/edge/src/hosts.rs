use std::net::IpAddr;

use axum::http::{header, request::Parts, uri::Authority};

/// The host names the portal answers to.
///
/// Links in pages and mails are never built from what a request calls us; but caches and browsers go by the name, and
/// a page that answers to any name can be had under an attacker's (DNS rebinding).
#[derive(Debug)]
pub(crate) struct Hosts(Vec<String>);

impl Hosts {
    pub fn new(allowed: &[String]) -> Self {
        Self(allowed.iter().map(|host| plain(host)).collect())
    }

    /// Whether a request is for us, by every name it gives: HTTP/1 has `Host`, HTTP/2 `:authority`, and both may come.
    pub fn admit(&self, asked: &Parts) -> bool {
        names(asked).is_some_and(|names| names.iter().all(|name| self.answers_to(name)))
    }

    fn answers_to(&self, name: &str) -> bool {
        if self.0.is_empty() { is_loopback(name) } else { self.0.iter().any(|own| own == name) }
    }
}

/// Whether a request calls us by a name that only this machine has for itself.
pub(crate) fn is_to_loopback(asked: &Parts) -> bool {
    names(asked).is_some_and(|names| names.iter().all(|name| is_loopback(name)))
}

/// The names a request gives; nothing when it gives none, one that is none, or `Host` twice.
fn names(asked: &Parts) -> Option<Vec<String>> {
    let mut lines = asked.headers.get_all(header::HOST).iter();
    let host = lines.next().map(|line| line.to_str().ok().and_then(read));
    if lines.next().is_some() {
        return None;
    }
    let authority = asked.uri.authority().map(|authority| read(authority.as_str()));
    let names: Vec<_> = host.into_iter().chain(authority).collect::<Option<_>>()?;
    (!names.is_empty()).then_some(names)
}

fn read(host: &str) -> Option<String> {
    let authority: Authority = host.parse().ok()?;
    (!host.contains('@')).then(|| plain(authority.host()))
}

/// A name as it is compared: in lower case, without the root's dot.
fn plain(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

fn is_loopback(name: &str) -> bool {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let address: Option<IpAddr> = bare.parse().ok();
    name == "localhost" || name.ends_with(".localhost") || address.is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::{extract::Request, http::request::Parts};

    use super::Hosts;

    fn asked(uri: &str, hosts: &[&str]) -> Parts {
        let mut request = Request::builder().uri(uri);
        for host in hosts {
            request = request.header("host", *host);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn admits(hosts: &Hosts, name: &str) -> bool {
        hosts.admit(&asked("/", &[name]))
    }

    #[test]
    fn the_portal_answers_to_its_names_whatever_their_case_and_port() {
        let hosts = Hosts::new(&["Portal.example".to_owned()]);
        assert!(admits(&hosts, "portal.example"));
        assert!(admits(&hosts, "PORTAL.example:8443"));
        assert!(admits(&hosts, "portal.example."));
    }

    #[test]
    fn it_answers_to_no_other_name() {
        let hosts = Hosts::new(&["portal.example".to_owned()]);
        for name in
            ["evil.example", "portal.example.evil.example", "a.portal.example", "x@portal.example", "", "localhost"]
        {
            assert!(!admits(&hosts, name), "{name}");
        }
    }

    #[test]
    fn without_names_it_is_this_machine_s_own() {
        let hosts = Hosts::new(&[]);
        for name in ["localhost", "localhost:8080", "brand.localhost:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(admits(&hosts, name), "{name}");
        }
        for name in ["portal.example", "127.0.0.1.evil.example", "192.0.2.1", "[2001:db8::1]"] {
            assert!(!admits(&hosts, name), "{name}");
        }
    }

    #[test]
    fn every_name_a_request_gives_has_to_be_ours() {
        let hosts = Hosts::new(&["portal.example".to_owned()]);
        assert!(hosts.admit(&asked("https://portal.example/", &[])));
        assert!(!hosts.admit(&asked("https://evil.example/", &["portal.example"])));
        assert!(!hosts.admit(&asked("https://portal.example/", &["evil.example"])));
        assert!(!hosts.admit(&asked("/", &["portal.example", "portal.example"])));
        assert!(!hosts.admit(&asked("/", &[])));
    }
}
