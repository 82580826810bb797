use std::collections::BTreeSet;

use gateway::{Command, Effect, Granted, Input, Path, Structured, Tx, post};
use journal::Event;
use kernel::{Id, Ref};
use serde::Serialize;
use store::{Json, Object, Part};
use sync::{Feed, Ingested, Mark, Marks};

use super::{
    IngestError, ReceiptDocument,
    invoice::{ACCOUNT, account},
    parts,
    reading::{minor, paid},
};
use crate::rows::{Allocated, Allocation, Basis, Invoice, Receipt};

/// Takes a receipt, and what it was used for, as a feed states it.
#[derive(Input)]
pub struct IngestReceipt {
    document: Structured<ReceiptDocument>,
}

/// A receipt came, or came again with other words.
#[derive(Debug, Serialize)]
pub struct ReceiptReceived {
    /// The receipt.
    pub receipt: Id<Receipt>,
    /// Whether it is new.
    pub new: bool,
}

impl Event for ReceiptReceived {
    const NAME: &'static str = "billing.receipt_received";
}

type Writes = (Receipt, Allocation, Invoice, Mark);

impl Command for IngestReceipt {
    const NAME: &'static str = "billing.ingest_receipt";
    const PATH: Path = post("/feeds/{feed}/receipts");
    const EFFECT: Effect = Effect::Changes;
    type On = Feed;
    type Writes = Writes;
    type Output = Ingested;
    type Error = IngestError;

    async fn run<'t>(self, feed: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<Ingested, IngestError> {
        let document = self.document.into_inner();
        let digest = sync::digest_of(Receipt::KIND, &document);
        let mut named = vec![(Receipt::KIND, document.id.as_str()), (ACCOUNT, document.account.as_str())];
        let parts = document.allocations.iter().flatten();
        named.extend(parts.filter_map(|part| Some((Invoice::KIND, part.invoice.as_deref()?))));
        let marks = Marks::of(tx, &feed, &named).await?;
        let mark = marks.get(Receipt::KIND, &document.id);
        if mark.is_some_and(|mark| mark.digest == digest) {
            tx.nothing_happened();
            return Ok(Ingested::Unchanged);
        }
        let known = mark.map(|mark| mark.local_id.cast::<Receipt>());
        let before = match known {
            Some(id) => tx.parts::<Receipt, Feed>(&feed, Some(Receipt::ID.is(&id))).await?.into_iter().next(),
            None => None,
        };
        let paid = paid(&document)?;
        let receipt = Receipt {
            id: known.unwrap_or_else(|| tx.new_id()),
            account_id: account(&marks, &document.account)?,
            feed_id: feed.id,
            number: document.number.clone(),
            received_on: document.received_on,
            method: document.method.clone(),
            currency: document.currency,
            amount_minor: paid.amount_minor,
            amount_derived: paid.derived,
            left_minor: paid.left_minor,
            allocations: Json(allocations(tx, &feed, &document, &marks).await?),
            observed_at: document.observed_at.unwrap_or_else(|| tx.now()),
            source: feed.system.clone(),
        };
        if before.as_ref().is_some_and(|before| before.account_id != receipt.account_id) {
            return Err(IngestError::Moved);
        }
        let invoices = touched(tx, &feed, &receipt, before.as_deref()).await?;
        let is_new = before.is_none();
        match &before {
            Some(before) => tx.update_part(before, |row| *row = receipt.clone()).await?,
            None => tx.insert(receipt.clone()).await?,
        };
        for invoice in &invoices {
            settle(tx, invoice, &receipt).await?;
        }
        sync::remember(tx, &feed, mark, (Receipt::KIND, document.id.as_str()), (receipt.id, digest.as_str())).await?;
        tx.record_naming(
            &ReceiptReceived { receipt: receipt.id, new: is_new },
            [Ref::new(Receipt::KIND, receipt.id), Ref::new(<directory::Account as Object>::KIND, receipt.account_id)],
        );
        Ok(if is_new { Ingested::Created } else { Ingested::Changed })
    }
}

async fn allocations<'t>(
    tx: &Tx<'t, Writes>,
    feed: &store::Held<'t, Feed>,
    document: &ReceiptDocument,
    marks: &Marks<'t>,
) -> Result<Vec<Allocated>, IngestError> {
    let mut allocations = Vec::new();
    for part in document.allocations.iter().flatten() {
        // What names no invoice is on account.
        let (Some(named), Some(amount)) = (&part.invoice, part.amount) else { continue };
        let unknown = || IngestError::InvoiceUnknown { invoice: named.clone() };
        let id = marks.local(Invoice::KIND, named).ok_or_else(unknown)?;
        let id: Id<Invoice> = Id::from_uuid(id);
        let found = tx.parts::<Invoice, Feed>(feed, Some(Invoice::ID.is(&id))).await?;
        let invoice = found.first().ok_or_else(unknown)?;
        if invoice.currency != document.currency {
            return Err(IngestError::OtherCurrency);
        }
        let minor = minor(amount, document.currency)?;
        allocations.push(Allocated { invoice: id, number: invoice.number.clone(), minor });
    }
    Ok(allocations)
}

/// The invoices the receipt was used for before, or is now.
async fn touched<'t>(
    tx: &Tx<'t, Writes>,
    feed: &store::Held<'t, Feed>,
    receipt: &Receipt,
    before: Option<&Receipt>,
) -> Result<Vec<Part<'t, Invoice>>, IngestError> {
    let all = before.into_iter().chain([receipt]).flat_map(|receipt| &receipt.allocations.0);
    let ids: BTreeSet<Id<Invoice>> = all.map(|part| part.invoice).collect();
    Ok(tx.parts::<Invoice, Feed>(feed, Some(Invoice::ID.is_in(&ids))).await?)
}

/// Writes anew what the receipt pays of one invoice, and what is left of it where receipts tell.
async fn settle<'t>(tx: &Tx<'t, Writes>, invoice: &Part<'t, Invoice>, receipt: &Receipt) -> Result<(), IngestError> {
    let own = Allocation::RECEIPT_ID.is(&receipt.id);
    for before in tx.parts_within::<Allocation, Invoice>(invoice, Some(own)).await? {
        tx.delete_part(before).await?;
    }
    let parts = receipt.allocations.0.iter().filter(|part| part.invoice == invoice.id);
    let rows: Vec<Allocation> = parts
        .map(|part| Allocation {
            id: tx.new_id(),
            account_id: invoice.account_id,
            invoice_id: invoice.id,
            receipt_id: receipt.id,
            received_on: receipt.received_on,
            number: receipt.number.clone(),
            method: receipt.method.clone(),
            amount_minor: part.minor,
        })
        .collect();
    tx.insert_all(&rows).await?;
    if invoice.basis == Basis::Receipts {
        let left = invoice.total_minor - parts::allocated(tx, invoice).await?;
        tx.update_part(invoice, |row| row.balance_minor = Some(left)).await?;
    }
    Ok(())
}
