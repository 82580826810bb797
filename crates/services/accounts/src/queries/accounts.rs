use access::Account as AccountNoun;
use directory::{Account, AccountKind};
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Id, Limit, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope, Seen};
use sync::{AccountSource, Provenance};

use super::{named, place};

/// An account, as its own people see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Company {
    /// The account.
    pub account: Id<AccountNoun>,
    /// The account it is part of.
    pub parent: Option<Id<AccountNoun>>,
    /// Its name.
    pub name: String,
    /// What it is: `group`, `company`, `site`.
    pub kind: &'static str,
    /// What the system of record calls it.
    pub reference: Option<String>,
    /// Since when the portal knows it.
    pub since: Timestamp,
}

/// Lists accounts by name: the one acted for and those below it, as far as they may be known, or those found by words.
#[derive(Input)]
pub struct ListAccounts {
    words: Option<Line<80>>,
    from: Option<Line<400>>,
}

impl Query for ListAccounts {
    const NAME: &'static str = "accounts.list";
    const PATH: Path = get("/accounts");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Account;
    type Under = Scope<Self, Account>;
    type Output = Page<Company>;

    async fn run(self, accounts: Scope<Self, Account>) -> Result<Page<Company>, Problem> {
        let by = Order::by(Account::NAME_FOLD, Direction::Ascending);
        let words = self.words.as_ref().map(|words| named(words.as_str()));
        let list = List::by(by).maybe(words).from(place(self.from.as_ref())).rows(Limit::DEFAULT);
        let page = accounts.page(list).await?;
        Ok(Page { rows: page.rows.iter().map(Company::of).collect(), previous: page.previous, next: page.next })
    }
}

/// The account one acts for, and where what is known of it comes from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnCompany {
    /// The account itself.
    #[serde(flatten)]
    pub company: Company,
    /// The systems that tell of it, the one that spoke last first; none when it was made here.
    pub sources: Vec<Provenance>,
}

/// Nothing has more sources than this.
const SOURCES: u32 = 5;

/// Shows the account one acts for.
#[derive(Input)]
pub struct ShowCompany {}

impl Query for ShowCompany {
    const NAME: &'static str = "accounts.show";
    const PATH: Path = get("/company");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Account;
    type Under = Seen<Self, Account>;
    type Output = OwnCompany;

    async fn run(self, account: Seen<Self, Account>) -> Result<OwnCompany, Problem> {
        let latest = Order::by(AccountSource::OBSERVED_AT, Direction::Descending);
        let sources = account.parts(List::by(latest).rows(Limit::clamp(SOURCES))).await?.rows;
        let source = |source: AccountSource| Provenance { system: source.system, observed_at: source.observed_at };
        Ok(OwnCompany { sources: sources.into_iter().map(source).collect(), company: Company::of(&account) })
    }
}

impl Company {
    fn of(account: &Account) -> Self {
        let kind = match account.kind {
            AccountKind::Group => "group",
            AccountKind::Company => "company",
            AccountKind::Site => "site",
        };
        let (id, name, reference) = (account.id, account.name.clone(), account.reference.clone());
        Self { account: id, parent: account.parent_id, name, kind, reference, since: account.created_at }
    }
}
