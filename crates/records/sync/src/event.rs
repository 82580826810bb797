use journal::{Audience, Event};
use kernel::Id;
use serde::Serialize;

use crate::Quarantined;

/// Staff put a document's lines right.
#[derive(Debug, Serialize)]
pub(crate) struct Mended {
    pub quarantined: Id<Quarantined>,
}

impl Event for Mended {
    const NAME: &'static str = "imports.mended";
    const AUDIENCE: Audience = Audience::Desk;
}

/// Staff asked for a document to be tried again.
#[derive(Debug, Serialize)]
pub(crate) struct ReplayAsked {
    pub quarantined: Id<Quarantined>,
    /// Whether with the lines as staff put them right.
    pub mended: bool,
}

impl Event for ReplayAsked {
    const NAME: &'static str = "imports.replay_asked";
    const AUDIENCE: Audience = Audience::Desk;
}

/// Staff left a document out for good.
#[derive(Debug, Serialize)]
pub(crate) struct Dismissed {
    pub quarantined: Id<Quarantined>,
}

impl Event for Dismissed {
    const NAME: &'static str = "imports.dismissed";
    const AUDIENCE: Audience = Audience::Desk;
}
