//! Who writes or moves, as the rows keep them.

use access::{Acting, Person, Principal};
use gateway::Tx;
use kernel::Id;
use store::{StoreError, Tables};

use crate::{Case, CaseMessage, CaseMove, MoveKind, Side};

/// Whoever runs a command.
pub(crate) struct Speaker {
    pub person: Option<Id<Person>>,
    pub name: String,
    pub side: Side,
}

impl Side {
    /// Where a principal stands.
    pub(crate) fn of(principal: &Principal) -> Self {
        match principal.acting {
            Acting::Account(_) | Acting::Oneself | Acting::Public => Self::Customer,
            Acting::Desk | Acting::System => Self::Staff,
        }
    }
}

impl Speaker {
    /// Who runs this command.
    pub async fn of<W>(tx: &Tx<'_, W>) -> Result<Self, StoreError> {
        let name = tx.own_name().await?.unwrap_or_default();
        Ok(Self { person: tx.principal().person, name, side: Side::of(tx.principal()) })
    }

    /// Adds what they say.
    pub async fn say<W, I>(&self, tx: &Tx<'_, W>, case: &Case, body: &str) -> Result<CaseMessage, StoreError>
    where
        W: Tables<CaseMessage, I>,
    {
        tx.insert(CaseMessage {
            id: tx.new_id(),
            case_id: case.id,
            account_id: case.account_id,
            author_id: self.person,
            author: self.name.clone(),
            side: self.side,
            body: body.to_owned(),
            at: tx.now(),
        })
        .await
    }

    /// Notes what they do.
    pub async fn moves<W, I>(&self, tx: &Tx<'_, W>, case: &Case, kind: MoveKind) -> Result<CaseMove, StoreError>
    where
        W: Tables<CaseMove, I>,
    {
        tx.insert(CaseMove {
            id: tx.new_id(),
            case_id: case.id,
            account_id: case.account_id,
            kind,
            mover_id: self.person,
            mover: self.name.clone(),
            side: self.side,
            at: tx.now(),
        })
        .await
    }
}
