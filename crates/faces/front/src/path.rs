use axum::http::{HeaderMap, header, request::Parts};

/// The longest address anybody is sent back to.
const LONGEST: usize = 2_000;

/// The address, if it lies within the portal; else nothing. For `next` and whatever else a stranger could have
/// written: a browser takes `//host`, `/\host` and addresses with blanks or line ends for other places.
pub fn own_path(next: &str) -> Option<&str> {
    let own = next.len() <= LONGEST
        && next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    own.then_some(next)
}

/// Where to sign in, to be brought back to `next` afterwards.
pub fn sign_in_path(next: &str) -> String {
    match own_path(next) {
        None | Some("/") => "/sign-in".to_owned(),
        Some(next) => format!("/sign-in?next={}", encoded(next)),
    }
}

/// Words as they stand in a query.
pub(crate) fn encoded(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

/// The host the request was sent to, with its port if it has an unusual one.
pub(crate) fn host(parts: &Parts) -> Option<&str> {
    let named = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    named.or_else(|| parts.uri.authority().map(|authority| authority.as_str()))
}

/// The path of the page a request came from, without its query, if that was one of ours.
pub(crate) fn referer<'h>(headers: &'h HeaderMap, host: Option<&str>) -> Option<&'h str> {
    let from = headers.get(header::REFERER)?.to_str().ok()?;
    let rest = from.split_once("://")?.1;
    let slash = rest.find('/')?;
    let (authority, path) = rest.split_at(slash);
    if !authority.eq_ignore_ascii_case(host?) {
        return None;
    }
    own_path(path.split(['?', '#']).next().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{own_path, referer, sign_in_path};

    #[test]
    fn people_are_only_sent_on_within_the_portal() {
        for own in ["/", "/a/1/cases?page=2#last", "/me/sign-in", "/a/%C3%A9"] {
            assert_eq!(own_path(own), Some(own));
        }
        let foreign = [
            "",
            "cases",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "https:/evil.example",
            "javascript:alert(1)",
            " /cases",
            "/cases\r\nset-cookie: x=1",
            "/\t/evil.example",
            "/é",
        ];
        for path in foreign {
            assert_eq!(own_path(path), None, "{path}");
        }
        assert_eq!(own_path(&format!("/{}", "x".repeat(3_000))), None);
    }

    #[test]
    fn sign_in_knows_where_to_go_on() {
        assert_eq!(sign_in_path("/a/1/cases?x=1&y=2"), "/sign-in?next=%2Fa%2F1%2Fcases%3Fx%3D1%26y%3D2");
        assert_eq!(sign_in_path("//evil.example"), "/sign-in");
        assert_eq!(sign_in_path("/"), "/sign-in");
    }

    #[test]
    fn a_page_of_another_site_is_no_place_to_go_back_to() {
        let from = |address: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, HeaderValue::from_static(address));
            referer(&headers, Some("portal.example:8443")).map(str::to_owned)
        };
        assert_eq!(from("https://portal.example:8443/a/1/cases?page=2").as_deref(), Some("/a/1/cases"));
        assert_eq!(from("https://evil.example/a/1"), None);
        assert_eq!(from("https://portal.example:8443"), None);
        assert_eq!(from("https://portal.example:8443//evil.example"), None);
    }
}
