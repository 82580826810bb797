use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, header};

/// What the portal's cookies are called. Under TLS the `__Host-` prefix makes browsers insist that they come from
/// this very host, over TLS, for every path; so no neighbouring site can plant one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cookies {
    secure: bool,
}

/// How long a browser keeps a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// So many seconds.
    Seconds(u64),
    /// Not any longer.
    Gone,
}

/// As long as most browsers allow.
pub(crate) const A_YEAR: Keep = Keep::Seconds(365 * 24 * 60 * 60);

impl Cookies {
    pub const fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// Holds the session's token.
    pub const fn session(self) -> &'static str {
        if self.secure { "__Host-portico" } else { "portico" }
    }

    /// Tells one browser from another, also before anybody signs in.
    pub const fn browser(self) -> &'static str {
        if self.secure { "__Host-portico-browser" } else { "portico-browser" }
    }

    /// Carries a toast to the next page.
    pub const fn toast(self) -> &'static str {
        if self.secure { "__Host-portico-toast" } else { "portico-toast" }
    }

    /// Holds the look: light or dark.
    pub const fn theme(self) -> &'static str {
        if self.secure { "__Host-portico-theme" } else { "portico-theme" }
    }

    /// Goes on with a link to one record that was opened. It is kept below that link's own address only, which the
    /// prefix of the others does not allow.
    pub const fn link(self) -> &'static str {
        if self.secure { "__Secure-portico-link" } else { "portico-link" }
    }

    /// Remembers where somebody was last: in which account, or at the desk.
    pub const fn last(self) -> &'static str {
        if self.secure { "__Host-portico-last" } else { "portico-last" }
    }

    /// Says that somebody has shown a second proof in this browser and wants not to be asked for it again for a while.
    pub const fn remembered(self) -> &'static str {
        if self.secure { "__Host-portico-remembered" } else { "portico-remembered" }
    }

    /// Remembers where somebody was going who went to their company's sign-in.
    pub const fn way(self) -> &'static str {
        if self.secure { "__Host-portico-way" } else { "portico-way" }
    }

    /// Says that a passkey was offered in this browser.
    pub const fn offered(self) -> &'static str {
        if self.secure { "__Host-portico-offered" } else { "portico-offered" }
    }

    /// The header that sets a cookie. Names and values are ours: letters, digits, `-`, `_`, `.` and `/`.
    pub fn set(self, name: &str, value: &str, keep: Keep) -> HeaderValue {
        self.set_below("/", name, value, keep)
    }

    /// The same for a cookie that is sent below this path only.
    pub fn set_below(self, path: &str, name: &str, value: &str, keep: Keep) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let age = match keep {
            Keep::Seconds(seconds) => seconds,
            Keep::Gone => 0,
        };
        let text = format!("{name}={value}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(text).expect("our names and values are plain ASCII")
    }
}

/// The cookies that came with a request.
#[derive(Debug, Default)]
pub(crate) struct Jar(BTreeMap<String, String>);

impl Jar {
    /// Reads every cookie; of two with one name, the first.
    pub fn read(headers: &HeaderMap) -> Self {
        let mut jar = BTreeMap::new();
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        for pair in lines.flat_map(|line| line.split(';')) {
            if let Some((name, value)) = pair.split_once('=') {
                jar.entry(name.trim().to_owned()).or_insert_with(|| value.trim().to_owned());
            }
        }
        Self(jar)
    }

    /// One cookie.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// One cookie, if it holds a token.
    pub fn token(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| crate::token::is_token(value)).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Cookies, Jar, Keep};

    #[test]
    fn under_tls_a_cookie_belongs_to_this_host_alone() {
        let cookies = Cookies::new(true);
        let header = cookies.set(cookies.session(), "abc", Keep::Seconds(60));
        assert_eq!(header, "__Host-portico=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        let others = [cookies.browser(), cookies.toast(), cookies.theme(), cookies.last(), cookies.remembered()];
        for name in others.into_iter().chain([cookies.way(), cookies.offered()]) {
            assert!(name.starts_with("__Host-"), "{name}");
        }
    }

    #[test]
    fn without_tls_browsers_would_refuse_the_prefix() {
        let cookies = Cookies::new(false);
        assert_eq!(cookies.session(), "portico");
        let header = cookies.set(cookies.session(), "", Keep::Gone);
        assert_eq!(header, "portico=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn a_link_s_cookie_is_sent_below_its_own_address_alone() {
        let cookies = Cookies::new(true);
        let header = cookies.set_below("/l/7", cookies.link(), "abc", Keep::Seconds(60));
        assert_eq!(header, "__Secure-portico-link=abc; Path=/l/7; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn no_cookie_names_a_domain() {
        let cookies = Cookies::new(true);
        let names = [cookies.session(), cookies.browser(), cookies.toast(), cookies.theme(), cookies.last()];
        for name in names.into_iter().chain([cookies.remembered(), cookies.offered()]) {
            let header = cookies.set(name, "x", super::A_YEAR);
            assert!(!header.to_str().unwrap().contains("Domain"), "{name}");
        }
    }

    #[test]
    fn cookies_are_read_from_every_line_and_the_first_counts() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("portico=a; portico-theme=dark"));
        headers.append(header::COOKIE, HeaderValue::from_static("portico=b;odd"));
        let jar = Jar::read(&headers);
        assert_eq!(jar.get("portico"), Some("a"));
        assert_eq!(jar.get("portico-theme"), Some("dark"));
        assert_eq!(jar.token("portico"), None);
    }
}
