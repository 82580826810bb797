use std::net::IpAddr;

use axum::http::Uri;
use gateway::{Field, FieldKind, RawField};
use kernel::Message;
use words::Formats;

/// Where events are sent: over TLS or, on this machine only, without. Which of the host's addresses are reached is for
/// [`Reach`](crate::Reach) to say, at each attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    /// The host, without the brackets of an IPv6 address.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: u16,
    /// Host and port as they were typed.
    pub(crate) authority: String,
    /// Path and query.
    pub(crate) path: String,
    /// Whether it is reached over TLS.
    pub(crate) tls: bool,
}

impl Address {
    /// Most characters.
    pub const MAX: usize = 500;

    /// Reads an address: `https://`, a host, and nothing that a browser would keep to itself.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, Message> {
        let text = raw.trim();
        let count = text.chars().count();
        if count == 0 {
            return Err(Message::new("input-blank"));
        }
        if count > Self::MAX {
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            return Err(Message::new("input-too-long")
                .with("max", number(Self::MAX))
                .with("over", number(count - Self::MAX)));
        }
        let wrong = || Message::new("webhooks-error-url");
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let authority = uri.authority().ok_or_else(wrong)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() || text.contains('#') {
            return Err(wrong());
        }
        // A name and password in it would be shown to whoever sees the page.
        if authority.as_str().contains('@') {
            return Err(Message::new("webhooks-error-url-login"));
        }
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if is_here(host) => false,
            Some("http") => return Err(Message::new("webhooks-error-url-tls")),
            _ => return Err(wrong()),
        };
        let port = match authority.as_str().strip_prefix(authority.host()).unwrap_or_default() {
            "" if tls => 443,
            "" => 80,
            rest => rest.strip_prefix(':').and_then(|port| port.parse().ok()).ok_or_else(wrong)?,
        };
        Ok(Self {
            text: text.to_owned(),
            host: host.to_owned(),
            port,
            authority: authority.as_str().to_owned(),
            path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            tls,
        })
    }

    /// The address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Whether a host is this machine by its own name: nothing leaves it then.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Field for Address {
    fn kind() -> FieldKind {
        FieldKind::Text { max: Self::MAX, lines: false }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        match raw {
            RawField::Text(text) => Self::parse(text),
            RawField::Absent | RawField::Null => Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => Err(Message::new("input-not-text")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_read_to_its_parts() {
        let address = Address::parse(" https://hooks.example:8443/in?from=portal ").expect("an address");
        assert_eq!((address.host.as_str(), address.port, address.tls), ("hooks.example", 8443, true));
        assert_eq!((address.path.as_str(), address.authority.as_str()), ("/in?from=portal", "hooks.example:8443"));
        let bare = Address::parse("https://hooks2.example").expect("an address");
        assert_eq!((bare.path.as_str(), bare.port), ("/", 443));
        let six = Address::parse("https://[2606:4700::1111]/in").expect("an address");
        assert_eq!((six.host.as_str(), six.port), ("2606:4700::1111", 443));
        assert!(!Address::parse("http://127.0.0.1:9000/in").expect("this machine").tls);
    }

    #[test]
    fn what_is_not_fit_is_refused_with_a_reason() {
        let refused = |text: &str| Address::parse(text).map_err(|says| says.id.into_owned()).unwrap_err();
        assert_eq!(refused("http://hooks.example/in"), "webhooks-error-url-tls");
        assert_eq!(refused("https://ben:otter@hooks.example/"), "webhooks-error-url-login");
        for wrong in ["hooks.example", "/in", "ftp://hooks.example", "https://", "https://hooks.example/#in", "words"] {
            assert_eq!(refused(wrong), "webhooks-error-url", "{wrong}");
        }
        assert_eq!(refused(" "), "input-blank");
        assert_eq!(refused(&format!("https://hooks.example/{}", "x".repeat(500))), "input-too-long");
    }
}
