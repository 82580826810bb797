//! What the program tells those who run it, as a collector and a dashboard hear it.

pub mod collector;
mod processes;

use std::{collections::BTreeSet, fs, net::SocketAddr, path::Path};

use opentelemetry_proto::tonic::{common::v1::any_value::Value, trace::v1::Span};
use serde_json::Value as Json;
use store::{Columns, Db, Sql};

use self::collector::{Collector, trace_of};
use crate::{
    staged::{AMELIA, Staged, signed_in_today},
    wire::{Heard, Tab, ask},
};

/// Amelia asks; gives the path of the case, and the name of her request.
async fn amelia_asks(stage: &Staged, db: &Db, at: SocketAddr) -> (String, String) {
    let mut amelia = stage.tab(db).await;
    let told = [("subject", "The seal leaks"), ("body", "It drips.")];
    let heard = amelia.post(at, &format!("/a/{}/cases/new", stage.northgate), &told);
    assert_eq!(heard.status, 303, "{} {}", heard.head, heard.body);
    (heard.to().to_owned(), name(&heard))
}

fn name(heard: &Heard) -> String {
    heard.values("x-request-id").next().expect("every answer has a name").to_owned()
}

/// What the journal has as the trace of the last entry of this event.
async fn noted(db: &Db, event: &str) -> String {
    let mut sql = Sql::new("SELECT trace FROM journal_entries WHERE event = ");
    sql.bind(event.to_owned()).push(" ORDER BY ordinal DESC LIMIT 1");
    let found = db.unguarded().query(sql).await.expect("an entry");
    Columns::of(&found[0]).take().expect("its trace")
}

/// The one span of this name.
fn one<'s>(spans: &'s [Span], name: &str) -> &'s Span {
    let mut found = spans.iter().filter(|span| span.name == name);
    let first = found.next().unwrap_or_else(|| panic!("no {name} in {:?}", names(spans)));
    assert!(found.next().is_none(), "{name} is there twice: {:?}", names(spans));
    first
}

