use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use gateway::{Grantors, Waiting};
use kernel::{Arg, Message, Problem, Timestamp};
use serde_json::json;
use words::View;

use crate::{Failure, Visit, failure::status, language::weighed, refusal};

/// Whether a program asks: one that would rather have JSON than a page (RFC 9110, section 12.5.1).
pub(crate) fn prefers_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let weight = |kinds: &[&str]| {
        let weights = accept.split(',').map(weighed).filter(|(kind, _)| kinds.contains(kind)).map(|(_, weight)| weight);
        weights.fold(0.0_f32, f32::max)
    };
    weight(&["application/json", "application/problem+json"]) > weight(&["text/html", "text/*", "*/*"])
}

/// Logs a problem: what is our fault as an error, everything else where somebody looks for it.
pub(crate) fn note(visit: &Visit, problem: &Problem) {
    let (request, kind, says) = (&visit.request_id, problem.kind().slug, &*problem.says().id);
    let cause = problem.cause().map(|cause| cause as &(dyn std::error::Error + 'static));
    if problem.kind().status >= 500 {
        tracing::error!(request, kind, says, error = cause, "A page could not be given");
    } else {
        tracing::debug!(request, kind, says, error = cause, "A page was refused");
    }
}

/// The problem in the visitor's words: as a page in the shell they are in or, for a program, as JSON (RFC 9457).
pub(crate) fn answer(visit: &Visit, problem: &Problem, grantors: Option<&Grantors>) -> Response {
    let mut response = if visit.json { as_json(visit, problem) } else { as_page(visit, problem, grantors) };
    if let Some(seconds) = seconds(problem) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn as_json(visit: &Visit, problem: &Problem) -> Response {
    let errors = problem.fields().iter();
    let errors = errors.map(|field| json!({ "pointer": field.at, "detail": visit.say(&field.says) }));
    let body = json!({
        "type": format!("urn:portico:problem:{}", problem.kind().slug),
        "title": visit.say(problem.says()),
        "status": problem.kind().status,
        "detail": more(visit, problem),
        "instance": format!("urn:portico:request:{}", visit.request_id),
        "errors": errors.collect::<Vec<_>>(),
    });
    (status(problem), [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

fn as_page(visit: &Visit, problem: &Problem, grantors: Option<&Grantors>) -> Response {
    let kind = problem.kind();
    let waiting = refusal::waiting(visit, problem, grantors);
    let declined = refusal::declined(visit, problem, grantors);
    let says = visit.say(&match (waiting, declined) {
        (Some(_), _) => Message::new("problem-asked"),
        (None, Some(_)) => Message::new("problem-declined"),
        (None, None) => problem.says().clone(),
    });
    let more = || more(visit, problem).filter(|_| !refusal::is_beyond_help(visit, problem, grantors));
    let rest = match (waiting, declined) {
        (Some(waiting), _) => Some(visit.say(&until(visit, waiting))),
        (None, Some(again)) => Some(visit.say(&not_before(visit, again))),
        (None, None) => None,
    };
    let is_ours = kind.status >= 500;
    // A form that only came too late may be sent again; what a role or a view does not permit is refused again.
    let is_refused = refusal::denial(problem).is_some() || visit.views_as();
    let is_stale_form = kind == &Problem::FORBIDDEN && !is_refused && !visit.reads;
    let passes = is_ours || kind == &Problem::TOO_MANY || is_stale_form;
    let view = json!({
        "title": says,
        "problem": {
            "kind": kind.slug,
            "says": says,
            "more": rest.or_else(more),
            "reference": is_ours.then_some(&visit.request_id),
            "phone": null,
            "status_page": null,
            "again": passes.then(|| again(visit)),
            "back": visit.came_from().filter(|_| !passes && !visit.reads),
            "wait": seconds(problem),
            "draft": null,
            "home": visit.home(),
            "grant": refusal::told(visit, problem, grantors),
            "asked": waiting.zip(grantors).and_then(|(waiting, grantors)| refusal::progress(visit, waiting, grantors)),
        },
    });
    let view = View::of(view).map_err(Failure::from);
    match view.and_then(|view| visit.show(status(problem), "pages/problem.html", view, Vec::new())) {
        Ok(page) => page,
        Err(failure) => {
            note(visit, &failure.0);
            (status(problem), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], says).into_response()
        }
    }
}

/// What they wait for, and how long at most.
fn until(visit: &Visit, waiting: &Waiting) -> Message {
    let (role, day) = (visit.role(&waiting.role), visit.formats.day(waiting.until));
    Message::new("problem-asked-more").with("role", role).with("day", day)
}

/// From when on they may ask again for what was declined.
fn not_before(visit: &Visit, again: Timestamp) -> Message {
    Message::new("problem-declined-more").with("at", visit.formats.datetime(again))
}

/// Where to try again: what was asked for as it was or, when a form was sent, the page it stands on.
fn again(visit: &Visit) -> String {
    if visit.reads && !visit.query.is_empty() { format!("{}?{}", visit.form, visit.query) } else { visit.form.clone() }
}

/// The sentence under a problem's first one: the message of the same name with `-more`, where there is one.
fn more(visit: &Visit, problem: &Problem) -> Option<String> {
    let id = format!("{}-more", problem.says().id);
    visit.site.catalogue.ids().any(|known| known == id).then(|| {
        let more = Message { id: id.into(), args: problem.says().args.clone() };
        visit.say(&more.with("brand", visit.brand.name.clone()))
    })
}

/// How long to wait, if the problem says so.
fn seconds(problem: &Problem) -> Option<u64> {
    problem.says().args.iter().find_map(|(name, value)| match value {
        Arg::Number(seconds) if name == "seconds" => u64::try_from(*seconds).ok(),
        Arg::Number(_) | Arg::Text(_) | Arg::Money(_) | Arg::Date(_) | Arg::At(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use kernel::{Message, Problem};

    use super::{prefers_json, seconds};

    #[test]
    fn a_browser_gets_a_page_and_a_program_json() {
        let prefers = |accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            prefers_json(&headers)
        };
        assert!(!prefers("text/html,application/xhtml+xml,*/*;q=0.8"));
        assert!(!prefers("text/vnd.turbo-stream.html, text/html, application/xhtml+xml"));
        assert!(!prefers("*/*"));
        assert!(!prefers_json(&HeaderMap::new()));
        assert!(prefers("application/json"));
        assert!(prefers("application/problem+json, */*;q=0.1"));
    }

    #[test]
    fn a_problem_may_say_how_long_to_wait() {
        let problem = Problem::of(&Problem::TOO_MANY, Message::new("problem-too-many").with("seconds", 40_i64));
        assert_eq!(seconds(&problem), Some(40));
        assert_eq!(seconds(&Problem::not_found()), None);
    }
}
