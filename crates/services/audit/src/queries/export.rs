use gateway::{Path, Query, Viewed};
use kernel::{Limit, Message, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::Scope;

use super::{Told, list::newest_first, narrowing::Narrowed};

/// Reads exactly what a list shows, all of it, piece by piece: rights are asked again for each piece.
pub type Exporting<R> = Narrowed<R, Exported<<R as Told>::Line>>;

/// A piece of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Exported<L> {
    /// The lines, in the list's order.
    pub lines: Vec<L>,
    /// Where the next piece begins.
    pub next: Option<String>,
}

/// The most lines one file holds. A list that is longer is refused, never cut.
pub const EXPORT_MOST: u32 = 50_000;

/// How many lines one piece holds.
const PIECE: usize = 5_000;

impl<R: Told> Query for Exporting<R> {
    const NAME: &'static str = R::EXPORT;
    const PATH: Path = R::EXPORT_AT;
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = R;
    type Under = Scope<Self, R>;
    type Output = Exported<R::Line>;

    async fn run(self, list: Scope<Self, R>) -> Result<Exported<R::Line>, Problem> {
        let condition = self.told.condition();
        let mut place = self.told.place();
        if place.is_none() && list.count(condition.clone(), EXPORT_MOST).await?.more {
            return Err(Problem::conflict(Message::new("journal-export-large").with("most", EXPORT_MOST)));
        }
        let mut lines = Vec::new();
        loop {
            let next = newest_first().maybe(condition.clone()).from(place).rows(Limit::clamp(Limit::MAX));
            let page = list.page(next).await?;
            lines.extend(page.rows.into_iter().map(R::Line::from));
            place = page.next;
            if place.is_none() || lines.len() >= PIECE {
                return Ok(Exported { lines, next: place.map(String::from) });
            }
        }
    }
}
