//! Which spans are told, and how they become what is told of them.

use std::{fmt, time::Instant};

use kernel::{Clock as _, SystemClock, Timestamp};
use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, KeyValue, any_value::Value},
    trace::v1::{Span as Told, Status, span::SpanKind, status::StatusCode},
};
use tokio::sync::mpsc;
use tracing::{
    Metadata, Span, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{Layer, Registry, layer::Context, registry::LookupSpan};
use uuid::Uuid;

use crate::{
    Trace,
    otlp::{Carried, count},
};

/// The target of every span that may be told; no other has it.
pub(crate) const TARGET: &str = "portico::trace";

/// Whether a span may be told.
pub(crate) fn may_be_told(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == TARGET
}

/// Hears spans begin and end, and hands over those of traces that are told. It waits for nobody: what there is no room
/// for is counted and dropped.
pub(crate) struct Spans {
    pub way: mpsc::Sender<Carried>,
    /// How many of a hundred traces are told that begin here.
    pub percent: u8,
}

/// A span of a trace that is told, until it ends.
struct Open {
    trace: u128,
    id: u64,
    within: Option<u64>,
    kind: SpanKind,
    name: String,
    begun: Timestamp,
    since: Instant,
    has_failed: bool,
    says: Vec<KeyValue>,
}

/// Makes a span the first one here of its trace, if that is told. `words` gives the span's name, and what is said of it.
pub(crate) fn begin(span: &Span, trace: &Trace, kind: SpanKind, words: impl FnOnce() -> (String, Vec<KeyValue>)) {
    span.with_subscriber(|(id, dispatch)| {
        let spans = dispatch.downcast_ref::<Spans>();
        let Some((spans, registry)) = spans.zip(dispatch.downcast_ref::<Registry>()) else { return };
        if !trace.is_told.unwrap_or_else(|| trace.is_among(spans.percent)) {
            return;
        }
        if let Some(held) = registry.span(id) {
            let (name, says) = words();
            held.extensions_mut().replace(Open { name, says, ..Open::new(trace.id, trace.within, kind) });
        }
    });
}

/// Where we are, in the words of a header `traceparent`, so that what follows later, or elsewhere, is told as a part of
/// it; nothing where nothing is told.
pub fn here() -> Option<String> {
    let place = Span::current().with_subscriber(|(id, dispatch)| {
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        span.scope().find_map(|span| span.extensions().get::<Open>().map(Open::place))
    });
    place.flatten()
}

impl<S> Layer<S> for Spans
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let Some(parent) = span.parent() else { return };
        let above = parent.extensions().get::<Open>().map(|open| (open.trace, open.id));
        let Some((trace, within)) = above else { return };
        let kind = if span.name() == "statement" { SpanKind::Client } else { SpanKind::Internal };
        let mut open = Open { name: span.name().to_owned(), ..Open::new(trace, Some(within), kind) };
        attributes.record(&mut open);
        span.extensions_mut().replace(open);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<Open>() {
            values.record(open);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let open = span.extensions_mut().remove::<Open>();
        let Some(open) = open else { return };
        if self.way.try_send(Carried::Span(Box::new(open.close()))).is_err() {
            count("dropped", 1);
        }
    }
}

impl Open {
    fn new(trace: u128, within: Option<u64>, kind: SpanKind) -> Self {
        // The half of an id whose first bit is always set, so it is never nought.
        let (_, id) = Uuid::new_v4().as_u64_pair();
        let (name, says, begun, since) = (String::new(), Vec::new(), SystemClock.now(), Instant::now());
        Self { trace, id, within, kind, name, begun, since, has_failed: false, says }
    }

    fn place(&self) -> String {
        format!("00-{:032x}-{:016x}-01", self.trace, self.id)
    }

