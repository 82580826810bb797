use access::Caller;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use front::{Failure, FileAnswer, Reader, Shared, Visit};
use gateway::{Asked, Method, Operation, Raw, Registry, Shape, Spec};
use journal::{Face, Outcome};
use kernel::{Message, Problem, Ref};
use uuid::Uuid;

use crate::{BASE, METADATA, answer, holder::Holder, told};

/// Answers one request of a program; whatever went wrong is worded as JSON, and logged, once.
pub(crate) async fn answer(site: Shared, operation: Operation, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    match attempt(&site, &operation, &mut parts, body).await {
        Ok(response) => response,
        Err(problem) => refuse(&site, &parts, problem),
    }
}

fn refuse(site: &Shared, parts: &Parts, problem: Problem) -> Response {
    let is_stranger = problem.kind() == &Problem::SIGNED_OUT;
    let mut response = front::word(site, parts, Failure(problem).into_response());
    if is_stranger && let Ok(way) = HeaderValue::try_from(way_in(&site.settings.base_url, &parts.headers)) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, way);
    }
    response
}

/// How to get in: where it stands who gives tokens out (RFC 9728) and, if something was shown, that it does not count.
fn way_in(base_url: &str, headers: &HeaderMap) -> String {
    let wrong = if headers.contains_key(header::AUTHORIZATION) { ", error=\"invalid_token\"" } else { "" };
    format!("Bearer realm=\"portico\", resource_metadata=\"{base_url}{METADATA}{BASE}\"{wrong}")
}

async fn attempt(site: &Shared, operation: &Operation, parts: &mut Parts, body: Body) -> Result<Response, Problem> {
    let spec = operation.spec();
    let holder = Holder::of(site, &parts.headers).await?;
    let targets = admit(site, &holder, operation, parts).await?;
    let asked = asked(site, parts, &holder.caller);
    if operation.shape() == Shape::Command {
        let asked = Asked { key: told::key(&parts.headers)?, expects: told::version(&parts.headers)?, ..asked };
        let raw = read(spec, parts, body).await?;
        let done = operation.run(&site.gateway, &asked, &targets, &raw).await?;
        return Ok(answer::done(&done));
    }
    if let Some(file) = FileAnswer::wanted(&site.files, &spec.name, &parts.headers) {
        let raw = read(spec, parts, body).await?;
        let me = Reader::program(site, parts, &holder.caller).map_err(|failure| failure.0)?;
        let written = (file.write)(me, targets, raw).await.map_err(|failure| failure.0)?;
        return Ok(answer::written(written));
    }
    // Asked for before the object is read, so that it is never newer than what is shown.
    let version = match (operation.shape(), spec.on.as_slice(), targets.as_slice()) {
        (Shape::Show, [kind], [id]) if is_acted_on(site.gateway.registry(), kind) => {
            Some(site.gateway.version(&Ref { kind: (*kind).into(), id: *id }).await?)
        }
        _ => None,
    };
    let mut raw = read(spec, parts, body).await?;
    let wanted = told::take_fields(&mut raw);
    let is_paged = spec.fields.iter().any(|field| field.name == answer::FROM);
    if is_paged {
        told::check_place(&raw)?;
    }
    let mut told = operation.run(&site.gateway, &asked, &targets, &raw).await?.output;
    if !wanted.is_empty() {
        answer::narrow(&mut told, &wanted, operation.shape() == Shape::List)?;
    }
    if is_paged {
        answer::link(&mut told, parts.uri.path(), parts.uri.query().unwrap_or_default());
    }
    answer::read(&told, version.as_ref())
}

/// The targets, if the key acts in the capacity of the address and was made for this operation.
async fn admit(site: &Shared, holder: &Holder, operation: &Operation, parts: &mut Parts) -> Result<Vec<Uuid>, Problem> {
    let (name, caller) = (&operation.spec().name, &holder.caller);
    let (acting, mut targets) = told::place(parts).await?;
    let note = |outcome| site.gateway.logs().attempt(caller.now, &caller.principal, name, None, outcome);
    if acting != caller.principal.acting {
        note(Outcome::Hidden);
        return Err(Problem::not_found());
    }
    if !holder.may_try(name) {
        note(Outcome::Forbidden);
        return Err(Problem::of(&Problem::FORBIDDEN, Message::new("api-key-without").with("action", name.to_string())));
    }
    // As pages: a list is not there for whoever has no reach for it at all.
    if operation.shape() == Shape::List && caller.facts(name).is_nothing() {
        note(Outcome::Hidden);
        return Err(Problem::not_found());
    }
    if targets.is_empty() && operation.shape() == Shape::Show {
        targets.extend(caller.principal.account().map(kernel::Id::uuid));
    }
    Ok(targets)
}

/// The request as the gate wants it.
fn asked(site: &Shared, parts: &Parts, caller: &Caller) -> Asked {
    let visit = Visit::begin(site, parts);
    let mut asked = Asked::by(caller.principal.clone(), Face::Api, visit.formats.clone());
    asked.trace.clone_from(&visit.request_id);
    asked
}

/// What is told: in the body by what does something, in the address by what reads or removes.
async fn read(spec: &Spec, parts: &Parts, body: Body) -> Result<Raw, Problem> {
    match spec.path.method {
        Method::Post => told::by_body(&parts.headers, body).await,
        Method::Get | Method::Delete => Ok(told::by_address(parts.uri.query().unwrap_or_default())),
    }
}

/// Whether anything is done to objects of this kind, so that a version of one is of use.
fn is_acted_on(registry: &Registry, kind: &str) -> bool {
    let mut commands = registry.operations().filter(|operation| operation.shape() == Shape::Command);
    commands.any(|command| command.spec().on.first() == Some(&kind))
}
