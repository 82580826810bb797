#![expect(
    clippy::disallowed_methods,
    reason = "a statement needs two proofs, of invoices and of receipts, for one caller"
)]

use access::Caller;
use gateway::{Proven, Query};
use store::{Db, Object, Refused, Scope};
use uuid::Uuid;

use crate::rows::{Invoice, Receipt};

/// What a statement is read from: the invoices somebody may have a statement of, and the receipts they may read.
pub struct Ledger<A> {
    pub(super) invoices: Scope<A, Invoice>,
    pub(super) receipts: Scope<A, Receipt>,
}

impl<Q: Query<On = Invoice>> Proven<Q> for Ledger<Q> {
    const ONE: bool = false;

    async fn obtain(db: &Db, caller: &Caller, action: &str, _: Option<Uuid>) -> Result<Self, Refused> {
        Ok(Self { invoices: db.scope(caller, action).await?, receipts: db.scope(caller, Receipt::READ).await? })
    }
}
