use directory::{Person, Session};
use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Limit, Problem, Timestamp};
use serde::Serialize;
use store::{Direction, List, Order, Seen};

/// Shows whether somebody may sign in, and until when they are signed in.
#[derive(Input)]
pub struct ShowStanding {}

/// How somebody stands at the portal's door.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Standing {
    /// Since when they are locked out, if they are.
    pub locked: Option<Timestamp>,
    /// First instant at which each of their sessions that was not ended no longer counts; of at most a hundred.
    pub sessions: Vec<Timestamp>,
}

/// How far sessions are counted.
const SESSIONS: u32 = 100;

impl Query for ShowStanding {
    const NAME: &'static str = "persons.show";
    const PATH: Path = get("/persons/{person}");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Person;
    type Under = Seen<Self, Person>;
    type Output = Standing;

    async fn run(self, person: Seen<Self, Person>) -> Result<Standing, Problem> {
        let by = Order::by(Session::EXPIRES_AT, Direction::Descending);
        let sessions = List::by(by).only(Session::ENDED_AT.is_unknown()).rows(Limit::clamp(SESSIONS));
        let sessions = person.parts(sessions).await?.rows.into_iter().map(|session| session.expires_at).collect();
        Ok(Standing { locked: person.disabled_at, sessions })
    }
}
