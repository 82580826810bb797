//! A collector of the tests' own, which takes what OTLP says over HTTP.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use opentelemetry_proto::tonic::{collector::trace::v1::ExportTraceServiceRequest, trace::v1::Span};
use prost::Message as _;
use tokio::{net::TcpListener, task::JoinHandle};

/// How long something is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// It takes every batch.
pub struct Collector {
    /// As it stands in the settings.
    pub url: String,
    taken: Taken,
    serving: JoinHandle<()>,
}

type Taken = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

impl Collector {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let taken = Taken::default();
        let router = Router::new().route("/v1/traces", post(take)).with_state(Arc::clone(&taken));
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self { url, taken, serving }
    }

    /// Every batch, with its headers.
    pub fn batches(&self) -> Vec<(HeaderMap, Bytes)> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every span there was.
    pub fn spans(&self) -> Vec<Span> {
        let batches = self.batches().into_iter().map(|(_, batch)| {
            let told = ExportTraceServiceRequest::decode(batch).expect("OTLP");
            told.resource_spans.into_iter().flat_map(|resource| resource.scope_spans).flat_map(|scope| scope.spans)
        });
        batches.flatten().collect()
    }

    /// Waits until it hears of this span.
    pub async fn hears(&self, is_wanted: impl Fn(&Span) -> bool) -> Span {
        let begun = Instant::now();
        loop {
            let spans = self.spans();
            if let Some(span) = spans.iter().find(|span| is_wanted(span)) {
                return span.clone();
            }
            let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
            assert!(begun.elapsed() < PATIENCE, "it was never told: {names:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(taken): State<Taken>, headers: HeaderMap, batch: Bytes) -> StatusCode {
    taken.lock().unwrap_or_else(PoisonError::into_inner).push((headers, batch));
    StatusCode::OK
}

/// The trace a span belongs to, as people write it.
pub fn trace_of(span: &Span) -> String {
    let id = <[u8; 16]>::try_from(span.trace_id.as_slice()).expect("sixteen bytes");
    format!("{:032x}", u128::from_be_bytes(id))
}
