#![expect(
    clippy::disallowed_methods,
    reason = "a statement needs two proofs, of invoices and of receipts, for one caller; so does one that names others"
)]

use access::{Account, Caller};
use gateway::{Proven, Query};
use kernel::{Id, Limit};
use store::{Col, Db, Direction, List, Object, Order, Refused, Row, Scope, Seen, StoreError};
use uuid::Uuid;

use crate::rows::{Invoice, Receipt};

/// What a statement is read from: the invoices somebody may have a statement of, and the receipts they may read.
pub struct Ledger<A> {
    pub(super) invoices: Scope<A, Invoice>,
    pub(super) receipts: Scope<A, Receipt>,
}

impl<Q: Query<On = Invoice>> Proven<Q> for Ledger<Q> {
    const ONE: bool = false;
    const ALSO: &'static [&'static str] = &[Receipt::READ];

    async fn obtain(db: &Db, caller: &Caller, action: &str, _: Option<Uuid>) -> Result<Self, Refused> {
        Ok(Self { invoices: db.scope(caller, action).await?, receipts: db.scope(caller, Receipt::READ).await? })
    }
}

/// An invoice or a receipt, and those of the other kind that may be read beside it: a customer may pay for another,
/// whose documents they do not see.
pub struct Beside<A, R, O> {
    pub(super) one: Seen<A, R>,
    others: Scope<A, O>,
}

impl<Q: Query<On = R>, R: Object, O: Object> Proven<Q> for Beside<Q, R, O> {
    const ONE: bool = true;
    const ALSO: &'static [&'static str] = &[O::READ];

    async fn obtain(db: &Db, caller: &Caller, action: &str, id: Option<Uuid>) -> Result<Self, Refused> {
        let id = id.ok_or(Refused::Hidden)?;
        let one = db.show(caller, action, Id::from_uuid(id)).await?;
        Ok(Self { one, others: db.scope(caller, O::READ).await? })
    }

    fn whose(&self) -> Option<Id<Account>> {
        self.one.account()
    }
}

impl<A, R: Object, O: Object> Beside<A, R, O> {
    /// Which of these may be read.
    pub(super) async fn readable(&self, ids: &[Id<O::Noun>]) -> Result<Vec<Id<O::Noun>>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let id = Col::<O, Id<O::Noun>>::named("id");
        let named = List::by(Order::by(id, Direction::Ascending)).only(id.is_in(ids)).rows(Limit::NAMED);
        Ok(self.others.page(named).await?.rows.iter().map(Row::id).collect())
    }
}
