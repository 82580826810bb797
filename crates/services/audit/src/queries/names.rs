//! What people and customers are called: those a page shows, or those somebody looks for.

use directory::{Account, Person, fold};
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope};
use uuid::Uuid;

/// Names people.
#[derive(Input)]
pub struct NamePeople {
    among: Vec<ById<access::Person>>,
    called: Option<Line<80>>,
}

/// Names accounts.
#[derive(Input)]
pub struct NameAccounts {
    among: Vec<ById<access::Account>>,
    called: Option<Line<80>>,
}

/// Somebody, or some account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    /// Who.
    pub id: Uuid,
    /// What they are called.
    pub name: String,
}

impl Query for NamePeople {
    const NAME: &'static str = "journal.name_people";
    const PATH: Path = get("/journal/people");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Person;
    type Under = Scope<Self, Person>;
    type Output = Vec<Named>;

    async fn run(self, people: Scope<Self, Person>) -> Result<Vec<Named>, Problem> {
        let among: Vec<Id<access::Person>> = self.among.into_iter().map(ById::id).collect();
        let wanted = match &self.called {
            Some(called) => Person::NAME_FOLD.contains(&fold(called.as_str())),
            None => Person::ID.is_in(&among),
        };
        let list = List::by(Order::by(Person::NAME_FOLD, Direction::Ascending)).only(wanted);
        let found = people.page(list.rows(Limit::clamp(Limit::MAX))).await?;
        Ok(found.rows.into_iter().map(|person| Named { id: person.id.uuid(), name: person.name }).collect())
    }
}

impl Query for NameAccounts {
    const NAME: &'static str = "journal.name_accounts";
    const PATH: Path = get("/journal/accounts");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Account;
    type Under = Scope<Self, Account>;
    type Output = Vec<Named>;

    async fn run(self, accounts: Scope<Self, Account>) -> Result<Vec<Named>, Problem> {
        let among: Vec<Id<access::Account>> = self.among.into_iter().map(ById::id).collect();
        let wanted = match &self.called {
            Some(called) => Account::NAME_FOLD
                .contains(&fold(called.as_str()))
                .or(Account::REFERENCE.is(&Some(called.as_str().to_owned()))),
            None => Account::ID.is_in(&among),
        };
        let list = List::by(Order::by(Account::NAME_FOLD, Direction::Ascending)).only(wanted);
        let found = accounts.page(list.rows(Limit::clamp(Limit::MAX))).await?;
        Ok(found.rows.into_iter().map(|account| Named { id: account.id.uuid(), name: account.name }).collect())
    }
}
