//! Where people are sent back to: an app's own address to the letter, but for the port of a loopback address (RFC 8252,
//! section 7.3), which a program on somebody's own machine is given anew each time.

use url::{Host, Url};

/// Whether an app may have people sent there at all: over TLS, or to their own machine.
pub(crate) fn is_fit(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let is_plain = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let is_fit = match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => is_loopback(&url),
        _ => false,
    };
    is_plain && is_fit && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// Whether an address is one of those that an app said are its own.
pub(crate) fn fits(own: &[String], asked: &str) -> bool {
    is_fit(asked) && own.iter().any(|own| own == asked || differs_by_port(own, asked))
}

/// The address with what is answered there.
pub(crate) fn with(address: &str, pairs: &[(&str, &str)]) -> String {
    match Url::parse(address) {
        Ok(mut url) => {
            url.query_pairs_mut().extend_pairs(pairs);
            url.into()
        }
        Err(_) => address.to_owned(),
    }
}

/// The host an address leads to, as people read it.
pub(crate) fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

fn differs_by_port(own: &str, asked: &str) -> bool {
    let (Ok(mut own), Ok(mut asked)) = (Url::parse(own), Url::parse(asked)) else { return false };
    let are_local = own.scheme() == "http" && is_loopback(&own) && is_loopback(&asked);
    are_local && own.set_port(None).is_ok() && asked.set_port(None).is_ok() && own == asked
}

/// By its number: a name such as `localhost` may lead elsewhere.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{fits, is_fit, with};

    #[test]
    fn an_address_is_the_app_s_own_to_the_letter() {
        let own = ["https://app.example/back?x=1".to_owned()];
        assert!(fits(&own, "https://app.example/back?x=1"));
        let others = [
            "https://app.example/back",
            "https://app.example/back?x=1&y=2",
            "https://app.example/back/?x=1",
            "https://app.example:8443/back?x=1",
            "https://app.example.evil.example/back?x=1",
            "https://app.example/back?x=1#y",
            "http://app.example/back?x=1",
        ];
        for other in others {
            assert!(!fits(&own, other), "{other}");
        }
    }

    #[test]
    fn of_a_program_on_one_s_own_machine_the_port_is_free() {
        let own = ["http://127.0.0.1/back".to_owned(), "http://[::1]:1/back".to_owned()];
        assert!(fits(&own, "http://127.0.0.1:49152/back") && fits(&own, "http://[::1]:2/back"));
        for other in ["http://127.0.0.1:49152/other", "http://localhost:1/back", "https://127.0.0.1:1/back"] {
            assert!(!fits(&own, other), "{other}");
        }
    }

    #[test]
    fn nobody_is_sent_where_scripts_or_other_programs_are() {
        for wrong in ["javascript:alert(1)", "data:text/html,x", "http://app.example/", "https://a:b@app.example/"] {
            assert!(!is_fit(wrong), "{wrong}");
        }
        assert_eq!(with("https://app.example/b?x=1", &[("code", "a b")]), "https://app.example/b?x=1&code=a+b");
    }
}
