use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;
use uuid::Uuid;

use crate::{health, pages};

/// What the route of a request is called that has none. The path itself may hold names, ids and secrets.
const NO_ROUTE: &str = "none";

/// Names a request, writes its line into the access log and counts it.
///
/// The line has the pattern of the route, never the address asked for or the address it came from. The time is until
/// the answer begins; an answer that streams goes on after it.
pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    pages::name(&mut request, &id);
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span).await;
    let took = begun.elapsed();
    let status = response.status();
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if health::PROBES.contains(&route.as_str()) {
        tracing::debug!(method, route, status = status.as_u16(), ms, request = id, "Answered a probe");
    } else {
        tracing::info!(method, route, status = status.as_u16(), ms, request = id, "Answered a request");
    }
    let status = status.as_str().to_owned();
    metrics::counter!("http_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route, "method" => method)
        .record(took.as_secs_f64());
    let id = HeaderValue::try_from(id).expect("hexadecimal digits fit a header");
    response.headers_mut().insert("x-request-id", id);
    response
}

/// The method in a known word: a client can make up any number of others.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
