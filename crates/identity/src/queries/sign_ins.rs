use directory::Person;
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Limit, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Seen};

use crate::rows::{Failed, Second, Try, Way};

/// Lists one's own sign-ins of the last half year, and the tries that were refused, the newest first.
#[derive(Input)]
pub struct ListSignIns {
    from: Option<Line<400>>,
}

/// Once that somebody signed in, or was refused.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnTry {
    /// When.
    pub at: Timestamp,
    /// How; nothing where only a second proof was to be shown again.
    pub way: Option<Way>,
    /// By which second proof, if one was shown.
    pub second: Option<Second>,
    /// From which address, if that is known.
    pub address: Option<String>,
    /// At which proof it was refused, if it was.
    pub failed: Option<Failed>,
}

impl Query for ListSignIns {
    const NAME: &'static str = "identity.list_sign_ins";
    const PATH: Path = get("/me/sign-ins");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Person;
    type Under = Seen<Self, Person>;
    type Output = Page<OwnTry>;

    async fn run(self, person: Seen<Self, Person>) -> Result<Page<OwnTry>, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(Try::AT, Direction::Descending);
        Ok(person.parts(List::by(by).from(cursor).rows(Limit::DEFAULT)).await?.map(own_try))
    }
}

fn own_try(tried: Try) -> OwnTry {
    let address = Some(tried.address).filter(|address| !address.is_empty());
    OwnTry { at: tried.at, way: tried.way, second: tried.second, address, failed: tried.failed }
}
