use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::Settings;

/// Everything comes from the portal itself, nothing is inline, and nobody puts the portal into a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// What no page of ours uses, so that nothing slipped into one can either.
const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

/// Sent with every answer, and not up to handlers.
const ALWAYS: [(&str, &str); 4] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("permissions-policy", PERMISSIONS),
    ("cross-origin-opener-policy", "same-origin"),
];

/// On whose pages what we send may stand.
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A year, and for this host only: which other hosts the operator has is not known here.
const ONLY_TLS: &str = "max-age=31536000";

/// How requests reach us.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Road {
    tls: bool,
    proxied: bool,
}

impl From<&Settings> for Road {
    fn from(settings: &Settings) -> Self {
        Self { tls: settings.tls.is_some(), proxied: settings.trusted_proxy_hops > 0 }
    }
}

impl Road {
    /// Whether the client came over TLS, to us or to a proxy of ours.
    fn is_secure(self, headers: &HeaderMap) -> bool {
        let scheme = headers.get_all("x-forwarded-proto").iter().next_back().and_then(|line| line.to_str().ok());
        let scheme = scheme.and_then(|line| line.rsplit(',').next()).map(str::trim);
        self.tls || (self.proxied && scheme == Some("https"))
    }
}

/// Dresses every answer, errors too.
pub(crate) async fn dress(State(road): State<Road>, request: Request, next: Next) -> Response {
    let is_secure = road.is_secure(request.headers());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A mail's logo is shown wherever mail is read; nothing else asks for that.
    if headers.get(RESOURCE).is_none_or(|policy| policy != "cross-origin") {
        headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    }
    // A page under a secret address may ask for more silence, none for less.
    if headers.get(header::REFERRER_POLICY).is_none_or(|policy| policy != "no-referrer") {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    // What says nothing about it is kept by nobody.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    if is_secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_TLS));
    }
    response
}
