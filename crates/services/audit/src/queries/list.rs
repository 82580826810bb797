use gateway::{Path, Query, Viewed};
use kernel::{Limit, Page, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Count, Direction, List, Order, Scope};

use super::{Told, narrowing::Narrowed};

/// Lists entries, views or attempts, the newest first.
pub type Listing<R> = Narrowed<R, Listed<<R as Told>::Line>>;

/// A page of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed<L> {
    /// The lines.
    pub page: Page<L>,
    /// How many there are of those asked for.
    pub found: Count,
}

/// Nobody counts further than this.
const COUNTED: u32 = 1_000;

impl<R: Told> Query for Listing<R> {
    const NAME: &'static str = R::LIST;
    const PATH: Path = R::LIST_AT;
    const VIEWED: Viewed = Viewed::Logged;
    type On = R;
    type Under = Scope<Self, R>;
    type Output = Listed<R::Line>;

    async fn run(self, lines: Scope<Self, R>) -> Result<Listed<R::Line>, Problem> {
        let condition = self.told.condition();
        let list = newest_first().maybe(condition.clone()).from(self.told.place()).rows(Limit::DEFAULT);
        let page = lines.page(list).await?.map(R::Line::from);
        let found = lines.count(condition, COUNTED).await?;
        Ok(Listed { page, found })
    }
}

pub(super) fn newest_first<R: Told>() -> List<R> {
    List::by(Order::by(R::TIME, Direction::Descending))
}
