use directory::Brand;
use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Limit, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Seen};

use crate::{Finding, Look};

/// Shows what the doctor found when it last looked. Nobody is asked anything for it.
#[derive(Input)]
pub struct ReadReadiness {}

/// How the portal stood.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Readiness {
    /// When a look was last asked for, if ever.
    pub asked_at: Option<Timestamp>,
    /// When the doctor last looked, if ever; while that lies before, it is looking.
    pub looked_at: Option<Timestamp>,
    /// What it found.
    pub findings: Vec<Finding>,
}

impl Query for ReadReadiness {
    const NAME: &'static str = "readiness.read";
    const PATH: Path = get("/brands/{brand}/readiness");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Brand;
    type Under = Seen<Self, Brand>;
    type Output = Readiness;

    async fn run(self, brand: Seen<Self, Brand>) -> Result<Readiness, Problem> {
        let looks = List::by(Order::by(Look::ASKED_AT, Direction::Descending)).rows(Limit::clamp(1));
        let look = brand.parts(looks).await?.rows.into_iter().next();
        // A look of the release before counts as none.
        let look = look.filter(|look| look.found.is_some() || look.is_due());
        Ok(look.map_or_else(Readiness::default, |look| Readiness {
            asked_at: Some(look.asked_at),
            looked_at: look.looked_at.filter(|_| look.found.is_some()),
            findings: look.found.map(|found| found.0).unwrap_or_default(),
        }))
    }
}
