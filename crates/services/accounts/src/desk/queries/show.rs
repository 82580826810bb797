use directory::Account;
use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Limit, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Seen};
use sync::{AccountSource, Provenance};

use super::Brief;

/// Shows one account.
#[derive(Input)]
pub struct ReadAccount {}

/// An account, and where what is known of it comes from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountView {
    /// The account itself.
    #[serde(flatten)]
    pub account: Brief,
    /// Since when we know it.
    pub since: Timestamp,
    /// The systems that tell of it, the one that spoke last first; none when it was made here.
    pub sources: Vec<Provenance>,
}

/// Nothing has more sources than this.
const SOURCES: u32 = 5;

impl Query for ReadAccount {
    const NAME: &'static str = "accounts.read";
    const PATH: Path = get("/accounts/{account}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Account;
    type Under = Seen<Self, Account>;
    type Output = AccountView;

    async fn run(self, account: Seen<Self, Account>) -> Result<AccountView, Problem> {
        let latest = Order::by(AccountSource::OBSERVED_AT, Direction::Descending);
        let sources = account.parts(List::by(latest).rows(Limit::clamp(SOURCES))).await?.rows;
        let source = |source: AccountSource| Provenance { system: source.system, observed_at: source.observed_at };
        Ok(AccountView {
            since: account.created_at,
            sources: sources.into_iter().map(source).collect(),
            account: Brief::of((*account).clone()),
        })
    }
}
