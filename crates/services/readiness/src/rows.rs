use kernel::{Id, Timestamp};
use macros::Row;
use store::Json;

use crate::{Finding, InWords};

/// What the doctor found when it last looked. There is one of a brand.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "readiness_looks", parent(directory::Brand, "brand_id"))]
pub struct Look {
    /// Its id.
    pub id: Id<Look>,
    /// Whose.
    pub brand_id: Id<access::Brand>,
    /// When it was last asked to look.
    pub asked_at: Timestamp,
    /// When it last looked; nothing before it did.
    pub looked_at: Option<Timestamp>,
    /// What it found then, in words, for the release before this one; nothing here reads it.
    pub findings: Json<Vec<InWords>>,
    /// What it found then; nothing where the release before looked.
    pub found: Option<Json<Vec<Finding>>>,
    /// Until when an instance has the look to itself, while one is at it.
    pub looking_until: Option<Timestamp>,
}

impl Look {
    /// Whether it was asked for, and is still to come.
    pub(crate) fn is_due(&self) -> bool {
        self.looked_at.is_none_or(|looked| looked < self.asked_at)
    }
}
