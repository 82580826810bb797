use futures::future::BoxFuture;
use kernel::{Message, Money, Problem};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Asked, Gateway, Query, Raw};

/// How whoever asks stands in one currency, as a service adds it up for them: what they owe, say.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Balance {
    /// What it comes to; nothing where that is not known.
    pub amount: Option<Money>,
    /// Of what, and of how much it is not known.
    pub note: Message,
    /// What it consists of, the most pressing first.
    pub parts: Vec<BalancePart>,
}

/// A part of a balance.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BalancePart {
    /// What it is.
    pub label: Message,
    /// How much.
    pub amount: Money,
    /// Whether somebody should see to it.
    pub pressing: bool,
}

/// What a service tells under one heading, and where more of it is.
#[derive(Clone, Debug)]
pub struct Balances {
    /// The heading: a message without values.
    pub label: &'static str,
    /// The page with all of it, below the door.
    pub path: &'static str,
    /// One for each currency.
    pub each: Vec<Balance>,
}

type Ask = for<'a> fn(&'a Gateway, &'a Asked, &'a Raw) -> BoxFuture<'a, Result<Vec<Balance>, Problem>>;

/// A service's way to tell a balance.
#[derive(Clone, Copy)]
pub struct BalanceQuery {
    /// The query's name, which is the action it needs.
    pub name: &'static str,
    label: &'static str,
    path: &'static str,
    ask: Ask,
}

impl BalanceQuery {
    pub(crate) fn of<Q: Query<Output = Vec<Balance>>>(label: &'static str, path: &'static str) -> Self {
        let ask: Ask = |gateway, asked, raw| Box::pin(gateway.ask::<Q>(asked, None, raw));
        Self { name: Q::NAME, label, path, ask }
    }
}

impl Gateway {
    /// How whoever asks stands with each service that adds it up; one in which they may see nothing is not asked, and
    /// one that has nothing to tell is left out.
    ///
    /// # Errors
    /// The first service's that could not answer.
    pub async fn balances(&self, asked: &Asked) -> Result<Vec<Balances>, Problem> {
        let caller = self.caller(&asked.principal, None).await?;
        let mut told = Vec::new();
        for query in self.registry.balances() {
            if caller.facts(query.name).is_nothing() {
                continue;
            }
            let each = (query.ask)(self, asked, &Raw::empty()).await?;
            if !each.is_empty() {
                told.push(Balances { label: query.label, path: query.path, each });
            }
        }
        Ok(told)
    }
}
