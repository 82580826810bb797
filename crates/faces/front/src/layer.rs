use std::sync::Arc;

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use gateway::Grantors;
use journal::Outcome;
use kernel::{Message, Problem};

use crate::{
    Audience, Failure, Route, Shared, Visit,
    drafts::{self, Draft},
    failure::Unworded,
    form::{self, Posted},
    park, path, problem, refusal,
};

/// The layer around every page: admits the visitor, refuses what another site sent, words what went wrong, and sees to
/// it that nothing personal stays in a cache.
pub(crate) async fn visit(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut visit = Visit::begin(&site, &parts);
    let entered = visit.enter().await;
    let visit = Arc::new(visit);
    let response = match entered {
        Ok(()) => inside(&visit, parts, body, next).await,
        Err(problem) => Failure(problem).into_response(),
    };
    // A program is told which rule it was, and nobody's name.
    let refused = response.extensions().get::<Unworded>().filter(|_| !visit.json).cloned();
    let grantors = match refused {
        Some(Unworded(problem)) => refusal::grantors(&visit, &problem).await,
        None => None,
    };
    finish(&visit, response, grantors.as_ref())
}

/// Words what was refused before any page was asked, such as too many requests: `failure` is a [`Failure`] as a
/// response. Asks no database, so whoever is refused again and again costs little; hence nobody counts as signed in.
pub fn word(site: &Shared, asked: &Parts, failure: Response) -> Response {
    finish(&Visit::begin(site, asked), failure, None)
}

/// A list is not there for whoever has no reach at all for what it asks: it would only say, untruly, that there is
/// nothing. Of a single object the gate says so itself.
pub(crate) async fn of_use(operation: &'static str, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Arc<Visit>>().map(Arc::clone);
    let of_no_use = |visit: &Arc<Visit>| {
        let caller = visit.caller.as_ref().filter(|caller| caller.facts(operation).is_nothing())?;
        let logs = visit.site.gateway.logs();
        logs.attempt(caller.now, &caller.principal, operation, None, Outcome::Hidden);
        Some(Failure::from(Problem::not_found()).into_response())
    };
    match visit.as_ref().and_then(of_no_use) {
        Some(refused) => refused,
        None => next.run(request).await,
    }
}

async fn inside(visit: &Arc<Visit>, mut parts: Parts, mut body: Body, next: Next) -> Response {
    if !visit.reads && visit.views_as() {
        return read_only(visit, &parts);
    }
    if !visit.reads {
        body = match form::admit(visit, &mut parts, body).await {
            Ok(body) => body,
            Err(failure) => return failure.into_response(),
        };
    }
    let posted = parts.extensions.get::<Posted>().cloned();
    if owes_second(visit, &parts) {
        return second_due(visit, posted.as_ref()).await;
    }
    parts.extensions.insert(Arc::clone(visit));
    let response = next.run(Request::from_parts(parts, body)).await;
    if let Some(posted) = posted {
        settle(visit, &posted, fate(&response)).await;
    }
    response
}

/// Whoever looks with somebody else's eyes changes nothing, by whatever form; that they tried is noted.
fn read_only(visit: &Visit, parts: &Parts) -> Response {
    let operation = route(visit, parts).and_then(|route| route.operation);
    if let (Some(operation), Some(caller)) = (operation, &visit.caller) {
        let logs = visit.site.gateway.logs();
        logs.attempt(caller.now, &caller.principal, operation, None, Outcome::Forbidden);
    }
    Failure(Problem::of(&Problem::FORBIDDEN, Message::new("problem-view-as"))).into_response()
}

/// Whether a second proof is asked of whoever looks before this opens.
fn owes_second(visit: &Visit, parts: &Parts) -> bool {
    if !visit.admission.as_ref().is_some_and(|admission| admission.owes_second) {
        return false;
    }
    !route(visit, parts).is_some_and(|route| route.threshold || route.audience == Audience::Public)
}

