use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use governor::clock::DefaultClock;

use crate::{
    Behind, Settings, compress,
    guard::{Guard, guard},
    headers::{Road, dress},
    health,
    limits::Limits,
    observe::{Continues, observe},
};

/// Puts everything that stands in front of the pages around them, without listening anywhere.
pub fn wrap(router: Router, settings: &Settings, behind: impl Into<Behind>) -> Router {
    assemble(router, settings, &behind.into()).0
}

/// As [`wrap`], with the limits, which somebody has to tidy. A layer added later lies further outside.
pub(crate) fn assemble(router: Router, settings: &Settings, behind: &Behind) -> (Router, Arc<Limits>) {
    let limits = Arc::new(Limits::new(settings.rate, DefaultClock::default()));
    let watch = Arc::new(Guard::new(settings, Arc::clone(&limits), behind.face.clone()));
    let pages = router
        // The guard measures what comes in, for every way of reading it.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(watch, guard))
        .layer(compress::layer())
        .layer(from_fn(compress::beware));
    // In this order, so that what has no route meets the guard too.
    let whole = health::routes(settings, behind)
        .merge(pages)
        .layer(from_fn_with_state(Road::from(settings), dress))
        .layer(from_fn_with_state(Continues::from(settings), observe));
    (whole, limits)
}
