use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Limit, Problem, Ref};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope};

use crate::Case;

/// Tells which cases about these records are not closed, the one that moved last first.
#[derive(Input)]
pub struct OpenAbout {
    about: Vec<Line<120>>,
}

/// A case about a record that is not closed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AskedAbout {
    /// The record.
    pub about: Ref,
    /// Which of its lines is meant, counted from 1; nothing where all of it is.
    pub line: Option<i64>,
    /// What people call the case.
    pub reference: String,
    /// Where it is shown, below the capacity one acts in: `/cases/…`.
    pub path: String,
}

impl Query for OpenAbout {
    const NAME: &'static str = "cases.about";
    const PATH: Path = get("/cases/about");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Case;
    type Under = Scope<Self, Case>;
    type Output = Vec<AskedAbout>;

    async fn run(self, cases: Scope<Self, Case>) -> Result<Vec<AskedAbout>, Problem> {
        let records: Vec<Option<Ref>> =
            self.about.iter().filter_map(|told| told.as_str().parse::<Ref>().ok()).map(Some).collect();
        let open = Case::ABOUT.is_in(&records).and(Case::TURN.is_known());
        let by = Order::by(Case::TOUCHED_AT, Direction::Descending);
        let found = cases.page(List::by(by).only(open).rows(Limit::NAMED)).await?.rows;
        Ok(found.iter().filter_map(told).collect())
    }
}

fn told(case: &Case) -> Option<AskedAbout> {
    Some(AskedAbout {
        about: case.about.clone()?,
        line: case.card.as_ref().and_then(|card| card.0.line),
        reference: case.reference(),
        path: format!("/cases/{}", case.id),
    })
}
