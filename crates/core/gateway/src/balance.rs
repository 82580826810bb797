use kernel::{Message, Money, Problem};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Asked, Gateway, Raw};

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

impl Gateway {
    /// How whoever asks stands with each service that adds it up; one in which they may see nothing is not asked, and
    /// one that has nothing to tell is left out.
    ///
    /// # Errors
    /// The first service's that could not answer.
    pub async fn balances(&self, asked: &Asked) -> Result<Vec<Balances>, Problem> {
        let told = self.gather(asked, self.registry.balances(), &Raw::empty()).await?;
        let told = told.into_iter().filter(|(_, each)| !each.is_empty());
        Ok(told.map(|((label, path), each)| Balances { label, path, each }).collect())
    }
}
