use std::{
    io,
    sync::{Arc, Mutex, Once},
};

use axum::body::Body;
use telemetry::Metrics;
use tracing::{Level, subscriber::DefaultGuard};

use super::{Settings, ask, ask_for, portal, request, says, settings};

/// What was logged by this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn begin() -> (Self, DefaultGuard) {
        // A line that another test's thread comes to first would count as wanted by nobody, also here, unless somebody
        // always listens.
        static LISTENS: Once = Once::new();
        LISTENS.call_once(|| {
            let nowhere = tracing_subscriber::fmt().with_max_level(Level::INFO).with_writer(io::sink);
            tracing::subscriber::set_global_default(nowhere.finish()).expect("the only one of the process");
        });
        let log = Self::default();
        let writer = log.clone();
        let lines = tracing_subscriber::fmt().json().with_max_level(Level::INFO).with_writer(move || writer.clone());
        (log, tracing::subscriber::set_default(lines.finish()))
    }

    fn lines(&self) -> Vec<String> {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap().lines().map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn a_request_leaves_one_line_without_what_was_asked_for_or_by_whom() {
    let (log, _here) = Log::begin();
    let portal = portal(&settings());
    let asked = request("GET", "/cases/northgate?note=private").header("cookie", "portico=secret");
    let response = ask(&portal, asked.header("user-agent", "curious").body(Body::empty()).unwrap()).await;
    let lines = log.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    for told in ["\"GET\"", "/cases/{case}", "200", "\"ms\":", says(&response, "x-request-id")] {
        assert!(lines[0].contains(told), "{told} is not in {}", lines[0]);
    }
    for kept in ["northgate", "private", "secret", "curious"] {
        assert!(!lines[0].contains(kept), "{kept} is in {}", lines[0]);
    }
}

#[tokio::test]
async fn a_request_has_the_name_of_the_trace_it_came_with_only_where_the_settings_say_so() {
    const ID: &str = "0af7651916cd43dd8448eb211c80319c";
    let behind = portal(&Settings { continue_traces: true, ..settings() });
    let proxied = portal(&Settings { trusted_proxy_hops: 1, ..settings() });
    let asked = |parent: String| request("GET", "/").header("traceparent", parent).body(Body::empty()).unwrap();
    let whole = || format!("00-{ID}-b7ad6b7169203331-01");
    assert_eq!(says(&ask(&behind, asked(whole())).await, "x-request-id"), ID);
    let passed_on = ask(&proxied, asked(whole())).await;
    let broken = ask(&behind, asked(format!("00-{ID}-01"))).await;
    let two = request("GET", "/").header("traceparent", whole()).header("traceparent", whole());
    let two = ask(&behind, two.body(Body::empty()).unwrap()).await;
    for response in [passed_on, broken, two] {
        let name = says(&response, "x-request-id");
        assert!(name != ID && name.len() == 32, "{name}");
    }
}

#[tokio::test]
async fn a_panic_is_logged_once_under_the_name_of_its_request() {
    let (log, _here) = Log::begin();
    let response = ask_for(&portal(&settings()), "/panics").await;
    let name = says(&response, "x-request-id");
    let panics: Vec<_> = log.lines().into_iter().filter(|line| line.contains("panicked")).collect();
    assert_eq!(panics.len(), 1, "{panics:?}");
    assert!(panics[0].contains(name), "{}", panics[0]);
}

#[tokio::test]
async fn probes_do_not_fill_the_log() {
    let (log, _here) = Log::begin();
    ask_for(&portal(&settings()), "/healthz").await;
    assert_eq!(log.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn requests_are_counted_by_route_method_and_status() {
    let (recorder, counts) = Metrics::apart();
    let _here = metrics::set_default_local_recorder(&recorder);
    let portal = portal(&settings());
    for path in ["/cases/1", "/cases/2", "/nowhere/3", "/nowhere/4", "/nowhere/5"] {
        ask_for(&portal, path).await;
    }
    ask(&portal, request("BREW", "/").body(Body::empty()).unwrap()).await;
    let told = counts.render();
    let counted = |labels: [&str; 3], times: &str| {
        told.lines().any(|line| {
            line.starts_with("http_requests_total{")
                && labels.iter().all(|label| line.contains(label))
                && line.ends_with(times)
        })
    };
    assert!(counted(["route=\"/cases/{case}\"", "method=\"GET\"", "status=\"200\""], "} 2"), "{told}");
    assert!(counted(["route=\"none\"", "method=\"GET\"", "status=\"404\""], "} 3"), "{told}");
    assert!(counted(["route=\"/\"", "method=\"other\"", "status=\"405\""], "} 1"), "{told}");
    assert!(told.contains("http_request_duration_seconds_bucket{"), "{told}");
    assert!(!told.contains("nowhere") && !told.contains("BREW"), "{told}");
}
