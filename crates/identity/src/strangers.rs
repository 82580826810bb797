use front::Visit;
use kernel::Problem;

use crate::{SignInError, limits, network::network, throttles};

/// Takes what it costs to have a stranger asked who it is, from the network of whoever names it and from the host they
/// name: this program is no tool to ask anybody with.
///
/// # Errors
/// Too often, with how long to wait; the database's.
pub async fn may_ask_stranger(visit: &Visit, host: &str) -> Result<(), Problem> {
    let from = visit.client.map_or_else(|| "unknown".to_owned(), network);
    // What a network may not ask any more takes nothing from the host, which others may still want to be asked.
    for bucket in limits::stranger(&from, host) {
        throttles::take(visit.site().gateway.db(), &[bucket], visit.formats.now()).await.map_err(SignInError::from)?;
    }
    Ok(())
}
