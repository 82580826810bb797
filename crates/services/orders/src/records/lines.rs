use std::collections::BTreeMap;

use gateway::Tx;
use kernel::Id;
use store::{Part, StoreError};

use super::{
    IngestError, Tables,
    document::{LineDocument, OrderDocument, said},
    figures::{amount, maybe, rounded, scaled},
};
use crate::{Order, OrderLine};

/// The document's lines as rows.
pub(super) fn of(
    document: &OrderDocument,
    order: &Order,
    new_id: impl Fn() -> Id<OrderLine>,
) -> Result<Vec<OrderLine>, IngestError> {
    (1..).zip(&document.lines).map(|(ordinal, line)| row(line, ordinal, order, new_id())).collect()
}

/// Makes an order's lines what the document says. Lines that stay as they were are left alone.
pub(super) async fn change<'t>(
    wanted: Vec<OrderLine>,
    order: &Part<'t, Order>,
    tx: &Tx<'t, Tables>,
) -> Result<(), StoreError> {
    let found = tx.parts_within::<OrderLine, Order>(order, None).await?;
    let mut before: BTreeMap<i64, Part<'t, OrderLine>> = found.into_iter().map(|line| (line.ordinal, line)).collect();
    let mut new = Vec::new();
    for line in wanted {
        match before.remove(&line.ordinal) {
            Some(known) => {
                let line = OrderLine { id: known.id, ..line };
                if *known != line {
                    tx.update_part(&known, |row| *row = line).await?;
                }
            }
            None => new.push(line),
        }
    }
    for surplus in before.into_values() {
        tx.delete_part(surplus).await?;
    }
    tx.insert_all(&new).await
}

fn row(line: &LineDocument, ordinal: i64, order: &Order, id: Id<OrderLine>) -> Result<OrderLine, IngestError> {
    let words = |words: &Option<String>| said(words.as_deref()).map(str::to_owned);
    let amount = amount(line)?;
    Ok(OrderLine {
        id,
        order_id: order.id,
        account_id: order.account_id,
        ordinal,
        code: words(&line.code),
        description: words(&line.description),
        quantity: maybe(line.quantity, 3)?,
        unit_price: maybe(line.unit_price, 6)?,
        discount: maybe(line.discount, 6)?.filter(|share| *share != 0),
        amount: amount.map(|(amount, _)| scaled(amount, 6)).transpose()?,
        amount_minor: amount.map(|(amount, _)| rounded(amount, order.currency)).transpose()?,
        amount_derived: amount.is_some_and(|(_, derived)| derived),
    })
}