/// The page or form that is asked for.
fn route<'v>(visit: &'v Visit, parts: &Parts) -> Option<&'v Route> {
    let matched = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let is_this = |route: &&Route| parts.method.as_str() == route.method && matched == Some(route.path.as_str());
    visit.site.routes.iter().find(is_this)
}

/// Leads to the second proof, and from there back; what was typed is kept as when somebody was signed out meanwhile.
async fn second_due(visit: &Visit, posted: Option<&Posted>) -> Response {
    if let Some(Posted(raw)) = posted
        && let Err(error) = park::keep(visit, raw).await
    {
        let request = &visit.request_id;
        tracing::warn!(request, error = &error as &dyn std::error::Error, "Could not keep the draft of a form");
    }
    if visit.json {
        return Failure(Problem::of(&Problem::FORBIDDEN, Message::new("problem-second-due"))).into_response();
    }
    visit.redirect(&format!("/me/second-proof?next={}", path::encoded(&visit.to_come_back_to())))
}

/// Marks the answer to a form that is done and leads nowhere else: what was kept of it while it was typed goes, as it
/// does where the browser is sent on.
pub fn done(mut answer: Response) -> Response {
    answer.extensions_mut().insert(IsDone);
    answer
}

/// The mark.
#[derive(Clone)]
struct IsDone;

/// What came of a form.
enum Fate {
    /// It was done.
    Done,
    /// Whoever sent it is not signed in any more, or has to show a proof first.
    Interrupted,
    /// Something is to be put right, or it failed.
    Other,
}

fn fate(response: &Response) -> Fate {
    let is_done = response.status() == StatusCode::SEE_OTHER || response.extensions().get::<IsDone>().is_some();
    match response.extensions().get::<Unworded>() {
        Some(Unworded(problem)) if problem.kind() == &Problem::SIGNED_OUT || refusal::is_stale(problem) => {
            Fate::Interrupted
        }
        None if is_done => Fate::Done,
        _ => Fate::Other,
    }
}

/// Keeps what was typed in vain; forgets what was typed and is now done. Failing here fails no page.
async fn settle(visit: &Visit, posted: &Posted, fate: Fate) {
    let settled = match fate {
        Fate::Interrupted => park::keep(visit, &posted.0).await,
        Fate::Done => forget(visit, posted).await,
        Fate::Other => Ok(()),
    };
    if let Err(error) = settled {
        let request = &visit.request_id;
        tracing::warn!(request, error = &error as &dyn std::error::Error, "Could not settle the draft of a form");
    }
}

/// A page may hold several forms; the draft is this one's if every field of it was sent.
async fn forget(visit: &Visit, posted: &Posted) -> Result<(), store::StoreError> {
    let Some(admission) = &visit.admission else { return Ok(()) };
    let sent = posted.0.names();
    let is_all_of = |draft: &Draft| draft.fields.keys().all(|name| sent.contains(name.as_str()));
    if visit.brought.get().is_some() || visit.draft.as_ref().is_some_and(is_all_of) {
        drafts::forget(visit.site.gateway.db(), admission.person, &visit.form).await?;
    }
    Ok(())
}

fn finish(visit: &Visit, mut response: Response, grantors: Option<&Grantors>) -> Response {
    if let Some(Unworded(problem)) = response.extensions_mut().remove::<Unworded>() {
        problem::note(visit, &problem);
        response = if problem.kind() == &Problem::SIGNED_OUT && !visit.json {
            visit.redirect(&path::sign_in_path(&visit.to_come_back_to()))
        } else if refusal::is_stale(&problem) && !visit.json {
            visit.redirect(&format!("/me/proof?next={}", path::encoded(&visit.to_come_back_to())))
        } else {
            problem::answer(visit, &problem, grantors)
        };
    }
    let headers = response.headers_mut();
    // Every page holds a form's token, so none may be shared, signed in or not.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    for cookie in visit.take_cookies() {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}
