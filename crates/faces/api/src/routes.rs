use std::collections::BTreeSet;

use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::{MethodFilter, any, on},
};
use front::{Failure, Shared};
use gateway::{Method, Operation, Registry, Spec};
use kernel::Problem;

use crate::{BASE, call};

/// In the address of what is done for an account, that account. No operation calls a target of its own so.
pub(crate) const ACTING: &str = "acting";

/// What the addresses of a capacity begin with.
pub(crate) const DOORS: [&str; 2] = ["/accounts/{acting}", "/desk"];

/// What the paths of one's own begin with. No key acts as oneself: it could sign its person out.
const ONESELF: &str = "/me/";

/// What the names of whatever only people do, on pages, begin with, and what companies' directories do by a face of their
/// own. A key that could make another, or a webhook, would go on after its own end; who gets in and sees with whose eyes
/// is for people to say.
const FOR_PEOPLE: [&str; 9] =
    ["apps.", "keys.", "links.", "persons.", "proofs.", "scim.", "sso.", "view_as.", "webhooks."];

/// Why the operations cannot be told apart by their addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoutesError {
    /// Two operations have one method and path.
    #[error("two operations answer {0}")]
    Twice(String),
}

/// The operations a program can ask for and do.
pub(crate) fn operations(registry: &Registry) -> impl Iterator<Item = &Operation> {
    let is_for_programs = |spec: &Spec| !spec.path.pattern.starts_with(ONESELF) && is_programs(&spec.name);
    registry.operations().filter(move |operation| is_for_programs(operation.spec()))
}

/// Whether a program can ask for or do what has this name.
pub fn offers(registry: &Registry, name: &str) -> bool {
    operations(registry).any(|operation| operation.spec().name == name)
}

/// Whether a program may have to do with it at all.
pub(crate) fn is_programs(operation: &str) -> bool {
    FOR_PEOPLE.iter().all(|beginning| !operation.starts_with(beginning))
}

/// Every operation at its address, in both capacities. What it comes to for whoever asks, the gate says.
///
/// # Errors
/// Operations with one address.
pub fn router(site: &Shared) -> Result<Router, RoutesError> {
    let mut router = Router::new().route(&format!("{BASE}/{{*rest}}"), any(nowhere));
    let mut known = BTreeSet::new();
    for operation in operations(site.gateway.registry()) {
        let path = &operation.spec().path;
        if !known.insert((path.method, path.pattern.clone())) {
            return Err(RoutesError::Twice(format!("{:?} {}", path.method, path.pattern)));
        }
        for door in DOORS {
            let called = operation.clone();
            let answer = move |State(site): State<Shared>, request: Request| call::answer(site, called, request);
            router = router.route(&format!("{BASE}{door}{}", path.pattern), on(filter(path.method), answer));
        }
    }
    Ok(router.method_not_allowed_fallback(nowhere).with_state(Shared::clone(site)))
}

fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Delete => MethodFilter::DELETE,
    }
}

async fn nowhere(State(site): State<Shared>, request: Request) -> Response {
    let (asked, _) = request.into_parts();
    front::word(&site, &asked, Failure(Problem::not_found()).into_response())
}
