//! Traces are told in OTLP over HTTP: in batches, by one task, which nobody waits for.

use std::time::Duration;

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::InstrumentationScope,
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span},
};
use prost::Message as _;
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout, timeout_at},
};
use uuid::Uuid;

use crate::{
    collector::{Collector, CollectorError},
    told::{Spans, text},
};

/// How many spans wait to be told at the most; about a second of a busy portal.
const ROOM: usize = 8192;

/// How many are told at once.
const BATCH: usize = 1024;

/// How long one waits for others to be told with it.
const GATHERING: Duration = Duration::from_secs(1);

/// How long the last ones may take when the program ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Whom traces are told, and how many of them.
#[derive(Clone)]
pub struct Otlp {
    collector: Collector,
    percent: u8,
}

/// What goes to the task that tells.
pub(crate) enum Carried {
    Span(Box<Span>),
    /// All that came before is to be told now; then this is answered.
    Flush(oneshot::Sender<()>),
}

/// The way of spans out of the program; nothing where none are told.
#[derive(Clone)]
pub struct Traces(Option<mpsc::Sender<Carried>>);

impl Otlp {
    /// A collector at `address`, such as `http://collector:4318`, which is sent `headers`, one a line, and so many of a
    /// hundred traces that begin here.
    ///
    /// # Errors
    /// One of the three is none.
    pub fn new(address: &str, headers: &str, percent: u8) -> Result<Self, CollectorError> {
        if percent > 100 {
            return Err(CollectorError::Percent);
        }
        Ok(Self { collector: Collector::new(address, headers)?, percent })
    }

    /// Begins to tell; in a runtime of tokio.
    pub(crate) fn begin(self) -> (Spans, Traces) {
        let (way, told) = mpsc::channel(ROOM);
        tokio::spawn(tell(self.collector, told));
        (Spans { way: way.clone(), percent: self.percent }, Traces(Some(way)))
    }
}

impl Traces {
    pub(crate) const NONE: Self = Self(None);

    /// Tells what has not been told yet; it takes a few seconds at the most.
    pub async fn flush(&self) {
        let Some(way) = &self.0 else { return };
        let (answer, flushed) = oneshot::channel();
        let flushing = async {
            // Where the task is gone, there is nothing left to wait for.
            if way.send(Carried::Flush(answer)).await.is_ok() {
                let _ = flushed.await;
            }
        };
        if timeout(FAREWELL, flushing).await.is_err() {
            tracing::warn!("The last traces could not be told in time");
        }
    }
}

/// Counts spans by what became of them.
pub(crate) fn count(outcome: &'static str, spans: usize) {
    metrics::counter!("trace_spans_total", "outcome" => outcome).increment(u64::try_from(spans).unwrap_or(u64::MAX));
}

/// What is told at once.
struct Batch {
    spans: Vec<Span>,
    flush: Option<oneshot::Sender<()>>,
    is_last: bool,
}

async fn tell(collector: Collector, mut told: mpsc::Receiver<Carried>) {
    for outcome in ["sent", "failed", "dropped"] {
        count(outcome, 0);
    }
    let resource = resource();
    let mut is_away = false;
    loop {
        let Batch { spans, flush, is_last } = gather(&mut told).await;
        let number = spans.len();
        if number > 0 {
            match collector.take(message(&resource, spans)).await {
                Ok(()) => {
                    count("sent", number);
                    is_away = false;
                }
                Err(error) => {
                    count("failed", number);
                    // Once for each time it goes away, not for each batch.
                    if !std::mem::replace(&mut is_away, true) {
                        let error = &error as &(dyn std::error::Error + 'static);
                        tracing::warn!(error, "Traces could not be told, and are dropped until they can");
                    }
                }
            }
        }
        if let Some(flush) = flush {
            // Whoever asked may have given up.
            let _ = flush.send(());
        }
        if is_last {
            return;
        }
    }
}

async fn gather(told: &mut mpsc::Receiver<Carried>) -> Batch {
    let mut batch = Batch { spans: Vec::new(), flush: None, is_last: false };
    let until = Instant::now() + GATHERING;
    while batch.spans.len() < BATCH {
        match timeout_at(until, told.recv()).await {
            Ok(Some(Carried::Span(span))) => batch.spans.push(*span),
            Ok(Some(Carried::Flush(answer))) => return Batch { flush: Some(answer), ..batch },
            Ok(None) => return Batch { is_last: true, ..batch },
            Err(_) => break,
        }
    }
    batch
}

/// Who tells: this program, in this process.
fn resource() -> Resource {
    let instance = Uuid::new_v4().simple().to_string();
    let attributes = vec![
        text("service.name", "portico"),
        text("service.version", env!("CARGO_PKG_VERSION")),
        text("service.instance.id", &instance),
    ];
    Resource { attributes, ..Resource::default() }
}

fn message(resource: &Resource, spans: Vec<Span>) -> Vec<u8> {
    let scope = InstrumentationScope { name: "portico".to_owned(), ..InstrumentationScope::default() };
    let scope_spans = vec![ScopeSpans { scope: Some(scope), spans, ..ScopeSpans::default() }];
    let told = ResourceSpans { resource: Some(resource.clone()), scope_spans, ..ResourceSpans::default() };
    ExportTraceServiceRequest { resource_spans: vec![told] }.encode_to_vec()
}
