use directory::{Account, AccountKind};
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Id, Limit, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Count, Direction, List, Order, Scope};

/// Shows where an account stands: what it is part of, and what is part of it, as far as that may be seen.
#[derive(Input)]
pub struct ShowTree {
    account: ById<access::Account>,
}

/// An account's place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tree {
    /// What it is part of, from the top down.
    pub above: Vec<Brief>,
    /// What is directly part of it, by name; the first of them.
    pub below: Vec<Brief>,
    /// How many are.
    pub parts: Count,
}

/// An account in few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Brief {
    /// The account.
    pub id: Id<access::Account>,
    /// Its name.
    pub name: String,
    /// What the system of record calls it.
    pub reference: Option<String>,
    /// What it is.
    #[serde(serialize_with = "word")]
    #[schemars(with = "String")]
    pub kind: AccountKind,
}

/// How many parts are named, and how far they are counted.
const NAMED: u32 = 25;
const MOST: u32 = 10_000;

impl Query for ShowTree {
    const NAME: &'static str = "customers.tree";
    const PATH: Path = get("/customers/tree");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Account;
    type Under = Scope<Self, Account>;
    type Output = Tree;

    async fn run(self, accounts: Scope<Self, Account>) -> Result<Tree, Problem> {
        let of = self.account.id();
        let by_name = || List::by(Order::by(Account::NAME_FOLD, Direction::Ascending));
        let line = Account::ID.has_part(of);
        let line = accounts.page(by_name().only(line).rows(Limit::clamp(Limit::MAX))).await?.rows;
        let parts = Account::PARENT_ID.is(&Some(of));
        let below = accounts.page(by_name().only(parts.clone()).rows(Limit::clamp(NAMED))).await?.rows;
        Ok(Tree {
            above: above(of, &line),
            below: below.into_iter().map(Brief::of).collect(),
            parts: accounts.count(Some(parts), MOST).await?,
        })
    }
}

impl Brief {
    pub(crate) fn of(account: Account) -> Self {
        Self { id: account.id, name: account.name, reference: account.reference, kind: account.kind }
    }
}

/// The accounts above one, from the top down, out of those in its line.
fn above(of: Id<access::Account>, line: &[Account]) -> Vec<Brief> {
    let find = |id: Id<access::Account>| line.iter().find(|account| account.id == id);
    let mut above = Vec::new();
    let mut at = find(of).and_then(|own| own.parent_id).and_then(find);
    while let Some(account) = at.filter(|_| above.len() < line.len()) {
        above.insert(0, Brief::of(account.clone()));
        at = account.parent_id.and_then(find);
    }
    above
}

fn word<S: serde::Serializer>(kind: &AccountKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.word())
}
