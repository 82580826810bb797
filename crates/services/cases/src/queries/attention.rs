use std::time::Duration;

use gateway::{Attention, Input, Path, Query, Slot, TOLD, Viewed, get};
use kernel::{Limit, Message, Problem, Ref, Turn};
use store::{Direction, List, Order, Scope};

use super::View;
use crate::{Case, Side, track};

/// Tells of cases: those waiting for whoever asks, those with the other side, those closed of late.
#[derive(Input)]
pub struct AttendCases {
    slot: Slot,
}

/// How long a closed case counts as news.
const LATE: Duration = Duration::from_hours(14 * 24);

impl Query for AttendCases {
    const NAME: &'static str = "cases.attention";
    const PATH: Path = get("/cases/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Case;
    type Under = Scope<Self, Case>;
    type Output = Vec<Attention>;

    async fn run(self, cases: Scope<Self, Case>) -> Result<Vec<Attention>, Problem> {
        let side = Side::of(&cases.caller().principal);
        let news = Case::TOUCHED_AT.from(&cases.caller().now.minus(LATE));
        let (direction, wanted) = match self.slot {
            Slot::Waiting => (Direction::Ascending, View::Yours.condition(side)),
            Slot::Moving => (Direction::Descending, View::Theirs.condition(side)),
            Slot::Changed => (Direction::Descending, View::Closed.condition(side).and(news)),
        };
        let list = List::by(Order::by(Case::TOUCHED_AT, direction)).only(wanted).rows(Limit::clamp(TOLD));
        let found = cases.page(list).await?.rows;
        Ok(found.iter().map(|case| tell(case, side, self.slot)).collect())
    }
}

pub(super) fn tell(case: &Case, side: Side, slot: Slot) -> Attention {
    let said = |id| Message::new(id).with("reference", case.reference()).with("name", case.last_by.as_str());
    let (more, verb) = match slot {
        Slot::Waiting => (said("cases-attention-waiting"), Some(Message::new("cases-answer"))),
        Slot::Moving => (said("cases-attention-moving"), None),
        Slot::Changed => (said("cases-attention-closed"), None),
    };
    Attention {
        target: Ref::new("case", case.id),
        path: format!("/cases/{}", case.id),
        icon: "life-buoy",
        title: Message::new("cases-attention").with("subject", case.subject.as_str()),
        more: Some(more),
        amount: None,
        verb,
        due: None,
        at: case.turn_at,
        turn: match case.turn {
            Some(Side::Customer) => Turn::Customer,
            Some(Side::Staff) => Turn::Staff,
            None => Turn::Nobody,
        },
        track: Some(track(case, side)),
    }
}
