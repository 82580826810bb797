#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::collections::{BTreeMap, BTreeSet};

use access::{Account, Caller};
use directory::AccountName;
use futures::future::BoxFuture;
use kernel::{Id, Limit, Problem, Ref};
use store::{Col, Condition, Db, Direction, List, Object, Order, Refused};
use uuid::Uuid;

use crate::{Asked, Gateway};

/// An object that people call by a number, or by a name that is its own alone.
pub trait Numbered: Object {
    /// Those that are called so, as somebody typed it.
    fn numbered(typed: &str) -> Condition<Self>;
    /// Its number or name, as people write it.
    fn number(&self) -> String;
}

/// A record that was found by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The record.
    pub target: Ref,
    /// Its number, as people write it.
    pub number: String,
}

type Find = for<'a> fn(&'a Db, &'a Caller, &'a str) -> BoxFuture<'a, Result<Vec<Found>, Refused>>;
type Name = for<'a> fn(&'a Db, &'a Caller, &'a [Uuid]) -> BoxFuture<'a, Result<Vec<Found>, Refused>>;

/// A kind of record that is found by its number, as the registry holds it.
#[derive(Clone, Copy)]
pub struct Numbering {
    kind: &'static str,
    action: &'static str,
    find: Find,
    name: Name,
}

/// The most records of a kind that have one number: several customers' books may count alike.
const MOST: u32 = 20;

/// As many records of a kind as one question names.
const AT_ONCE: usize = 200;

impl Numbering {
    pub(crate) fn of<R: Numbered>() -> Self {
        Self {
            kind: R::KIND,
            action: R::READ,
            find: |db, caller, typed| Box::pin(find::<R>(db, caller, typed)),
            name: |db, caller, ids| Box::pin(name::<R>(db, caller, ids)),
        }
    }
}

async fn find<R: Numbered>(db: &Db, caller: &Caller, typed: &str) -> Result<Vec<Found>, Refused> {
    listed(db, caller, R::numbered(typed), MOST).await
}

async fn name<R: Numbered>(db: &Db, caller: &Caller, ids: &[Uuid]) -> Result<Vec<Found>, Refused> {
    let ids: Vec<Id<R::Noun>> = ids.iter().copied().map(Id::from_uuid).collect();
    listed(db, caller, Col::<R, Id<R::Noun>>::named("id").is_in(&ids), Limit::MAX).await
}

async fn listed<R: Numbered>(db: &Db, caller: &Caller, which: Condition<R>, most: u32) -> Result<Vec<Found>, Refused> {
    let scope = db.scope::<Found, R>(caller, R::READ).await?;
    let latest = Order::by(Col::<R, Id<R::Noun>>::named("id"), Direction::Descending);
    let found = scope.page(List::by(latest).only(which).rows(Limit::clamp(most))).await?.rows;
    Ok(found.iter().map(|row| Found { target: Ref::new(R::KIND, row.id()), number: row.number() }).collect())
}

impl Gateway {
    /// The records of every service that are called by this number, as far as whoever asks may read them. It tells no
    /// more of them than that they are there, so no look is noted.
    ///
    /// # Errors
    /// The database's.
    pub async fn numbered(&self, asked: &Asked, typed: &str) -> Result<Vec<Found>, Problem> {
        let caller = self.asker(asked).await?;
        let mut found = Vec::new();
        for numbering in self.registry.numberings() {
            if !caller.facts(numbering.action).is_nothing() {
                found.extend((numbering.find)(&self.db, &caller, typed).await?);
            }
        }
        Ok(found)
    }

    /// The numbers of those of these records that have one, as far as whoever asks may read them; no look is noted, as
    /// by their numbers. Each kind is asked once, also where none of it is among them, so that a list costs the same
    /// whatever it is about; an entry about hundreds of records takes more questions.
    ///
    /// # Errors
    /// The database's.
    pub async fn called(&self, asked: &Asked, among: &BTreeSet<Ref>) -> Result<BTreeMap<Ref, String>, Problem> {
        let caller = self.asker(asked).await?;
        let mut called = BTreeMap::new();
        for numbering in self.registry.numberings() {
            if !caller.facts(numbering.action).is_nothing() {
                let of_kind = among.iter().filter(|record| record.kind == numbering.kind);
                let ids: Vec<Uuid> = of_kind.map(|record| record.id).collect();
                let mut rest = ids.as_slice();
                loop {
                    let (some, after) = rest.split_at(rest.len().min(AT_ONCE));
                    let found = (numbering.name)(&self.db, &caller, some).await?;
                    called.extend(found.into_iter().map(|found| (found.target, found.number)));
                    if after.is_empty() {
                        break;
                    }
                    rest = after;
                }
            }
        }
        Ok(called)
    }

    /// What these accounts are called, as far as whoever asks may read them; no look is noted.
    ///
    /// # Errors
    /// The database's.
    pub async fn names_of(&self, asked: &Asked, accounts: &[Id<Account>]) -> Result<Vec<AccountName>, Problem> {
        let read = <directory::Account as Object>::READ;
        let caller = self.asker(asked).await?;
        if accounts.is_empty() || caller.facts(read).is_nothing() {
            return Ok(Vec::new());
        }
        let scope = self.db.scope::<AccountName, directory::Account>(&caller, read).await?;
        Ok(AccountName::list(&scope, accounts).await?)
    }
}
