//! When an answer leaves that must not tell whether anybody has an address.

use std::time::Duration;

use axum::{extract::Request, middleware::Next, response::Response};
use tokio::time;

/// The longest an answer waits.
const LONGEST: Duration = Duration::from_millis(25);

/// Has an answer wait for as long as chance says. The same is done whether or not anybody has the address; what is left,
/// such as the database looking up a person whom a row names, are microseconds, and to tell them from chance takes more
/// tries than anybody has. Whole steps of time would hide more in their middle, and show more at their edges.
pub(super) async fn delayed(request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    time::sleep(LONGEST.mul_f64(rand::random::<f64>())).await;
    answer
}
