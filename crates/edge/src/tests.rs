//! The whole stack, asked through the door.

mod health;
mod listening;
mod outfit;
mod refusals;
mod watching;

use std::{future::pending, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::{StatusCode, header, request::Builder},
    response::Response,
    routing::{get, post},
};
use futures::future::BoxFuture;
use tower::ServiceExt;

use crate::{Ready, Settings, wrap};

/// A portal that can do its work.
struct Fine;

impl Ready for Fine {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}

fn fine() -> Arc<dyn Ready> {
    Arc::new(Fine)
}

fn settings() -> Settings {
    Settings { hosts: vec!["portal.example".to_owned()], ..Settings::default() }
}

async fn panics() -> StatusCode {
    panic!("a constant of the program")
}

async fn never() -> StatusCode {
    pending().await
}

async fn take(_letter: Bytes) -> StatusCode {
    StatusCode::CREATED
}

/// Pages as they may be.
fn pages() -> Router {
    Router::new()
        .route("/", get(|| async { "Welcome" }))
        .route("/long", get(|| async { "the same words again ".repeat(500) }))
        .route("/cases/{case}", get(|| async { "A case" }))
        .route("/link", get(|| async { ([(header::REFERRER_POLICY, "no-referrer")], "Sign in") }))
        .route("/style", get(|| async { ([(header::CACHE_CONTROL, "public, immutable")], "a {}") }))
        .route("/letters", post(take))
        .route("/panics", get(panics))
        .route("/never", get(never))
}

fn portal(settings: &Settings) -> Router {
    wrap(pages(), settings, fine())
}

fn request(method: &str, path: &str) -> Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "portal.example")
}

async fn ask(portal: &Router, request: Request) -> Response {
    portal.clone().oneshot(request).await.expect("a router always answers")
}

async fn ask_for(portal: &Router, path: &str) -> Response {
    ask(portal, request("GET", path).body(Body::empty()).unwrap()).await
}

fn says<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
