use axum::http::{HeaderMap, header};

/// Whether a request that changes something was sent by one of our own pages.
///
/// Browsers say where a request comes from in two headers that no page can forge. `Sec-Fetch-Site` must be
/// `same-origin`, or `none` where a person's own hand is behind it; `Origin` must be our own. A browser that sends
/// neither is too old to be trusted with this, and a program has no business with forms.
/// See <https://www.w3.org/TR/fetch-metadata/> and RFC 6454.
pub(crate) fn is_from_us(headers: &HeaderMap, host: Option<&str>, base_url: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes());
    if !matches!(site, None | Some(b"same-origin" | b"none")) {
        return false;
    }
    match headers.get(header::ORIGIN) {
        Some(origin) => origin.to_str().is_ok_and(|origin| is_ours(origin, host, base_url)),
        None => site == Some(b"same-origin".as_slice()),
    }
}

/// Whether an origin is the portal's address, or the host this request was sent to under the portal's scheme: the edge
/// lets only hosts of ours through, and each brand has its own.
fn is_ours(origin: &str, host: Option<&str>, base_url: &str) -> bool {
    let base = base_url.trim_end_matches('/');
    let Some((scheme, named)) = origin.split_once("://") else { return false };
    let same_scheme = base.split_once("://").is_some_and(|(own, _)| own.eq_ignore_ascii_case(scheme));
    origin.eq_ignore_ascii_case(base) || (same_scheme && host.is_some_and(|host| host.eq_ignore_ascii_case(named)))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::is_from_us;

    const BASE: &str = "https://portal.example";

    fn passes(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect::<HeaderMap>();
        is_from_us(&headers, Some("portal.example"), BASE)
    }

    #[test]
    fn our_own_pages_may_post() {
        assert!(passes(&[("origin", BASE), ("sec-fetch-site", "same-origin")]));
        assert!(passes(&[("origin", BASE)]));
        assert!(passes(&[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn another_site_may_not() {
        assert!(!passes(&[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[("origin", "https://evil.example")]));
        assert!(!passes(&[("origin", BASE), ("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[("origin", "null"), ("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[("origin", "null")]));
    }

    #[test]
    fn a_neighbouring_host_is_another_site() {
        assert!(!passes(&[("origin", "https://blog.portal.example"), ("sec-fetch-site", "same-site")]));
        assert!(!passes(&[("origin", BASE), ("sec-fetch-site", "same-site")]));
        assert!(!passes(&[("origin", "https://portal.example.evil.example")]));
        assert!(!passes(&[("origin", "https://portal.example:8443")]));
        assert!(!passes(&[("origin", "http://portal.example")]));
    }

    #[test]
    fn a_hand_s_own_request_needs_our_origin_too() {
        assert!(passes(&[("origin", BASE), ("sec-fetch-site", "none")]));
        assert!(!passes(&[("sec-fetch-site", "none")]));
    }

    #[test]
    fn whoever_says_nothing_is_refused() {
        assert!(!passes(&[]));
    }

    #[test]
    fn a_brand_s_own_host_counts_as_ours() {
        let mut headers = HeaderMap::new();
        headers.insert("origin", HeaderValue::from_static("https://brand.example"));
        assert!(is_from_us(&headers, Some("brand.example"), BASE));
        assert!(!is_from_us(&headers, Some("portal.example"), BASE));
        assert!(!is_from_us(&headers, None, BASE));
    }
}
