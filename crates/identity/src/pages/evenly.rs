//! When an answer leaves that must not tell whether anybody has an address.

use std::time::Duration;

use axum::{extract::Request, middleware::Next, response::Response};
use tokio::time::{self, Instant};

/// Between two instants at which such answers leave, counted from when the question came.
const STEP: Duration = Duration::from_millis(25);

/// Has an answer leave at the next whole step. The same is done whether or not anybody has the address; what is left, such
/// as the database looking up a person whom a row names, is far shorter than a step.
pub(super) async fn evenly(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let answer = next.run(request).await;
    let steps = begun.elapsed().as_nanos() / STEP.as_nanos() + 1;
    time::sleep_until(begun + STEP * u32::try_from(steps).unwrap_or(u32::MAX)).await;
    answer
}
