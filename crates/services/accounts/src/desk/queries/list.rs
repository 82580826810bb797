use std::collections::BTreeMap;

use directory::{Account, AccountKind};
use gateway::{ById, Field, FieldKind, Input, Line, Path, Query, RawField, Viewed, get};
use kernel::{Cursor, Id, Limit, Message, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope, StoreError};
use words::Formats;

use super::Brief;
use crate::queries::named;

/// Lists customer organisations by name: all, those of one kind, an account with its parts, or those found by words.
#[derive(Input)]
pub struct ListCustomers {
    words: Option<Line<80>>,
    kind: Option<OfKind>,
    within: Option<ById<access::Account>>,
    from: Option<Line<400>>,
}

/// A kind of account, as it is chosen.
struct OfKind(AccountKind);

/// A page of accounts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CustomersPage {
    /// The accounts.
    pub accounts: Page<Listed>,
    /// How many there are of those asked for.
    pub found: Count,
    /// How many there are at all.
    pub all: Count,
    /// How many there are of each kind, whatever else the list is narrowed to.
    pub kinds: KindCounts,
    /// The account whose parts are listed, if only those are.
    pub within: Option<Brief>,
}

/// An account in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    /// The account itself.
    #[serde(flatten)]
    pub account: Brief,
    /// What it is part of, if that may be seen.
    pub part_of: Option<Brief>,
    /// Since when we know it.
    pub since: Timestamp,
}

/// How many accounts there are of each kind.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct KindCounts {
    /// Groups of companies.
    pub groups: Count,
    /// Companies.
    pub companies: Count,
    /// Places of companies.
    pub sites: Count,
}

/// Nobody counts further than this.
const ALL: u32 = 10_000;

impl Query for ListCustomers {
    const NAME: &'static str = "customers.list";
    const PATH: Path = get("/customers");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Account;
    type Under = Scope<Self, Account>;
    type Output = CustomersPage;

    async fn run(self, accounts: Scope<Self, Account>) -> Result<CustomersPage, Problem> {
        let within = self.within.map(ById::id);
        let narrowed = self.conditions(within).into_iter().reduce(Condition::and);
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(Account::NAME_FOLD, Direction::Ascending);
        let page = accounts.page(List::by(by).maybe(narrowed.clone()).from(cursor)).await?;
        // The account whose parts these are stands above some of them, so one look finds it too.
        let beside = page.rows.iter().filter_map(|row| row.parent_id).chain(within);
        let beside = briefs(&accounts, beside.collect()).await?;
        let of = |kind: AccountKind| Some(Account::KIND.is(&kind));
        let counted = [narrowed, None, of(AccountKind::Group), of(AccountKind::Company), of(AccountKind::Site)];
        let [found, all, groups, companies, sites] = accounts.counts(counted, ALL).await?;
        let kinds = KindCounts { groups, companies, sites };
        let listed = |row: Account| Listed {
            part_of: row.parent_id.and_then(|parent| beside.get(&parent).cloned()),
            since: row.created_at,
            account: Brief::of(row),
        };
        let within = within.and_then(|within| beside.get(&within).cloned());
        Ok(CustomersPage { accounts: page.map(listed), found, all, kinds, within })
    }
}

impl ListCustomers {
    fn conditions(&self, within: Option<Id<access::Account>>) -> Vec<Condition<Account>> {
        let mut conditions = Vec::new();
        conditions.extend(self.words.as_ref().map(|words| named(words.as_str())));
        conditions.extend(self.kind.as_ref().map(|kind| Account::KIND.is(&kind.0)));
        conditions.extend(within.map(|within| Account::ID.is_part_of(within)));
        conditions
    }
}

/// Accounts by id, as far as they may be seen; in one look, of at most so many as a page holds.
async fn briefs<Q>(
    accounts: &Scope<Q, Account>,
    ids: Vec<Id<access::Account>>,
) -> Result<BTreeMap<Id<access::Account>, Brief>, StoreError> {
    let by = Order::by(Account::NAME_FOLD, Direction::Ascending);
    let found = accounts.page(List::by(by).only(Account::ID.is_in(&ids)).rows(Limit::clamp(Limit::MAX))).await?;
    Ok(found.rows.into_iter().map(|row| (row.id, Brief::of(row))).collect())
}

impl Field for OfKind {
    fn kind() -> FieldKind {
        FieldKind::Choice(AccountKind::ALL.iter().map(|kind| kind.word()).collect())
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        let RawField::Text(word) = raw else { return Err(Message::new("input-not-a-choice")) };
        AccountKind::from_word(word).map(Self).ok_or_else(|| Message::new("input-not-a-choice"))
    }
}
