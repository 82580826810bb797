use std::sync::Arc;

use axum::{
    Router,
    http::{StatusCode, Uri, header, uri::PathAndQuery},
    response::{IntoResponse as _, Response},
};

/// Leads whatever is asked to the same place at the portal's own address, by whichever name it was asked.
pub(crate) fn router(to: &str) -> Router {
    let to: Arc<str> = to.into();
    Router::new().fallback(move |asked: Uri| {
        let answer = onward(&to, &asked);
        async move { answer }
    })
}

/// What only programs ask for, each with a secret of its own.
const PROGRAMS: [&str; 4] = ["/api/", "/scim/", "/oauth/token", "/oauth/revocation"];

/// A form that was sent without TLS is not sent again: browsers ask for the page behind a 301. A program is refused:
/// led on without a word, it would send its key in the clear again and again (ASVS 4.1.2).
fn onward(to: &str, asked: &Uri) -> Response {
    if PROGRAMS.iter().any(|own| asked.path().starts_with(own)) {
        let says = format!("This is not TLS. Ask at {to}, and make a new key.\n");
        return (StatusCode::BAD_REQUEST, says).into_response();
    }
    let place = asked.path_and_query().map(PathAndQuery::as_str).filter(|place| place.starts_with('/'));
    let to = format!("{to}{}", place.unwrap_or("/"));
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::{Uri, header};

    use super::onward;

    #[test]
    fn whoever_comes_without_tls_is_led_to_the_portal_and_nowhere_else() {
        for (asked, led) in [
            ("/", "https://portal.example/"),
            ("/invoices?state=open", "https://portal.example/invoices?state=open"),
            ("http://evil.example/sign-in", "https://portal.example/sign-in"),
            ("//evil.example/", "https://portal.example//evil.example/"),
            ("*", "https://portal.example/"),
        ] {
            let asked: Uri = asked.parse().expect("an address");
            let answer = onward("https://portal.example", &asked);
            assert_eq!(answer.status(), 301);
            assert_eq!(answer.headers()[header::LOCATION], led);
        }
    }

    #[test]
    fn a_program_is_told_instead_of_led() {
        let answer = onward("https://portal.example", &Uri::from_static("/api/v1/accounts"));
        assert_eq!(answer.status(), 400);
        assert!(!answer.headers().contains_key(header::LOCATION));
    }
}
