//! Who works at the desk, and how they come in: for those who lock somebody out, also where that is nobody's member.
//! What is done about it is done by the commands of accounts.

use access::Person;
use gateway::{Input, Line, Path, Query, Service, Viewed, get};
use kernel::{Cursor, Id, Limit, Page, Problem, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope};

/// Who works at the desk.
pub fn staff() -> Service {
    Service::named("staff").object::<StaffPerson>().query::<ListStaff>()
}

/// Somebody with a role at the desk.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "staff_people", kind = "staff_person", read = "persons.read_staff")]
pub struct StaffPerson {
    /// Who.
    pub id: Id<Person>,
    /// What they are called.
    pub name: String,
    /// The name as it is sorted.
    pub name_fold: String,
    /// Since when they are locked out, if they are.
    pub disabled_at: Option<Timestamp>,
    /// Their main address, if they have proved one.
    pub email: Option<String>,
    /// When they were last here, in a session that is still kept.
    pub seen_at: Option<Timestamp>,
    /// How many apps and passkeys they have.
    pub factors: i64,
}

/// A role that somebody has at the desk.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "staff_holdings", parent(StaffPerson, "person_id"))]
pub struct StaffHolding {
    /// Its id.
    pub id: Id<StaffHolding>,
    /// Who.
    pub person_id: Id<Person>,
    /// Which role.
    pub role: String,
    /// First instant it counts.
    pub valid_from: Option<Timestamp>,
    /// First instant it no longer counts.
    pub valid_until: Option<Timestamp>,
}

/// Lists who works at the desk, by name.
#[derive(Input)]
pub struct ListStaff {
    from: Option<Line<400>>,
}

/// Somebody who works at the desk.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StaffLine {
    /// Who.
    pub person: Id<Person>,
    /// What they are called.
    pub name: String,
    /// Their main address, if they have proved one.
    pub email: Option<String>,
    /// The roles that count now, by name.
    pub roles: Vec<String>,
    /// When they were last here, if that is known.
    pub seen: Option<Timestamp>,
    /// Whether they have a second proof.
    pub second: bool,
    /// Since when they are locked out, if they are.
    pub locked: Option<Timestamp>,
}

impl Query for ListStaff {
    const NAME: &'static str = "persons.list_staff";
    const PATH: Path = get("/persons/staff");
    const VIEWED: Viewed = Viewed::Logged;
    type On = StaffPerson;
    type Under = Scope<Self, StaffPerson>;
    type Output = Page<StaffLine>;

    async fn run(self, staff: Scope<Self, StaffPerson>) -> Result<Page<StaffLine>, Problem> {
        let now = staff.caller().now;
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(StaffPerson::NAME_FOLD, Direction::Ascending);
        let page = staff.page(List::by(by).from(cursor).rows(Limit::DEFAULT)).await?;
        let ids: Vec<Id<Person>> = page.rows.iter().map(|row| row.id).collect();
        let held = staff.parts(&ids, Order::by(StaffHolding::ROLE, Direction::Ascending)).await?;
        Ok(page.map(|row| line(row, &held, now)))
    }
}

fn line(row: StaffPerson, held: &[StaffHolding], now: Timestamp) -> StaffLine {
    let counts = |held: &&StaffHolding| {
        held.person_id == row.id
            && held.valid_from.is_none_or(|from| from <= now)
            && held.valid_until.is_none_or(|until| now < until)
    };
    StaffLine {
        person: row.id,
        roles: held.iter().filter(counts).map(|held| held.role.clone()).collect(),
        name: row.name,
        email: row.email,
        seen: row.seen_at,
        second: row.factors > 0,
        locked: row.disabled_at,
    }
}