    fn close(self) -> Told {
        let begun = u64::try_from(self.begun.micros()).unwrap_or(0).saturating_mul(1000);
        let took = u64::try_from(self.since.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let bytes = |id: u64| id.to_be_bytes().to_vec();
        let status = Status { message: String::new(), code: StatusCode::Error.into() };
        Told {
            trace_id: self.trace.to_be_bytes().to_vec(),
            span_id: bytes(self.id),
            parent_span_id: self.within.map(bytes).unwrap_or_default(),
            name: self.name,
            kind: self.kind.into(),
            start_time_unix_nano: begun,
            end_time_unix_nano: begun.saturating_add(took),
            attributes: self.says,
            status: self.has_failed.then_some(status),
            ..Told::default()
        }
    }

    fn say(&mut self, field: &Field, value: Value) {
        self.says.push(said(field.name(), value));
    }
}

impl Visit for Open {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "name" => value.clone_into(&mut self.name),
            // It is for log lines.
            "id" => {}
            _ => self.say(field, Value::StringValue(value.to_owned())),
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.say(field, Value::IntValue(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.say(field, Value::IntValue(i64::try_from(value).unwrap_or(i64::MAX)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        match field.name() {
            "failed" => self.has_failed = value,
            _ => self.say(field, Value::BoolValue(value)),
        }
    }

    fn record_debug(&mut self, _field: &Field, _value: &dyn fmt::Debug) {
        // What something says of itself may be anything, so it is not told.
    }
}

/// A word that is said of a span, or of whoever tells it.
pub(crate) fn text(name: &str, value: &str) -> KeyValue {
    said(name, Value::StringValue(value.to_owned()))
}

fn said(name: &str, value: Value) -> KeyValue {
    KeyValue { key: name.to_owned(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;
    use tracing_subscriber::{Layer as _, filter::filter_fn, layer::SubscriberExt as _, registry};

    use super::{Carried, SpanKind, Spans, StatusCode, Told, here, may_be_told};
    use crate::{Trace, spans};

    /// What is told of the work, when so many of a hundred traces are.
    fn told(percent: u8, work: impl FnOnce()) -> Vec<Told> {
        let (way, mut told) = mpsc::channel(16);
        let heard = registry().with(Spans { way, percent }.with_filter(filter_fn(may_be_told)));
        tracing::subscriber::with_default(heard, work);
        let mut spans = Vec::new();
        while let Ok(Carried::Span(span)) = told.try_recv() {
            spans.push(*span);
        }
        spans
    }

    /// One test, since the process has one memory of who listens to which span.
    #[test]
    fn what_is_done_for_a_request_is_told_within_it_and_what_follows_too() {
        let trace = Trace::begin();
        let id = trace.id.to_be_bytes().to_vec();
        let mut note = None;
        let spans = told(100, || {
            let request = spans::request(&trace, "POST", "/cases/{case}");
            request.in_scope(|| {
                let statement = spans::statement("sqlite", "SELECT t.id FROM cases AS t");
                spans::rows(&statement, 3);
                tracing::info_span!("of another library").in_scope(|| note = here());
            });
            spans::answered(&request, 503);
        });
        let [statement, request] = &spans[..] else { panic!("{spans:?}") };
        assert_eq!((request.name.as_str(), request.kind), ("POST /cases/{case}", SpanKind::Server.into()));
        assert_eq!((&request.trace_id, request.parent_span_id.len()), (&id, 0));
        assert_eq!(request.status.as_ref().map(|status| status.code), Some(StatusCode::Error.into()));
        assert_eq!((statement.name.as_str(), &statement.trace_id), ("SELECT cases", &id));
        assert_eq!(statement.parent_span_id, request.span_id);
        let said: Vec<&str> = statement.attributes.iter().map(|said| said.key.as_str()).collect();
        assert_eq!(said, ["db.system.name", "rows"]);

        let note = note.expect("it is told where one is");
        let later = told(0, || drop(spans::follow("cases.letters", &note)));
        assert_eq!(later.len(), 1, "whoever began it has decided: {later:?}");
        assert_eq!((&later[0].trace_id, &later[0].parent_span_id), (&id, &request.span_id));

        let none = told(0, || {
            let request = spans::request(&Trace::begin(), "GET", "/");
            request.in_scope(|| drop(spans::statement("sqlite", "SELECT t.id FROM cases AS t")));
            drop(spans::follow("cases.letters", &trace.id()));
            drop(spans::sending("letter", "cases/mail/answered", None));
        });
        assert!(none.is_empty(), "{none:?}");
    }
}
