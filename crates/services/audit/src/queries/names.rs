//! What people and customers are called: those a page shows, or those somebody looks for.

use directory::{Account, Person, fold};
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Noun, Problem};
use serde::Serialize;
use store::{Condition, Direction, List, Order, Scope};
use uuid::Uuid;

/// Names people.
#[derive(Input)]
pub struct NamePeople {
    among: Vec<Line<40>>,
    called: Option<Line<80>>,
}

/// Names accounts.
#[derive(Input)]
pub struct NameAccounts {
    among: Vec<Line<40>>,
    called: Option<Line<80>>,
}

/// Somebody, or some account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
        let wanted = match &self.called {
            Some(called) => Person::NAME_FOLD.contains(&fold(called.as_str())),
            None => among(&self.among, |ids| Person::ID.is_in(ids)),
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
        let wanted = match &self.called {
            Some(called) => Account::NAME_FOLD
                .contains(&fold(called.as_str()))
                .or(Account::REFERENCE.is(&Some(called.as_str().to_owned()))),
            None => among(&self.among, |ids| Account::ID.is_in(ids)),
        };
        let list = List::by(Order::by(Account::NAME_FOLD, Direction::Ascending)).only(wanted);
        let found = accounts.page(list.rows(Limit::clamp(Limit::MAX))).await?;
        Ok(found.rows.into_iter().map(|account| Named { id: account.id.uuid(), name: account.name }).collect())
    }
}

/// Those with these ids; what is no id names nobody.
fn among<R, T: Noun>(told: &[Line<40>], are: impl FnOnce(&[Id<T>]) -> Condition<R>) -> Condition<R> {
    let ids: Vec<Id<T>> = told.iter().filter_map(|id| id.as_str().parse().ok()).collect();
    are(&ids)
}
