//! Every span there is, with all that is said of it: what is not written here is in no trace. Names of routes,
//! operations, followers and tables are the program's own; nothing is that somebody typed, and no value of a row.

use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use tracing::{Span, field::Empty, info_span, trace_span};

use crate::{
    Trace,
    told::{TARGET, begin, text},
};

/// A request, whose route is the pattern, never the path. Its log lines have the trace's id.
pub fn request(trace: &Trace, method: &'static str, route: &str) -> Span {
    let span =
        info_span!(target: TARGET, "request", id = trace.id(), http.response.status_code = Empty, failed = Empty);
    begin(&span, trace, SpanKind::Server, || {
        let says = vec![text("http.request.method", method), text("http.route", route)];
        (format!("{method} {route}"), says)
    });
    span
}

/// Says how a request was answered.
pub fn answered(request: &Span, status: u16) {
    request.record("http.response.status_code", status);
    if status >= 500 {
        failed(request);
    }
}

/// A command or a query, by its name.
pub fn operation(name: &str) -> Span {
    trace_span!(target: TARGET, "operation", name, failed = Empty)
}

/// A statement: what it does to which table, and in the end how many rows that gave or touched. It costs next to nothing
/// where traces are not told.
pub fn statement(system: &'static str, sql: &str) -> Span {
    trace_span!(target: TARGET, "statement", name = summary(sql), db.system.name = system, rows = Empty)
}

/// Says how many rows a statement gave or touched.
pub fn rows(statement: &Span, rows: u64) {
    statement.record("rows", rows);
}

/// What a follower does about an entry whose trace was noted so; a span of that trace, wherever it was begun. Its log
/// lines have the trace's id.
pub fn follow(follower: &'static str, note: &str) -> Span {
    let Some(trace) = Trace::of_note(note) else { return Span::none() };
    let span = info_span!(target: TARGET, "follow", id = trace.id(), follower, failed = Empty);
    begin(&span, &trace, SpanKind::Consumer, || (follower.to_owned(), vec![text("follower", follower)]));
    span
}

/// A letter or a message to a webhook on its way out, in the trace that was noted when it was written. `what` is its
/// kind, such as `letter`, and `which` the name of its template or event.
pub fn sending(what: &'static str, which: &str, note: Option<&str>) -> Span {
    let Some(trace) = note.and_then(Trace::of_note) else { return Span::none() };
    let span = info_span!(target: TARGET, "send", id = trace.id(), failed = Empty);
    begin(&span, &trace, SpanKind::Client, || (format!("{what} {which}"), Vec::new()));
    span
}

/// Says that what a span is about has failed.
pub fn failed(span: &Span) {
    span.record("failed", true);
}

/// What a statement does, and to which table: `SELECT invoices`. Of its words these two are told, if they are a keyword
/// and a name, and no other.
fn summary(sql: &str) -> String {
    let mut words = sql.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    if first.is_empty() || !first.bytes().all(|sign| sign.is_ascii_uppercase()) {
        return "SQL".to_owned();
    }
    let mut before = first;
    for word in words {
        let is_name = word.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_');
        if is_name && matches!(before, "FROM" | "INTO" | "UPDATE") {
            return format!("{first} {word}");
        }
        before = word;
    }
    first.to_owned()
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn a_statement_is_told_by_what_it_does_to_which_table() {
        for (sql, told) in [
            ("SELECT t.id, t.name FROM invoices AS t WHERE t.id = $1", "SELECT invoices"),
            ("SELECT id FROM (SELECT d.id FROM webhook_deliveries AS d) AS due", "SELECT webhook_deliveries"),
            ("INSERT INTO cases (id, subject) VALUES ($1, $2)", "INSERT cases"),
            ("UPDATE cases SET subject = ? WHERE id = ?", "UPDATE cases"),
            ("DELETE FROM front_drafts WHERE id = ?", "DELETE front_drafts"),
            ("SELECT pg_advisory_xact_lock($1)", "SELECT"),
            ("BEGIN", "BEGIN"),
            ("", "SQL"),
            ("secret", "SQL"),
        ] {
            assert_eq!(summary(sql), told, "{sql}");
        }
    }
}
