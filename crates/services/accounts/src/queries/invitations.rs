use access::Account;
use directory::Invitation;
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Limit, Page, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope};

use super::{ALL, place};

/// Lists invitations that nobody has answered, the first to run out first: all that may be seen, or those of one
/// account. One that is named is found whatever became of it.
#[derive(Input)]
pub struct ListInvitations {
    account: Option<ById<Account>>,
    invitation: Option<ById<Invitation>>,
    from: Option<Line<400>>,
}

/// A page of invitations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Invitations {
    /// The invitations, without what their links are known by.
    #[serde(skip)]
    pub invitations: Page<Invitation>,
    /// How many there are.
    pub all: Count,
}

impl Query for ListInvitations {
    const NAME: &'static str = "people.list_invitations";
    const PATH: Path = get("/invitations");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invitation;
    type Under = Scope<Self, Invitation>;
    type Output = Invitations;

    async fn run(self, offered: Scope<Self, Invitation>) -> Result<Invitations, Problem> {
        let account = self.account.map(|account| Invitation::ACCOUNT_ID.is(&Some(account.id())));
        let wanted = self.invitation.map_or_else(unanswered, |invitation| Invitation::ID.is(&invitation.id()));
        let open = account.into_iter().fold(wanted, Condition::and);
        let by = Order::by(Invitation::EXPIRES_AT, Direction::Ascending);
        let list = List::by(by).only(open.clone()).from(place(self.from.as_ref())).rows(Limit::DEFAULT);
        let invitations = offered.page(list).await?;
        Ok(Invitations { invitations, all: offered.count(Some(open), ALL).await? })
    }
}

/// Neither accepted nor refused nor taken back; those that have run out too.
pub(super) fn unanswered() -> Condition<Invitation> {
    let none = [Invitation::REVOKED_AT, Invitation::REFUSED_AT].into_iter();
    none.fold(Invitation::ACCEPTED_AT.is_unknown(), |all, column| all.and(column.is_unknown()))
}
