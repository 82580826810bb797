use std::time::Duration;

use access::Account;
use directory::ViewAs;
use gateway::{Attention, ById, Input, Line, Path, Query, Slot, TOLD, Viewed, get};
use kernel::{Id, Limit, Message, Page, Problem, Ref, Timestamp, Turn};
use serde::Serialize;
use store::{Direction, List, Object, Order, Scope};

use super::place;

/// Lists when somebody of the staff viewed an account as one of its people, the latest first: all that may be seen, or
/// those of one account.
#[derive(Input)]
pub struct ListViewsAs {
    account: Option<ById<Account>>,
    from: Option<Line<400>>,
}

/// A view, without the session it counted in.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct ViewAsLine {
    /// Its id.
    pub view: Id<ViewAs>,
    /// Which account.
    pub account: Id<Account>,
    /// Who looked, by name.
    pub who: String,
    /// As whom, by name.
    pub whom: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub began: Timestamp,
    /// First instant it no longer counts, unless it was ended before.
    pub ends: Timestamp,
    /// When it was ended; the same as `ends` when its time was over.
    pub ended: Option<Timestamp>,
}

impl Query for ListViewsAs {
    const NAME: &'static str = "view_as.list";
    const PATH: Path = get("/views-as");
    const VIEWED: Viewed = Viewed::Logged;
    type On = ViewAs;
    type Under = Scope<Self, ViewAs>;
    type Output = Page<ViewAsLine>;

    async fn run(self, views: Scope<Self, ViewAs>) -> Result<Page<ViewAsLine>, Problem> {
        let account = self.account.map(|account| ViewAs::ACCOUNT_ID.is(&account.id()));
        let by = Order::by(ViewAs::BEGAN_AT, Direction::Descending);
        let list = List::by(by).maybe(account).from(place(self.from.as_ref())).rows(Limit::DEFAULT);
        Ok(views.page(list).await?.map(ViewAsLine::of))
    }
}

impl ViewAsLine {
    fn of(view: ViewAs) -> Self {
        Self {
            view: view.id,
            account: view.account_id,
            who: view.person_name,
            whom: view.subject_name,
            reason: view.reason,
            began: view.began_at,
            ends: view.ends_at,
            ended: view.ended_at,
        }
    }
}

/// Tells an account's admins when somebody of the staff has viewed it as one of its people.
#[derive(Input)]
pub struct AttendViewsAs {
    slot: Slot,
}

/// How long a view counts as news.
const NEWS: Duration = Duration::from_hours(14 * 24);

impl Query for AttendViewsAs {
    const NAME: &'static str = "view_as.attention";
    const PATH: Path = get("/views-as/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = ViewAs;
    type Under = Scope<Self, ViewAs>;
    type Output = Vec<Attention>;

    async fn run(self, views: Scope<Self, ViewAs>) -> Result<Vec<Attention>, Problem> {
        let Some(account) = views.caller().principal.account().filter(|_| self.slot == Slot::Changed) else {
            return Ok(Vec::new());
        };
        let news = ViewAs::BEGAN_AT.from(&views.caller().now.minus(NEWS));
        let by = Order::by(ViewAs::BEGAN_AT, Direction::Descending);
        let list = List::by(by).only(ViewAs::ACCOUNT_ID.is(&account).and(news)).rows(Limit::clamp(TOLD));
        let told = views.page(list).await?.rows.into_iter().map(|view| Attention {
            target: Ref::new(ViewAs::KIND, view.id),
            path: "/people/views-as".to_owned(),
            icon: "eye",
            title: Message::new("view-as-attention").with("who", view.person_name).with("whom", view.subject_name),
            more: Some(Message::new("view-as-attention-why").with("reason", view.reason)),
            amount: None,
            verb: None,
            due: None,
            at: view.began_at,
            turn: Turn::Nobody,
            track: None,
        });
        Ok(told.collect())
    }
}
