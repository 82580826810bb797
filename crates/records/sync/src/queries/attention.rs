use gateway::{Attention, Input, Path, Query, Slot, TOLD, Viewed, get};
use kernel::{Limit, Message, Problem, Ref, Turn};
use store::{Direction, List, Object as _, Order, Scope};

use crate::{Concern, Run};

/// Tells staff of documents that are held back, a line for each mapping, and of mappings whose last import failed.
#[derive(Input)]
pub struct AttendImports {
    slot: Slot,
}

/// How many documents of a mapping are counted; the view counts one further, so that it can be told.
const CAP: i64 = 1_000;

impl Query for AttendImports {
    const NAME: &'static str = "imports.attention";
    const PATH: Path = get("/imports/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Concern;
    type Under = Scope<Self, Concern>;
    type Output = Vec<Attention>;

    async fn run(self, concerns: Scope<Self, Concern>) -> Result<Vec<Attention>, Problem> {
        if self.slot != Slot::Waiting {
            return Ok(Vec::new());
        }
        let latest = List::by(Order::by(Concern::AT, Direction::Descending)).rows(Limit::clamp(TOLD));
        let found = concerns.page(latest).await?.rows;
        Ok(found.into_iter().map(waiting).collect())
    }
}

fn waiting(concern: Concern) -> Attention {
    let Concern { id: run, mapping, trouble, held, at, .. } = concern;
    let (title, more) = if held == 0 {
        let why = trouble.map(|trouble| trouble.0);
        (Message::new("sync-attention-failed").with("mapping", mapping), why)
    } else {
        let title = Message::new("sync-attention-held").with("mapping", mapping).with("count", held.min(CAP));
        (title.with("more", if held > CAP { "true" } else { "false" }), None)
    };
    Attention {
        target: Ref::new(Run::KIND, run),
        path: format!("/imports/{run}"),
        icon: "database",
        title,
        more,
        amount: None,
        verb: Some(Message::new("sync-attention-open")),
        due: None,
        at,
        turn: Turn::Staff,
        track: None,
    }
}
