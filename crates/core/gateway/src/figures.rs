use access::Account;
use futures::future::BoxFuture;
use kernel::{Id, Message, Money, Problem};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Asked, Gateway, Query, Raw};

/// What a service tells of an account beside its name in a list: what it owes, say. Of amounts in two currencies, each
/// is told by itself; of an account of which there is nothing to tell, nothing is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// The account.
    pub account: Id<Account>,
    /// How much; nothing where that is not known.
    pub amount: Option<Money>,
    /// What else to know, such as of how much it is not known.
    pub note: Option<Message>,
    /// Whether somebody should see to it.
    pub pressing: bool,
}

/// The figures of accounts as a column of a list.
#[derive(Clone, Debug)]
pub struct FigureColumn {
    /// What they are: a message without values.
    pub label: &'static str,
    /// The figures there are.
    pub figures: Vec<Figure>,
}

type Ask = for<'a> fn(&'a Gateway, &'a Asked, &'a Raw) -> BoxFuture<'a, Result<Vec<Figure>, Problem>>;

/// A service's way to tell a figure of many accounts.
#[derive(Clone, Copy)]
pub struct FigureQuery {
    /// The query's name, which is the action it needs.
    pub name: &'static str,
    label: &'static str,
    ask: Ask,
}

impl FigureQuery {
    pub(crate) fn of<Q: Query<Output = Vec<Figure>>>(label: &'static str) -> Self {
        let ask: Ask = |gateway, asked, raw| Box::pin(gateway.ask::<Q>(asked, None, raw));
        Self { name: Q::NAME, label, ask }
    }
}

impl Gateway {
    /// What every service tells of these accounts to whoever asks; a service in which they may see nothing is not
    /// asked, and has no column.
    ///
    /// # Errors
    /// The first service's that could not answer.
    pub async fn figures(&self, asked: &Asked, accounts: &[Id<Account>]) -> Result<Vec<FigureColumn>, Problem> {
        let mut columns = Vec::new();
        if accounts.is_empty() {
            return Ok(columns);
        }
        let caller = self.asker(asked).await?;
        let named = accounts.iter().map(|account| ("accounts".to_owned(), account.to_string()));
        let raw = Raw::Form(named.collect());
        for query in self.registry.figures() {
            if !caller.facts(query.name).is_nothing() {
                columns.push(FigureColumn { label: query.label, figures: (query.ask)(self, asked, &raw).await? });
            }
        }
        Ok(columns)
    }
}
