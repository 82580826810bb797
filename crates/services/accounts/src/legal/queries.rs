use access::Account as AccountNoun;
use directory::{Account, ChangeRequest, ChangeStanding, Legal, LegalChange};
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope, Seen};

use crate::queries::place;

/// A request to change what an account is in law.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Change {
    /// The request.
    pub request: Id<ChangeRequest>,
    /// Whose data.
    pub account: Id<AccountNoun>,
    /// What the account was called then.
    pub company: String,
    /// What is to change.
    pub changes: Vec<LegalChange>,
    /// Why.
    pub reason: String,
    /// Who asks.
    pub proposer: String,
    /// Since when.
    pub asked: Timestamp,
    /// When it was approved.
    pub approved: Option<Timestamp>,
    /// When it was declined.
    pub declined: Option<Timestamp>,
    /// Who answered.
    pub answerer: Option<String>,
    /// A line from them.
    pub note: Option<String>,
}

impl Change {
    fn of(request: &ChangeRequest) -> Self {
        Self {
            request: request.id,
            account: request.account_id,
            company: request.company.clone(),
            changes: request.changes(),
            reason: request.reason.clone(),
            proposer: request.proposer.clone(),
            asked: request.asked_at,
            approved: request.approved_at,
            declined: request.declined_at,
            answerer: request.answerer.clone(),
            note: request.note.clone(),
        }
    }

    /// How it stands beside what the account is in law now.
    pub(super) fn standing(&self, now: &Legal) -> ChangeStanding {
        ChangeStanding::of(&self.changes, self.approved, self.declined, now)
    }
}

/// Lists requests to change legal data, the latest first: all that may be seen, or those of one account.
#[derive(Input)]
pub struct ListChanges {
    account: Option<ById<AccountNoun>>,
    from: Option<Line<400>>,
}

impl Query for ListChanges {
    const NAME: &'static str = "legal.list";
    const PATH: Path = get("/legal-changes");
    const VIEWED: Viewed = Viewed::Logged;
    type On = ChangeRequest;
    type Under = Scope<Self, ChangeRequest>;
    type Output = Page<Change>;

    async fn run(self, requests: Scope<Self, ChangeRequest>) -> Result<Page<Change>, Problem> {
        let account = self.account.map(|account| ChangeRequest::ACCOUNT_ID.is(&account.id()));
        let by = Order::by(ChangeRequest::ASKED_AT, Direction::Descending);
        let list = List::by(by).maybe(account).from(place(self.from.as_ref())).rows(Limit::DEFAULT);
        Ok(requests.page(list).await?.map(|request| Change::of(&request)))
    }
}

/// Shows one request to change legal data.
#[derive(Input)]
pub struct ShowChange {}

impl Query for ShowChange {
    const NAME: &'static str = "legal.read";
    const PATH: Path = get("/legal-changes/{change_request}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = ChangeRequest;
    type Under = Seen<Self, ChangeRequest>;
    type Output = Change;

    async fn run(self, request: Seen<Self, ChangeRequest>) -> Result<Change, Problem> {
        Ok(Change::of(&request))
    }
}

/// Shows what an account is in law, as the systems of record tell it.
#[derive(Input)]
pub struct ShowLegal {}

impl Query for ShowLegal {
    const NAME: &'static str = "legal.show";
    const PATH: Path = get("/legal");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Account;
    type Under = Seen<Self, Account>;
    type Output = Legal;

    async fn run(self, account: Seen<Self, Account>) -> Result<Legal, Problem> {
        Ok(account.legal())
    }
}
