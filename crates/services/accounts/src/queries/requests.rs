use access::{Account, Person};
use directory::{AccessRequest, Membership};
use gateway::{Attention, ById, Input, Line, Path, Query, Slot, TOLD, Viewed, get};
use jiff::tz::TimeZone;
use kernel::{Date, Id, Limit, Message, Page, Problem, Ref, Timestamp, Turn};
use serde::Serialize;
use store::{Direction, List, Object, Order, Scope};

use super::place;

/// Lists who asks for a role and has no answer, the first to run out first: all that may be seen, those of one account,
/// or one by itself.
#[derive(Input)]
pub struct ListAccessRequests {
    account: Option<ById<Account>>,
    request: Option<ById<AccessRequest>>,
    from: Option<Line<400>>,
}

/// Somebody who asks for a role.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Asking {
    /// The request.
    pub request: Id<AccessRequest>,
    /// Their membership.
    pub membership: Id<Membership>,
    /// Who.
    pub person: Id<Person>,
    /// What they are called.
    pub name: String,
    /// What was refused to them.
    pub action: String,
    /// The role.
    pub role: String,
    /// A line from them.
    pub note: Option<String>,
    /// Since when.
    pub asked: Timestamp,
    /// First instant it no longer counts.
    pub expires: Timestamp,
}

impl Query for ListAccessRequests {
    const NAME: &'static str = "access.list";
    const PATH: Path = get("/access-requests");
    const VIEWED: Viewed = Viewed::Logged;
    type On = AccessRequest;
    type Under = Scope<Self, AccessRequest>;
    type Output = Page<Asking>;

    async fn run(self, requests: Scope<Self, AccessRequest>) -> Result<Page<Asking>, Problem> {
        let account = self.account.map(|account| AccessRequest::ACCOUNT_ID.is(&account.id()));
        let request = self.request.map(|request| AccessRequest::ID.is(&request.id()));
        let open = AccessRequest::open_at(requests.caller().now);
        let by = Order::by(AccessRequest::ASKED_AT, Direction::Ascending);
        let list = List::by(by).only(open).maybe(account).maybe(request).from(place(self.from.as_ref()));
        Ok(requests.page(list.rows(Limit::DEFAULT)).await?.map(Asking::of))
    }
}

/// Tells those who look after access who asks for a role.
#[derive(Input)]
pub struct AttendAccessRequests {
    slot: Slot,
}

impl Query for AttendAccessRequests {
    const NAME: &'static str = "access.attention";
    const PATH: Path = get("/access-requests/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = AccessRequest;
    type Under = Scope<Self, AccessRequest>;
    type Output = Vec<Attention>;

    async fn run(self, requests: Scope<Self, AccessRequest>) -> Result<Vec<Attention>, Problem> {
        let Some(account) = requests.caller().principal.account().filter(|_| self.slot == Slot::Waiting) else {
            return Ok(Vec::new());
        };
        let open = AccessRequest::open_at(requests.caller().now).and(AccessRequest::ACCOUNT_ID.is(&account));
        let by = Order::by(AccessRequest::ASKED_AT, Direction::Ascending);
        let found = requests.page(List::by(by).only(open).rows(Limit::clamp(TOLD))).await?;
        let told = found.rows.into_iter().map(|request| Attention {
            target: Ref::new(AccessRequest::KIND, request.id),
            path: "/people/requests".to_owned(),
            icon: "key-round",
            title: Message::new("access-attention").with("name", request.person_name),
            more: request.note.map(|note| Message::new("access-attention-note").with("note", note)),
            amount: None,
            verb: Some(Message::new("access-attention-verb")),
            due: Some(Date::from(request.expires_at.to_jiff().to_zoned(TimeZone::UTC).date())),
            at: request.asked_at,
            turn: Turn::Customer,
            track: None,
        });
        Ok(told.collect())
    }
}

impl Asking {
    fn of(request: AccessRequest) -> Self {
        Self {
            request: request.id,
            membership: request.membership_id,
            person: request.person_id,
            name: request.person_name,
            action: request.action,
            role: request.role,
            note: request.note,
            asked: request.asked_at,
            expires: request.expires_at,
        }
    }
}
