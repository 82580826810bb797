use std::{convert::Infallible, num::NonZeroU32, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use futures::stream;

use super::{ask, ask_for, fine, pages, portal, request, says, settings};
use crate::{Behind, Face, Rate, Settings, wrap};

/// Says what it is given, or breaks.
struct Plain {
    breaks: bool,
}

impl Face for Plain {
    fn word(&self, asked: &Parts, failure: Response) -> Response {
        assert!(!self.breaks, "the face breaks");
        (failure.status(), format!("about {}", asked.uri.path())).into_response()
    }
}

fn strict() -> Settings {
    Settings { rate: Rate { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN }, ..settings() }
}

fn worded(settings: &Settings, breaks: bool) -> Router {
    wrap(pages(), settings, Behind::new(fine()).face(Plain { breaks }))
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Two requests in a row are one too many, unless the machine stood still for a second between them.
pub(super) async fn ask_until_refused(portal: &Router) -> Response {
    for _ in 0..100 {
        let response = ask_for(portal, "/").await;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            return response;
        }
    }
    panic!("nobody was refused");
}

#[tokio::test]
async fn a_host_that_is_not_ours_is_sent_away() {
    let portal = portal(&settings());
    let ours = request("GET", "/").body(Body::empty()).unwrap();
    assert_eq!(ask(&portal, ours).await.status(), StatusCode::OK);
    for path in ["/", "/nowhere"] {
        let astray = axum::extract::Request::builder().uri(path).header("host", "evil.example");
        let response = ask(&portal, astray.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST);
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_how_long_to_wait() {
    let response = ask_until_refused(&portal(&strict())).await;
    assert_eq!(says(&response, "retry-after"), "1");
}

#[tokio::test]
async fn a_refusal_becomes_a_page_and_keeps_its_headers() {
    let response = ask_until_refused(&worded(&strict(), false)).await;
    assert_eq!(says(&response, "retry-after"), "1");
    assert_eq!(text(response).await, "about /");
}

#[tokio::test]
async fn a_page_for_a_refusal_that_breaks_leaves_the_bare_status() {
    let response = ask_until_refused(&worded(&strict(), true)).await;
    assert_eq!(says(&response, "retry-after"), "1");
    assert_eq!(text(response).await, "");
}

#[tokio::test]
async fn a_page_that_panics_is_our_fault_and_the_next_one_is_fine() {
    let portal = worded(&settings(), false);
    let response = ask_for(&portal, "/panics").await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(text(response).await, "about /panics");
    assert_eq!(ask_for(&portal, "/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_may_be_as_long_as_the_limit() {
    let portal = portal(&Settings { body_limit: 1000, ..settings() });
    for (length, status) in [(1000, StatusCode::CREATED), (1001, StatusCode::PAYLOAD_TOO_LARGE)] {
        let announced =
            request("POST", "/letters").header("content-length", length).body(Body::from(vec![b'a'; length]));
        assert_eq!(ask(&portal, announced.unwrap()).await.status(), status, "announced {length}");
        let parts = [500, length - 500].map(|part| Ok::<_, Infallible>(Bytes::from(vec![b'a'; part])));
        let in_parts = request("POST", "/letters").body(Body::from_stream(stream::iter(parts)));
        assert_eq!(ask(&portal, in_parts.unwrap()).await.status(), status, "in parts {length}");
    }
}

#[tokio::test]
async fn the_limit_may_be_wider_than_what_handlers_take_by_themselves() {
    let portal = portal(&Settings { body_limit: 4 * 1024 * 1024, ..settings() });
    let long = request("POST", "/letters").body(Body::from(vec![b'a'; 3 * 1024 * 1024])).unwrap();
    assert_eq!(ask(&portal, long).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_client_that_stops_sending_is_told_so() {
    let portal = portal(&Settings { request_timeout: Duration::from_millis(1), ..settings() });
    let stuck = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let response = ask(&portal, request("POST", "/letters").body(stuck).unwrap()).await;
    assert_eq!(response.status(), StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_given_up() {
    let portal = portal(&Settings { request_timeout: Duration::from_millis(1), ..settings() });
    assert_eq!(ask_for(&portal, "/never").await.status(), StatusCode::SERVICE_UNAVAILABLE);
}
