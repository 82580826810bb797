use access::Account;
use gateway::{Command, Effect, Granted, Input, Path, Structured, Tx, post};
use journal::Event;
use kernel::{Id, Ref};
use serde::Serialize;
use store::{Object, Part};
use sync::{Feed, Ingested, Mark, Marks};

use super::{IngestError, InvoiceDocument, parts, reading};
use crate::rows::{Basis, Invoice, InvoiceLine, InvoiceTax};

/// Takes an invoice or credit note as a feed states it.
#[derive(Input)]
pub struct IngestInvoice {
    document: Structured<InvoiceDocument>,
}

/// An invoice came, or came again with other words.
#[derive(Debug, Serialize)]
pub struct InvoiceReceived {
    /// The invoice.
    pub invoice: Id<Invoice>,
    /// Whether it is new.
    pub new: bool,
}

impl Event for InvoiceReceived {
    const NAME: &'static str = "billing.invoice_received";
}

/// The kinds under which a feed remembers what invoices and receipts point at.
pub(super) const ACCOUNT: &str = "account";
const ORDER: &str = "order";

type Writes = (Invoice, InvoiceLine, InvoiceTax, Mark);

impl Command for IngestInvoice {
    const NAME: &'static str = "billing.ingest_invoice";
    const PATH: Path = post("/feeds/{feed}/invoices");
    const EFFECT: Effect = Effect::Changes;
    type On = Feed;
    type Writes = Writes;
    type Output = Ingested;
    type Error = IngestError;

    async fn run<'t>(self, feed: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<Ingested, IngestError> {
        let document = self.document.into_inner();
        let digest = sync::digest_of(Invoice::KIND, &document);
        let mut named = vec![(Invoice::KIND, document.id.as_str()), (ACCOUNT, document.account.as_str())];
        named.extend(document.order.iter().map(|order| (ORDER, order.as_str())));
        named.extend(document.corrects.iter().map(|invoice| (Invoice::KIND, invoice.as_str())));
        let marks = Marks::of(tx, &feed, &named).await?;
        let mark = marks.get(Invoice::KIND, &document.id);
        if mark.is_some_and(|mark| mark.digest == digest) {
            tx.nothing_happened();
            return Ok(Ingested::Unchanged);
        }
        let known = mark.map(|mark| mark.local_id.cast::<Invoice>());
        let local = |kind, remote: &Option<String>| remote.as_ref().and_then(|remote| marks.local(kind, remote));
        let around = reading::Around {
            id: known.unwrap_or_else(|| tx.new_id()),
            account: account(&marks, &document.account)?,
            feed: &feed,
            order: local(ORDER, &document.order).map(|id| Ref { kind: ORDER.into(), id }),
            corrects: local(Invoice::KIND, &document.corrects).map(Id::from_uuid),
            now: tx.now(),
        };
        let invoice = reading::invoice(&document, &around)?;
        let before = match known {
            Some(id) => tx.parts::<Invoice, Feed>(&feed, Some(Invoice::ID.is(&id))).await?.into_iter().next(),
            None => None,
        };
        let is_new = before.is_none();
        match before {
            Some(before) => replace(tx, &before, invoice.clone(), &document).await?,
            None => add(tx, invoice.clone(), &document).await?,
        }
        sync::remember(tx, &feed, mark, (Invoice::KIND, document.id.as_str()), (invoice.id, digest.as_str())).await?;
        tx.record_naming(
            &InvoiceReceived { invoice: invoice.id, new: is_new },
            [Ref::new(Invoice::KIND, invoice.id), Ref::new(<directory::Account as Object>::KIND, invoice.account_id)],
        );
        Ok(if is_new { Ingested::Created } else { Ingested::Changed })
    }
}

async fn add<'t>(tx: &Tx<'t, Writes>, mut invoice: Invoice, document: &InvoiceDocument) -> Result<(), IngestError> {
    if invoice.basis == Basis::Receipts {
        invoice.balance_minor = Some(invoice.total_minor);
    }
    let (lines, taxes) = below(tx, &invoice, document)?;
    tx.insert(invoice).await?;
    tx.insert_all(&lines).await?;
    tx.insert_all(&taxes).await?;
    Ok(())
}

async fn replace<'t>(
    tx: &Tx<'t, Writes>,
    before: &Part<'t, Invoice>,
    mut invoice: Invoice,
    document: &InvoiceDocument,
) -> Result<(), IngestError> {
    if before.account_id != invoice.account_id {
        return Err(IngestError::Moved);
    }
    if before.currency != invoice.currency {
        return Err(IngestError::OtherCurrency);
    }
    if invoice.basis == Basis::Receipts {
        invoice.balance_minor = Some(invoice.total_minor - parts::allocated(tx, before).await?);
    }
    let (lines, taxes) = below(tx, &invoice, document)?;
    parts::keep_lines(tx, before, lines).await?;
    for tax in tx.parts_within::<InvoiceTax, Invoice>(before, None).await? {
        tx.delete_part(tax).await?;
    }
    tx.insert_all(&taxes).await?;
    tx.update_part(before, |row| *row = invoice).await?;
    Ok(())
}

fn below(
    tx: &Tx<'_, Writes>,
    invoice: &Invoice,
    document: &InvoiceDocument,
) -> Result<(Vec<InvoiceLine>, Vec<InvoiceTax>), IngestError> {
    let lines = document.lines.iter().zip(1..);
    let lines = lines.map(|(line, ordinal)| reading::line(line, ordinal, invoice, tx.new_id()));
    let taxes = document.taxes.iter().zip(1..);
    let taxes = taxes.map(|(tax, ordinal)| reading::tax(tax, ordinal, invoice, tx.new_id()));
    Ok((lines.collect::<Result<_, _>>()?, taxes.collect::<Result<_, _>>()?))
}

/// The customer a document names.
pub(super) fn account(marks: &Marks<'_>, remote: &str) -> Result<Id<Account>, IngestError> {
    let found = marks.local(ACCOUNT, remote);
    found.map(Id::from_uuid).ok_or_else(|| IngestError::AccountUnknown { account: remote.to_owned() })
}
