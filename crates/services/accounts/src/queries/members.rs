use access::{Account, Caller, Person};
use directory::{HoldingRow, Membership, fold};
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope, Seen};

use super::{ALL, place};
use crate::keepers;

/// Lists the people of accounts, by name: all that may be seen, or those of one account.
#[derive(Input)]
pub struct ListMembers {
    account: Option<ById<Account>>,
    words: Option<Line<80>>,
    /// Only those who look after access.
    keepers: bool,
    from: Option<Line<400>>,
}

/// Somebody who has access.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Member {
    /// Their membership.
    pub membership: Id<Membership>,
    /// Who.
    pub person: Id<Person>,
    /// What they are called.
    pub name: String,
    /// The roles that count now, by name.
    pub roles: Vec<String>,
    /// Since when they have access.
    pub since: Timestamp,
}

/// A page of people.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Members {
    /// The people.
    pub members: Page<Member>,
    /// How many there are of those asked for.
    pub found: Count,
    /// How many there are at all.
    pub all: Count,
}

impl Query for ListMembers {
    const NAME: &'static str = "people.list";
    const PATH: Path = get("/people");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Membership;
    type Under = Scope<Self, Membership>;
    type Output = Members;

    async fn run(self, people: Scope<Self, Membership>) -> Result<Members, Problem> {
        let caller = people.caller();
        let account = self.account.map(|account| Membership::ACCOUNT_ID.is(&account.id()));
        let here = account.into_iter().fold(Membership::ENDED_AT.is_unknown(), Condition::and);
        let words = self.words.map(|words| Membership::NAME_FOLD.contains(&fold(words.as_str())));
        let keeping = self.keepers.then(|| {
            let roles: Vec<String> = keepers(&caller.rights.book).into_iter().map(str::to_owned).collect();
            Condition::any_child(HoldingRow::ROLE.is_in(&roles))
        });
        let narrowed = [words, keeping].into_iter().flatten().reduce(Condition::and);
        let by = Order::by(Membership::NAME_FOLD, Direction::Ascending);
        let list = List::by(by).only(here.clone()).maybe(narrowed.clone()).from(place(self.from.as_ref()));
        let page = people.page(list.rows(Limit::DEFAULT)).await?;
        let all = people.count(Some(here.clone()), ALL).await?;
        let found = match narrowed {
            Some(narrowed) => people.count(Some(here.and(narrowed)), ALL).await?,
            None => all,
        };
        let ids: Vec<Id<Membership>> = page.rows.iter().map(|row| row.id).collect();
        let held = people.parts(&ids, Order::by(HoldingRow::ROLE, Direction::Ascending)).await?;
        let rows = page.rows.iter().map(|row| member(row, &held, caller)).collect();
        let members = Page { rows, previous: page.previous, next: page.next };
        Ok(Members { members, found, all })
    }
}

/// Shows somebody who has access.
#[derive(Input)]
pub struct ShowMember {}

/// More roles than anybody has.
const ROLES: u32 = 100;

impl Query for ShowMember {
    const NAME: &'static str = "people.show";
    const PATH: Path = get("/people/{membership}");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Membership;
    type Under = Seen<Self, Membership>;
    type Output = (Id<access::Account>, Member);

    async fn run(self, person: Seen<Self, Membership>) -> Result<Self::Output, Problem> {
        if person.ended_at.is_some() {
            return Err(Problem::not_found());
        }
        let by = Order::by(HoldingRow::ROLE, Direction::Ascending);
        let held = person.parts(List::by(by).rows(Limit::clamp(ROLES))).await?.rows;
        let roles = held.into_iter().map(|held| held.role).collect();
        let (membership, since) = (person.id, person.created_at);
        let member = Member { membership, person: person.person_id, name: person.name.clone(), roles, since };
        Ok((person.account_id, member))
    }
}

fn member(row: &Membership, held: &[HoldingRow], caller: &Caller) -> Member {
    let counts = |held: &&HoldingRow| {
        held.membership_id == Some(row.id)
            && held.valid_from.is_none_or(|from| from <= caller.now)
            && held.valid_until.is_none_or(|until| caller.now < until)
    };
    let roles = held.iter().filter(counts).map(|held| held.role.clone()).collect();
    Member { membership: row.id, person: row.person_id, name: row.name.clone(), roles, since: row.created_at }
}
