use access::Account;
use kernel::{Id, Message, Money, Problem};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Asked, Gateway, Raw};

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

impl Gateway {
    /// What every service tells of these accounts to whoever asks; a service in which they may see nothing is not
    /// asked, and has no column.
    ///
    /// # Errors
    /// The first service's that could not answer.
    pub async fn figures(&self, asked: &Asked, accounts: &[Id<Account>]) -> Result<Vec<FigureColumn>, Problem> {
        if accounts.is_empty() {
            return Ok(Vec::new());
        }
        let named = accounts.iter().map(|account| ("accounts".to_owned(), account.to_string()));
        let told = self.gather(asked, self.registry.figures(), &Raw::Form(named.collect())).await?;
        Ok(told.into_iter().map(|(label, figures)| FigureColumn { label, figures }).collect())
    }
}
