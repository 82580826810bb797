use kernel::{Id, Timestamp};
use macros::Row;
use store::Json;

use crate::Finding;

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
    /// What it found then.
    pub findings: Json<Vec<Finding>>,
    /// Until when an instance has the look to itself, while one is at it.
    pub looking_until: Option<Timestamp>,
}