fn names(spans: &[Span]) -> Vec<&str> {
    spans.iter().map(|span| span.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_trace_leads_from_the_click_to_the_letter() {
    let collector = Collector::open().await;
    let headers = tempfile::NamedTempFile::new().expect("a file");
    fs::write(headers.path(), "# the collector's\nauthorization: Bearer of traces\n").expect("the headers");
    let toml = format!(
        "log.filter = \"warn\"\n[telemetry]\notlp = \"{}\"\nheaders = \"{}\"\n",
        collector.url,
        headers.path().display()
    );
    let stage = Staged::set(&AMELIA, &toml).await;
    let (running, at) = stage.serves();
    let db = stage.db().await;
    let (case, _) = amelia_asks(&stage, &db, at).await;

    // Tom answers; Amelia gets a letter.
    let id = case.rsplit('/').next().expect("the case");
    let mut tom = Tab::with(&signed_in_today(db.unguarded(), stage.tom).await);
    let heard = tom.post(at, &format!("/desk/cases/{id}/messages"), &[("body", "We send a kit.")]);
    assert_eq!(heard.status, 303, "{} {}", heard.head, heard.body);
    let trace = name(&heard);
    collector.hears(|span| span.name == "letter cases/mail/answered" && trace_of(span) == trace).await;
    // What ends after it may be told with the next batch.
    collector.hears(|span| span.name == "cases.letters" && trace_of(span) == trace).await;
    collector.hears(|span| span.name.starts_with("POST ") && trace_of(span) == trace).await;

    let mut spans = collector.spans();
    spans.retain(|span| trace_of(span) == trace);
    let request = one(&spans, "POST /desk/cases/{case}/messages");
    let command = one(&spans, "cases.reply");
    let statement = one(&spans, "INSERT case_messages");
    let follower = one(&spans, "cases.letters");
    let letter = one(&spans, "letter cases/mail/answered");
    assert!(request.parent_span_id.is_empty(), "it begins with the click");
    assert_eq!(command.parent_span_id, request.span_id);
    assert_eq!(statement.parent_span_id, command.span_id);
    assert_eq!(follower.parent_span_id, command.span_id);
    assert_eq!(letter.parent_span_id, follower.span_id);
    let rows = statement.attributes.iter().find(|said| said.key == "rows").and_then(|said| said.value.clone());
    assert_eq!(rows.and_then(|rows| rows.value), Some(Value::IntValue(1)));
    assert!(spans.iter().any(|span| span.name == "COMMIT" && span.parent_span_id == command.span_id));
    let ids: BTreeSet<&[u8]> = spans.iter().map(|span| span.span_id.as_slice()).collect();
    let lost = spans.iter().filter(|span| !span.parent_span_id.is_empty() && !ids.contains(&*span.parent_span_id));
    assert_eq!(lost.count(), 0, "each has its place: {:?}", names(&spans));
    let place = noted(&db, "cases.replied").await;
    assert!(place.starts_with(&format!("00-{trace}-")) && place.ends_with("-01"), "{place}");

    let batches = collector.batches();
    let header = |name: &str| batches[0].0.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!((header("content-type"), header("authorization")), ("application/x-protobuf", "Bearer of traces"));
    drop(running);
    db.close().await.expect("closing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_told_of_what_is_not_among_so_many_of_a_hundred() {
    let collector = Collector::open().await;
    let toml = format!("log.filter = \"warn\"\n[telemetry]\notlp = \"{}\"\npercent = 0\n", collector.url);
    let stage = Staged::set(&AMELIA, &toml).await;
    let (running, at) = stage.serves();
    let db = stage.db().await;
    let (_, trace) = amelia_asks(&stage, &db, at).await;
    assert_eq!(noted(&db, "cases.raised").await, trace, "the journal has its id all the same");
    let metrics = ask(at, "GET", "/metrics", &[], "").expect("an answer").body;
    assert!(metrics.contains("trace_spans_total{outcome=\"sent\"} 0"), "{metrics}");
    assert_eq!(collector.batches().len(), 0);
    drop(running);
    db.close().await.expect("closing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn traces_are_told_nobody_until_it_is_said_whom() {
    let stage = Staged::set(&AMELIA, "log.filter = \"warn\"").await;
    let (running, at) = stage.serves();
    let db = stage.db().await;
    let (_, trace) = amelia_asks(&stage, &db, at).await;
    assert_eq!(noted(&db, "cases.raised").await, trace);
    let metrics = ask(at, "GET", "/metrics", &[], "").expect("an answer").body;
    assert!(metrics.contains("commands_total") && !metrics.contains("trace_spans"), "{metrics}");
    drop(running);
    db.close().await.expect("closing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_trace_that_comes_with_a_request_goes_on_where_the_settings_say_so() {
    let begun = "0af7651916cd43dd8448eb211c80319c";
    let header = format!("00-{begun}-b7ad6b7169203331-01");
    let stage = Staged::set(&AMELIA, "log.filter = \"warn\"\n[telemetry]\ncontinue = true\n").await;
    let (running, at) = stage.serves();
    let heard = ask(at, "GET", "/sign-in", &[("traceparent", &header)], "").expect("an answer");
    assert_eq!(name(&heard), begun);
    drop(running);
    // As it is where nothing is said.
    fs::write(stage.folder.path().join("portico.toml"), "log.filter = \"warn\"\n").expect("the settings");
    let (running, at) = stage.serves();
    let heard = ask(at, "GET", "/sign-in", &[("traceparent", &header)], "").expect("an answer");
    assert_ne!(name(&heard), begun);
    drop(running);
}

/// The metrics that an answer of `/metrics` has.
fn told(metrics: &str) -> BTreeSet<&str> {
    let kinds = metrics.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    kinds.filter_map(|kind| kind.split(' ').next()).collect()
}

/// The metrics that a dashboard asks for: in what it asks, every name before a brace.
fn asked(dashboard: &Json) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    match dashboard {
        Json::Object(fields) => {
            if let Some(question) = fields.get("expr").and_then(Json::as_str) {
                let parts: Vec<&str> = question.split('{').collect();
                assert!(parts.len() > 1, "every metric has braces: {question}");
                for part in &parts[..parts.len() - 1] {
                    let is_of_a_name = |sign: char| sign.is_ascii_lowercase() || sign == '_';
                    names.insert(part.rsplit(|sign| !is_of_a_name(sign)).next().unwrap_or_default().to_owned());
                }
            }
            names.extend(fields.values().flat_map(asked));
        }
        Json::Array(parts) => names.extend(parts.iter().flat_map(asked)),
        _ => {}
    }
    names
}

/// A histogram is asked for by its parts.
fn whole(name: &str) -> &str {
    ["_bucket", "_count", "_sum"].iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_metric_of_the_dashboard_and_of_the_page_about_them_is_told_and_every_other_is_there() {
    let collector = Collector::open().await;
    let stage =
        Staged::set(&AMELIA, &format!("log.filter = \"warn\"\n[telemetry]\notlp = \"{}\"\n", collector.url)).await;
    let (running, at) = stage.serves();
    let db = stage.db().await;
    amelia_asks(&stage, &db, at).await;
    let metrics = ask(at, "GET", "/metrics", &[], "").expect("an answer").body;
    let told = told(&metrics);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let dashboard = fs::read_to_string(root.join("ops/dashboard.json")).expect("the dashboard");
    let asked = asked(&serde_json::from_str(&dashboard).expect("JSON"));
    assert!(asked.len() > 8, "{asked:?}");
    let strangers: Vec<&String> = asked.iter().filter(|name| !told.contains(whole(name))).collect();
    assert!(strangers.is_empty(), "{strangers:?} are not among {told:?}");
    let page = fs::read_to_string(root.join("docs/observability.md")).expect("the page");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split(['`', '{']).next());
    let described: BTreeSet<&str> = rows.filter(|name| name.contains('_')).collect();
    assert_eq!(described, told, "the page has them all, and no other");
    drop(running);
    db.close().await.expect("closing");
}
