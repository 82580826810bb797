use gateway::{Input, Path, Query, Viewed, get};
use journal::{Entry, Seal};
use kernel::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Seen};

use super::EntryLine;

/// Shows one entry, with what it says.
#[derive(Input)]
pub struct ShowEntry {}

/// An entry, and its place in the chain.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryView {
    /// The entry.
    pub entry: EntryLine,
    /// Its number in the chain and its link, once it is sealed.
    pub seal: Option<(i64, String)>,
}

impl Query for ShowEntry {
    const NAME: &'static str = "journal.read";
    const PATH: Path = get("/journal/entries/{entry}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Entry;
    type Under = Seen<Self, Entry>;
    type Output = EntryView;

    async fn run(self, entry: Seen<Self, Entry>) -> Result<EntryView, Problem> {
        let seals = entry.parts::<Seal>(List::by(Order::by(Seal::SEQ, Direction::Ascending))).await?;
        let seal = seals.rows.into_iter().find_map(|seal| seal.seq.zip(seal.hash));
        Ok(EntryView { entry: EntryLine::from(Entry::clone(&entry)), seal })
    }
}
