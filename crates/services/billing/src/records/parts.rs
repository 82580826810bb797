//! What hangs below an invoice, kept in step with what the source says now.

use std::collections::BTreeMap;

use gateway::Tx;
use store::{Part, StoreError, Tables};

use crate::rows::{Allocation, Invoice, InvoiceLine};

/// How much of receipts was used for the invoice.
pub(super) async fn allocated<'t, W>(tx: &Tx<'t, W>, invoice: &Part<'t, Invoice>) -> Result<i64, StoreError> {
    let parts = tx.parts_within::<Allocation, Invoice>(invoice, None).await?;
    Ok(parts.iter().map(|part| part.amount_minor).sum())
}

/// Brings the lines to what they are now. A line keeps its id as long as it keeps its place, because what people wrote
/// about it points there.
pub(super) async fn keep_lines<'t, W, I>(
    tx: &Tx<'t, W>,
    invoice: &Part<'t, Invoice>,
    lines: Vec<InvoiceLine>,
) -> Result<(), StoreError>
where
    W: Tables<InvoiceLine, I>,
{
    let before = tx.parts_within::<InvoiceLine, Invoice>(invoice, None).await?;
    let mut before: BTreeMap<i64, Part<'t, InvoiceLine>> =
        before.into_iter().map(|part| (part.ordinal, part)).collect();
    let mut added = Vec::new();
    for line in lines {
        let Some(known) = before.remove(&line.ordinal) else {
            added.push(line);
            continue;
        };
        let line = InvoiceLine { id: known.id, ..line };
        if *known != line {
            tx.update_part(&known, |row| *row = line).await?;
        }
    }
    for (_, gone) in before {
        tx.delete_part(gone).await?;
    }
    tx.insert_all(&added).await
}
