use access::{Account, Person};
use directory::ApiKey;
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Limit, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope};

/// Lists keys that were not revoked, the newest first: all that may be seen, those of one account or those of the desk.
#[derive(Input)]
pub struct ListKeys {
    account: Option<ById<Account>>,
    /// Only those that act at the desk.
    desk: bool,
    from: Option<Line<400>>,
}

/// A key, without what it is known by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KeyLine {
    /// Its id.
    pub key: Id<access::ApiKey>,
    /// For which account; for none at the desk.
    pub account: Option<Id<Account>>,
    /// Who made it, and on whose rights it acts.
    pub person: Id<Person>,
    /// What that person is called.
    pub made_by: String,
    /// What it is called.
    pub name: String,
    /// Which app has it, as the app calls itself; none of keys that people made to be copied.
    pub client_id: Option<String>,
    /// The last four characters of the key; none of keys from before these were kept.
    pub ending: String,
    /// What it may do, by the names of operations.
    pub actions: Vec<String>,
    /// Since when.
    pub since: Timestamp,
    /// First instant it no longer counts.
    pub expires: Timestamp,
    /// Last use, within a minute or so.
    pub used: Option<Timestamp>,
}

impl Query for ListKeys {
    const NAME: &'static str = "keys.list";
    const PATH: Path = get("/keys");
    const VIEWED: Viewed = Viewed::Logged;
    type On = ApiKey;
    type Under = Scope<Self, ApiKey>;
    type Output = Page<KeyLine>;

    async fn run(self, keys: Scope<Self, ApiKey>) -> Result<Page<KeyLine>, Problem> {
        let account = self.account.map(|account| ApiKey::ACCOUNT_ID.is(&Some(account.id())));
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(ApiKey::CREATED_AT, Direction::Descending);
        let desk = self.desk.then(|| ApiKey::ACCOUNT_ID.is_unknown());
        let list = List::by(by).only(ApiKey::REVOKED_AT.is_unknown()).maybe(account).maybe(desk).from(cursor);
        Ok(keys.page(list.rows(Limit::DEFAULT)).await?.map(KeyLine::of))
    }
}

impl KeyLine {
    fn of(key: ApiKey) -> Self {
        Self {
            key: key.id,
            account: key.account_id,
            person: key.person_id,
            made_by: key.made_by,
            name: key.name,
            client_id: key.client_id,
            ending: key.ending,
            actions: key.actions.0,
            since: key.created_at,
            expires: key.expires_at,
            used: key.used_at,
        }
    }
}
