#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use access::Caller;
use futures::future::BoxFuture;
use kernel::{Id, Limit, Problem, Ref};
use store::{Col, Condition, Db, Direction, List, Object, Order, Refused};

use crate::{Asked, Gateway};

/// An object that people call by a number.
pub trait Numbered: Object {
    /// Those that are called so, as somebody typed it.
    fn numbered(typed: &str) -> Condition<Self>;
    /// Its number, as people write it.
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

/// A kind of record that is found by its number, as the registry holds it.
#[derive(Clone, Copy)]
pub struct Numbering {
    action: &'static str,
    find: Find,
}

/// The most records of a kind that have one number: several customers' books may count alike.
const MOST: u32 = 20;

impl Numbering {
    pub(crate) fn of<R: Numbered>() -> Self {
        Self { action: R::READ, find: |db, caller, typed| Box::pin(find::<R>(db, caller, typed)) }
    }
}

async fn find<R: Numbered>(db: &Db, caller: &Caller, typed: &str) -> Result<Vec<Found>, Refused> {
    let scope = db.scope::<Found, R>(caller, R::READ).await?;
    let latest = Order::by(Col::<R, Id<R::Noun>>::named("id"), Direction::Descending);
    let list = List::by(latest).only(R::numbered(typed)).rows(Limit::clamp(MOST));
    let found = scope.page(list).await?.rows;
    Ok(found.iter().map(|row| Found { target: Ref::new(R::KIND, row.id()), number: row.number() }).collect())
}

impl Gateway {
    /// The records of every service that are called by this number, as far as whoever asks may read them. It tells no
    /// more of them than that they are there, so no look is noted.
    ///
    /// # Errors
    /// The database's.
    pub async fn numbered(&self, asked: &Asked, typed: &str) -> Result<Vec<Found>, Problem> {
        let caller = self.caller(&asked.principal, None).await?;
        let mut found = Vec::new();
        for numbering in self.registry.numberings() {
            if !caller.facts(numbering.action).is_nothing() {
                found.extend((numbering.find)(&self.db, &caller, typed).await?);
            }
        }
        Ok(found)
    }
}
