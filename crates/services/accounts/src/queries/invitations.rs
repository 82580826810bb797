use access::Account;
use directory::Invitation;
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Page, Problem};
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope};

use super::{ALL, place};

/// Lists invitations that nobody has answered, the first to run out first: all that may be seen, or those of one
/// account.
#[derive(Input)]
pub struct ListInvitations {
    account: Option<Line<40>>,
    from: Option<Line<400>>,
}

/// A page of invitations.
#[derive(Debug, Serialize)]
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
        let account = self.account.as_ref().map(|id| {
            let id: Result<Id<Account>, _> = id.as_str().parse();
            id.map_or_else(|_| Condition::nothing(), |id| Invitation::ACCOUNT_ID.is(&Some(id)))
        });
        let open = account.into_iter().fold(unanswered(), Condition::and);
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
