use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode},
    middleware::Next,
    response::Response,
};
use telemetry::{Trace, spans};
use tracing::Instrument as _;

use crate::{Settings, health, pages};

/// What the route of a request is called that has none. The path itself may hold names, ids and secrets.
const NO_ROUTE: &str = "none";

/// Whether the trace that comes with a request is somebody's of ours. That a proxy stands in front does not say so:
/// most pass on what strangers send.
#[derive(Clone, Copy)]
pub(crate) struct Continues(bool);

impl From<&Settings> for Continues {
    fn from(settings: &Settings) -> Self {
        Self(settings.continue_traces)
    }
}

/// Names a request by its trace, writes its line into the access log, and tells and counts it.
///
/// A trace that came with it is continued where the settings say so. The line has the pattern of the route, never the
/// address asked for or the address it came from. The time is until the answer begins; an answer that streams goes on
/// after it.
pub(crate) async fn observe(State(continues): State<Continues>, mut request: Request, next: Next) -> Response {
    let trace = begun_before(request.headers(), continues).unwrap_or_else(Trace::begin);
    let id = trace.id();
    pages::name(&mut request, &id);
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str).to_owned();
    let is_probe = health::PROBES.contains(&route.as_str());
    // Many times a minute the same says nothing.
    let trace = if is_probe { trace.untold() } else { trace };
    let span = spans::request(&trace, method, &route);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    let status = response.status();
    spans::answered(&span, status.as_u16());
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if is_probe {
        tracing::debug!(method, route, status = status.as_u16(), ms, request = id, "Answered a probe");
    } else {
        tracing::info!(method, route, status = status.as_u16(), ms, request = id, "Answered a request");
    }
    let (code, class) = (status.as_str().to_owned(), class(status));
    metrics::counter!("http_requests_total", "route" => route.clone(), "method" => method, "status" => code)
        .increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route, "method" => method, "status" => class)
        .record(took.as_secs_f64());
    let id = HeaderValue::try_from(id).expect("hexadecimal digits fit a header");
    response.headers_mut().insert("x-request-id", id);
    response
}

/// The trace that whoever stands in front began; of several headers none is to be believed.
fn begun_before(headers: &HeaderMap, continues: Continues) -> Option<Trace> {
    let mut found = headers.get_all("traceparent").iter();
    let header = found.next().filter(|_| continues.0 && found.next().is_none())?;
    Trace::of_header(header.to_str().ok()?)
}

/// The first digit of a status says how it went.
fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
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
