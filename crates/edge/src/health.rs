use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};
use sha2::{Digest, Sha256};
use telemetry::Metrics;
use tokio::{sync::Mutex, time::timeout};

use crate::{Behind, Ready, Settings, Token, behind::Mark, client, hosts};

/// The routes here: what machines ask, many times a minute.
pub(crate) const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Under which header a portal is asked, and shows, which one it is; see [`Behind::mark`].
pub const MARK: &str = "portico-mark";

/// The longest question it is asked by, in letters, digits, hyphens and underscores.
const QUESTION: usize = 64;

/// How long one look counts: anybody may ask, and each look costs the database a query.
const FRESH: Duration = Duration::from_secs(1);
/// How long a look may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Headers that tell that a request came through somebody else.
const FORWARDING: [&str; 4] = ["x-forwarded-for", "forwarded", "via", "x-real-ip"];

struct Health {
    ready: Arc<dyn Ready>,
    last: Mutex<Option<(Instant, bool)>>,
    metrics: Option<Metrics>,
    token: Option<Token>,
    mark: Option<Mark>,
}

/// `/healthz`: the program runs. `/readyz`: it can do its work. `/metrics`: what it did.
pub(crate) fn routes(settings: &Settings, behind: &Behind) -> Router {
    let health = Health {
        ready: Arc::clone(&behind.ready),
        last: Mutex::default(),
        metrics: behind.metrics.clone(),
        token: settings.metrics_token.clone(),
        mark: behind.mark.clone(),
    };
    let [alive, ready, metrics] = PROBES;
    Router::new()
        .route(alive, get(tell_alive))
        .route(ready, get(tell_ready))
        .route(metrics, get(tell_metrics))
        .with_state(Arc::new(health))
}

async fn tell_alive(State(health): State<Arc<Health>>, asked: HeaderMap) -> Response {
    health.marked(StatusCode::OK, &asked)
}

async fn tell_ready(State(health): State<Arc<Health>>, asked: HeaderMap) -> Response {
    let status = if health.is_ready().await { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    health.marked(status, &asked)
}

async fn tell_metrics(State(health): State<Arc<Health>>, request: Request) -> Response {
    let (asked, _) = request.into_parts();
    match &health.metrics {
        Some(metrics) if health.opens_to(&asked) => {
            metrics::gauge!("portal_ready").set(if health.is_ready().await { 1.0 } else { 0.0 });
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.render()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Health {
    async fn is_ready(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some((at, is_ready)) = *last
            && at.elapsed() < FRESH
        {
            return is_ready;
        }
        let outcome = timeout(PATIENCE, self.ready.check()).await;
        let reason = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(reason)) => Some(reason),
            Err(_) => Some("it does not answer in time".to_owned()),
        };
        if let Some(reason) = &reason {
            tracing::warn!(reason, "The portal is not ready");
        }
        *last = Some((Instant::now(), reason.is_none()));
        reason.is_none()
    }

    /// An answer that shows which portal it is of to who asked that. Nobody else is shown anything, and no question is
    /// answered as another: what was heard once helps nobody to pass for this portal.
    fn marked(&self, status: StatusCode, asked: &HeaderMap) -> Response {
        let mut answer = status.into_response();
        let shown = self.mark.as_ref().zip(question(asked)).map(|(mark, question)| mark(question));
        if let Some(shown) = shown.and_then(|shown| HeaderValue::try_from(shown).ok()) {
            answer.headers_mut().insert(HeaderName::from_static(MARK), shown);
        }
        answer
    }

    fn opens_to(&self, asked: &Parts) -> bool {
        is_from_this_machine(asked) || self.token.as_ref().is_some_and(|token| shows(&asked.headers, token))
    }
}

/// Whether a program on this machine asks for itself: not a proxy for somebody else, and not a browser that was led
/// here under another name.
fn is_from_this_machine(asked: &Parts) -> bool {
    let is_forwarded = FORWARDING.iter().any(|name| asked.headers.contains_key(*name));
    !is_forwarded && client::peer(asked).is_some_and(|peer| peer.is_loopback()) && hosts::is_to_loopback(asked)
}

/// What the portal is asked to show its mark for.
fn question(asked: &HeaderMap) -> Option<&str> {
    let question = asked.get(MARK)?.to_str().ok()?;
    let is_plain = question.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (is_plain && (1..=QUESTION).contains(&question.len())).then_some(question)
}

fn shows(headers: &HeaderMap, token: &Token) -> bool {
    let line = headers.get(header::AUTHORIZATION).and_then(|line| line.to_str().ok());
    let shown = line.and_then(|line| line.strip_prefix("Bearer "));
    // Digests are compared, so that the time it takes says nothing about the token.
    !token.0.is_empty() && shown.is_some_and(|shown| Sha256::digest(shown) == Sha256::digest(&token.0))
}
