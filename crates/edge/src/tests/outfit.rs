use std::{num::NonZeroU32, path::PathBuf, time::Duration};

use axum::{body::Body, http::StatusCode, response::Response};

use super::{ask, ask_for, portal, request, says, settings};
use crate::{Rate, Settings, Tls};

fn assert_dressed(response: &Response) {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                  connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
    assert_eq!(says(response, "content-security-policy"), policy);
    assert_eq!(says(response, "x-content-type-options"), "nosniff");
    assert_eq!(says(response, "referrer-policy"), "same-origin");
    assert!(says(response, "permissions-policy").contains("camera=()"));
    assert_eq!(says(response, "cross-origin-opener-policy"), "same-origin");
    assert_eq!(says(response, "cross-origin-resource-policy"), "same-origin");
    assert_eq!(says(response, "cache-control"), "private, no-store");
    assert_eq!(says(response, "x-request-id").len(), 32);
}

#[tokio::test]
async fn every_answer_is_dressed_errors_too() {
    let portal = portal(&Settings { request_timeout: Duration::from_millis(1), body_limit: 10, ..settings() });
    let asked = [
        ("GET", "/", 200),
        ("GET", "/nowhere", 404),
        ("POST", "/", 405),
        ("GET", "/panics", 500),
        ("GET", "/never", 503),
    ];
    for (method, path, status) in asked {
        let response = ask(&portal, request(method, path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_dressed(&response);
    }
    let long = request("POST", "/letters").header("content-length", "11").body(Body::from("eleven long")).unwrap();
    let response = ask(&portal, long).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_dressed(&response);
    let astray = request("GET", "/").header("host", "evil.example").body(Body::empty()).unwrap();
    let response = ask(&portal, astray).await;
    assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST);
    assert_dressed(&response);
    assert_dressed(&ask_for(&portal, "/healthz").await);
}

#[tokio::test]
async fn a_refusal_for_asking_too_often_is_dressed() {
    let rate = Rate { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN };
    let portal = portal(&Settings { rate, ..settings() });
    let response = super::refusals::ask_until_refused(&portal).await;
    assert_dressed(&response);
}

#[tokio::test]
async fn a_page_may_ask_for_more_silence_but_not_for_less() {
    let portal = portal(&settings());
    assert_eq!(says(&ask_for(&portal, "/link").await, "referrer-policy"), "no-referrer");
    assert_eq!(says(&ask_for(&portal, "/style").await, "cache-control"), "public, immutable");
}

#[tokio::test]
async fn browsers_are_held_to_tls_where_there_is_tls() {
    let plain = portal(&settings());
    assert_eq!(says(&ask_for(&plain, "/").await, "strict-transport-security"), "");
    let files = Tls::Files { cert: PathBuf::from("cert.pem"), key: PathBuf::from("key.pem") };
    let with_tls = portal(&Settings { tls: Some(files), ..settings() });
    assert_eq!(says(&ask_for(&with_tls, "/nowhere").await, "strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn a_proxy_of_ours_is_believed_about_tls_and_nobody_else() {
    for (hops, held) in [(0, ""), (1, "max-age=31536000")] {
        let portal = portal(&Settings { trusted_proxy_hops: hops, ..settings() });
        let asked = request("GET", "/").header("x-forwarded-proto", "https").body(Body::empty()).unwrap();
        assert_eq!(says(&ask(&portal, asked).await, "strict-transport-security"), held);
    }
}

#[tokio::test]
async fn text_is_compressed_as_the_browser_likes_it() {
    let portal = portal(&settings());
    for (accepted, used) in [("gzip, br", "br"), ("gzip", "gzip"), ("identity", "")] {
        let asked = request("GET", "/long").header("accept-encoding", accepted).body(Body::empty()).unwrap();
        let response = ask(&portal, asked).await;
        assert_eq!(says(&response, "content-encoding"), used);
        assert_eq!(says(&response, "vary"), "accept-encoding");
    }
    let short = request("GET", "/").header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    assert_eq!(says(&ask(&portal, short).await, "content-encoding"), "");
}

#[tokio::test]
async fn what_another_site_made_the_browser_ask_for_is_not_compressed() {
    let portal = portal(&settings());
    let asked = request("GET", "/long").header("accept-encoding", "br").header("sec-fetch-site", "cross-site");
    let response = ask(&portal, asked.body(Body::empty()).unwrap()).await;
    assert_eq!(says(&response, "content-encoding"), "");
}
