use access::Account;
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Limit, Page, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope};

use super::Sought;
use crate::{Case, Side};

/// Lists cases, the one that moved last first.
#[derive(Input)]
pub struct ListCases {
    words: Option<Sought>,
    view: Option<View>,
    account: Option<ById<Account>>,
    from: Option<Line<400>>,
}

/// The parts of the list that have a name, as whoever asks sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Not closed.
    Open,
    /// Waiting for their own side.
    Yours,
    /// Waiting for the other side.
    Theirs,
    /// Closed.
    Closed,
}
store::text_column!(View { Open = "open", Yours = "yours", Theirs = "theirs", Closed = "closed" });
gateway::choice!(View);

/// A page of cases.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    /// The cases.
    pub cases: Page<Case>,
    /// How many there are of those asked for.
    pub found: Count,
    /// How many there are at all, of the account asked for if one is.
    pub all: Count,
    /// How many each view holds.
    pub views: ViewCounts,
}

/// How many cases each view holds, of the account asked for if one is, whatever else the list is narrowed to.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ViewCounts {
    /// Not closed.
    pub open: Count,
    /// Waiting for the side of whoever asks.
    pub yours: Count,
    /// Waiting for the other side.
    pub theirs: Count,
    /// Closed.
    pub closed: Count,
}

/// Nobody counts further than this.
const MOST: u32 = 500;

impl Query for ListCases {
    const NAME: &'static str = "cases.list";
    const PATH: Path = get("/cases");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Case;
    type Under = Scope<Self, Case>;
    type Output = Listed;

    async fn run(self, cases: Scope<Self, Case>) -> Result<Listed, Problem> {
        let side = Side::of(&cases.caller().principal);
        let narrowed = self.conditions(side).into_iter().reduce(Condition::and);
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(Case::TOUCHED_AT, Direction::Descending);
        let page = cases.page(List::by(by).maybe(narrowed.clone()).from(cursor).rows(Limit::DEFAULT)).await?;
        let within = || self.account.map(of_account);
        let view = |view: View| Some(within().into_iter().fold(view.condition(side), Condition::and));
        let counted = [narrowed, within(), view(View::Open), view(View::Yours), view(View::Theirs), view(View::Closed)];
        let [found, all, open, yours, theirs, closed] = cases.counts(counted, MOST).await?;
        let views = ViewCounts { open, yours, theirs, closed };
        Ok(Listed { cases: page, found, all, views })
    }
}

impl ListCases {
    fn conditions(&self, side: Side) -> Vec<Condition<Case>> {
        let mut conditions = Vec::new();
        conditions.extend(self.words.as_ref().map(Sought::condition));
        conditions.extend(self.view.map(|view| view.condition(side)));
        conditions.extend(self.account.map(of_account));
        conditions
    }
}

impl View {
    pub(super) fn condition(self, side: Side) -> Condition<Case> {
        match self {
            Self::Open => Case::TURN.is_known(),
            Self::Yours => Case::TURN.is(&Some(side)),
            Self::Theirs => Case::TURN.is(&Some(side.other())),
            Self::Closed => Case::TURN.is_unknown(),
        }
    }
}

fn of_account(account: ById<Account>) -> Condition<Case> {
    Case::ACCOUNT_ID.is(&account.id())
}
