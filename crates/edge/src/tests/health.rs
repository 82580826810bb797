use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    http::StatusCode,
};
use futures::future::BoxFuture;
use telemetry::Metrics;

use super::{ask, fine, pages, settings};
use crate::{Behind, Ready, Settings, Token, wrap};

/// A portal whose database is away.
struct Amiss;

impl Ready for Amiss {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Err("the database does not answer".to_owned()) })
    }
}

/// Asks as a program at `peer` that calls the portal `host`, with one more header.
async fn status(portal: &Router, path: &str, peer: &str, host: &str, more: (&str, &str)) -> StatusCode {
    let peer: SocketAddr = peer.parse().unwrap();
    let asked = Request::builder().uri(path).header("host", host).header(more.0, more.1).extension(ConnectInfo(peer));
    ask(portal, asked.body(Body::empty()).unwrap()).await.status()
}

fn measured(settings: &Settings) -> Router {
    let (_, metrics) = Metrics::apart();
    wrap(pages(), settings, Behind::new(fine()).metrics(metrics))
}

const HERE: &str = "127.0.0.1:4711";
const AWAY: &str = "203.0.113.7:4711";
const NOTHING: (&str, &str) = ("accept", "*/*");

#[tokio::test]
async fn a_probe_needs_to_know_no_name() {
    let portal = wrap(pages(), &settings(), fine());
    assert_eq!(status(&portal, "/healthz", AWAY, "10.0.0.1:8080", NOTHING).await, StatusCode::OK);
    assert_eq!(status(&portal, "/readyz", AWAY, "10.0.0.1:8080", NOTHING).await, StatusCode::OK);
}

#[tokio::test]
async fn a_portal_that_cannot_work_lives_but_is_not_ready() {
    let amiss: Arc<dyn Ready> = Arc::new(Amiss);
    let portal = wrap(pages(), &settings(), amiss);
    assert_eq!(status(&portal, "/healthz", HERE, "localhost", NOTHING).await, StatusCode::OK);
    assert_eq!(status(&portal, "/readyz", HERE, "localhost", NOTHING).await, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn metrics_are_for_this_machine() {
    let portal = measured(&settings());
    assert_eq!(status(&portal, "/metrics", HERE, "localhost:8080", NOTHING).await, StatusCode::OK);
    assert_eq!(status(&portal, "/metrics", AWAY, "localhost:8080", NOTHING).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&portal, "/metrics", HERE, "evil.example", NOTHING).await, StatusCode::NOT_FOUND);
    let forwarded = ("x-forwarded-for", "203.0.113.7");
    assert_eq!(status(&portal, "/metrics", HERE, "localhost:8080", forwarded).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn metrics_open_to_whoever_shows_the_token() {
    let token = Some(Token("open sesame".to_owned()));
    let portal = measured(&Settings { metrics_token: token, ..settings() });
    let shown = ("authorization", "Bearer open sesame");
    assert_eq!(status(&portal, "/metrics", AWAY, "portal.example", shown).await, StatusCode::OK);
    let wrong = ("authorization", "Bearer open barley");
    assert_eq!(status(&portal, "/metrics", AWAY, "portal.example", wrong).await, StatusCode::NOT_FOUND);
    let empty = measured(&Settings { metrics_token: Some(Token(String::new())), ..settings() });
    let nothing = ("authorization", "Bearer ");
    assert_eq!(status(&empty, "/metrics", AWAY, "portal.example", nothing).await, StatusCode::NOT_FOUND);
}
