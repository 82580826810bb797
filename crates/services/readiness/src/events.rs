use journal::{Audience, Event};
use kernel::Id;
use serde::Serialize;

use crate::Look;

/// Somebody wants to know how the portal stands.
#[derive(Clone, Debug, Serialize)]
pub struct LookAsked {
    /// Where it is written down.
    pub look: Id<Look>,
}

impl Event for LookAsked {
    const NAME: &'static str = "readiness.asked";
    const AUDIENCE: Audience = Audience::Desk;
}
