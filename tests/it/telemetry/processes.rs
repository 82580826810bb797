//! Traces where a process ends, and where another one goes on.

use tokio::task::block_in_place;

use super::{
    amelia_asks,
    collector::{Collector, trace_of},
    name, noted, one,
};
use crate::{
    staged::{AMELIA, Staged},
    wire::ask,
};

fn settings(collector: &Collector, more: &str) -> String {
    format!("log.filter = \"warn\"\n[telemetry]\notlp = \"{}\"\n{more}", collector.url)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_done_last_is_told_before_the_program_ends() {
    let collector = Collector::open().await;
    let stage = Staged::set(&AMELIA, &settings(&collector, "")).await;
    let (running, at) = stage.serves();
    let db = stage.db().await;
    let (_, trace) = amelia_asks(&stage, &db, at).await;
    db.close().await.expect("closing");
    assert!(block_in_place(|| running.stops()), "it does not end well when it is told to");
    // Nobody waits here: what was not told by now never will be.
    let mut spans = collector.spans();
    spans.retain(|span| trace_of(span) == trace);
    let request = one(&spans, "POST /a/{account}/cases/new");
    assert_eq!(one(&spans, "cases.raise").parent_span_id, request.span_id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_trace_goes_on_in_another_process_within_the_span_that_it_names() {
    let collector = Collector::open().await;
    let here = Staged::set(&AMELIA, &settings(&collector, "")).await;
    let there = Staged::set(&AMELIA, &settings(&collector, "continue = true\n")).await;
    let (running, at) = here.serves();
    let db = here.db().await;
    let (_, trace) = amelia_asks(&here, &db, at).await;
    let place = noted(&db, "cases.raised").await;
    let (beside, next) = there.serves();
    let heard = ask(next, "GET", "/sign-in", &[("traceparent", &place)], "").expect("an answer");
    assert_eq!(name(&heard), trace);
    let command = collector.hears(|span| span.name == "cases.raise" && trace_of(span) == trace).await;
    let further = collector.hears(|span| span.name == "GET /sign-in" && trace_of(span) == trace).await;
    assert_eq!(further.parent_span_id, command.span_id);
    // Whether it is told has been decided where it began.
    let untold = format!("{}-00", place.strip_suffix("-01").expect("one that is told"));
    let heard = ask(next, "GET", "/sign-in", &[("traceparent", &untold)], "").expect("an answer");
    assert_eq!(name(&heard), trace);
    assert!(block_in_place(|| beside.stops() && running.stops()));
    let mut spans = collector.spans();
    spans.retain(|span| trace_of(span) == trace);
    one(&spans, "GET /sign-in");
    db.close().await.expect("closing");
}
