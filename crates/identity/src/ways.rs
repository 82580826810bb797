//! By what an account's people sign in: as much of it as those need to know who look after access.

use access::{Account, Grant, Reach};
use directory::Membership;
use gateway::{ById, Input, Path, Query, Service, Viewed, get};
use kernel::{Cursor, Id, Limit, Problem};
use macros::Row;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Object as _, Order, Scope};

/// How people come in, for those who look after them.
pub fn ways() -> Service {
    Service::named("ways").object::<MemberWay>().query::<PeopleWays>()
}

/// Whoever looks after access is told of the people of their account; a group, of those in its tree; staff, of all.
pub fn way_grants() -> Vec<(&'static str, Grant)> {
    let reaches = [("admin", Reach::Account), ("group", Reach::Tree), ("agent", Reach::All)];
    let both = |(role, reach): (&'static str, Reach)| {
        [MemberWay::READ, PeopleWays::NAME].map(|action| (role, Grant::new(action, reach.clone())))
    };
    reaches.into_iter().flat_map(both).collect()
}

/// By what somebody who is a member of an account now can sign in.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(
    table = "member_ways",
    kind = "member_way",
    read = "people.read_way",
    account = "account_id",
    owner = "person_id"
)]
pub struct MemberWay {
    /// The membership.
    pub id: Id<Membership>,
    /// Where.
    pub account_id: Id<Account>,
    /// Who.
    pub person_id: Id<access::Person>,
    /// What the account calls its provider, if that knows them and lets them in.
    pub company: Option<String>,
    /// How many passkeys they have.
    pub passkeys: i64,
    /// How many authenticator apps.
    pub apps: i64,
    /// Whether they have a password: one or none.
    pub passwords: i64,
}

/// Tells how members sign in.
#[derive(Input)]
pub struct PeopleWays {
    memberships: Vec<ById<Membership>>,
}

/// The way somebody comes in first of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MainWay {
    /// Through their company.
    Company,
    /// By a passkey.
    Passkey,
    /// By a password.
    Password,
    /// By a link or a code that is mailed.
    Mail,
}

/// How a member signs in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WayOf {
    /// The membership.
    pub membership: Id<Membership>,
    /// By what.
    pub way: MainWay,
    /// What the account calls its provider, where they come through it.
    pub provider: Option<String>,
    /// Whether they have set up a second proof here.
    pub second: bool,
}

impl Query for PeopleWays {
    const NAME: &'static str = "people.ways";
    const PATH: Path = get("/people/ways");
    const VIEWED: Viewed = Viewed::Logged;
    type On = MemberWay;
    type Under = Scope<Self, MemberWay>;
    type Output = Vec<WayOf>;

    async fn run(self, people: Scope<Self, MemberWay>) -> Result<Vec<WayOf>, Problem> {
        let memberships: Vec<Id<Membership>> = self.memberships.into_iter().map(ById::id).collect();
        let mut told = Vec::new();
        let mut at: Option<Cursor> = None;
        loop {
            let by = Order::by(MemberWay::PASSKEYS, Direction::Descending);
            let named = List::by(by).only(MemberWay::ID.is_in(&memberships));
            let page = people.page(named.from(at).rows(Limit::NAMED)).await?;
            told.extend(page.rows.into_iter().map(WayOf::of));
            at = page.next;
            if at.is_none() {
                return Ok(told);
            }
        }
    }
}

impl WayOf {
    fn of(row: MemberWay) -> Self {
        let way = match &row {
            MemberWay { company: Some(_), .. } => MainWay::Company,
            row if row.passkeys > 0 => MainWay::Passkey,
            row if row.passwords > 0 => MainWay::Password,
            _ => MainWay::Mail,
        };
        Self { membership: row.id, way, second: row.passkeys + row.apps > 0, provider: row.company }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Id;
    use uuid::Uuid;

    use super::{MainWay, MemberWay, WayOf};

    fn told(company: Option<&str>, passkeys: i64, apps: i64, passwords: i64) -> (MainWay, bool) {
        let row = MemberWay {
            id: Id::from_uuid(Uuid::nil()),
            account_id: Id::from_uuid(Uuid::nil()),
            person_id: Id::from_uuid(Uuid::nil()),
            company: company.map(str::to_owned),
            passkeys,
            apps,
            passwords,
        };
        let of = WayOf::of(row);
        (of.way, of.second)
    }

    #[test]
    fn the_company_comes_before_a_passkey_that_before_a_password_and_mail_is_always_there() {
        assert_eq!(told(Some("Northgate ID"), 1, 1, 1), (MainWay::Company, true));
        assert_eq!(told(None, 2, 0, 1), (MainWay::Passkey, true));
        assert_eq!(told(None, 0, 1, 1), (MainWay::Password, true));
        assert_eq!(told(None, 0, 0, 1), (MainWay::Password, false));
        assert_eq!(told(None, 0, 0, 0), (MainWay::Mail, false));
    }
}
