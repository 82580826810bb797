//! What happened in the period: documents and payments, by day.

use kernel::{Cursor, Date, Limit, Message, Money, Problem};
use store::{Col, Condition, Direction, List, Object, Order, Scope};
use sync::Provenance;

use super::{Entry, What, period::Period, sums::Sums};
use crate::{
    queries::Ledger,
    rows::{Document, Invoice, Receipt},
};

/// The most entries of a statement. A longer one is refused, never cut.
const MOST: usize = 10_000;

/// Puts the entries into the accounts, all or the last so many; tells which books they are from and when those were read
/// last.
pub(super) async fn fill<A>(
    ledger: &Ledger<A>,
    period: &Period,
    last: Option<usize>,
    sums: &mut Sums,
) -> Result<Option<Provenance>, Problem> {
    let documents = Invoice::ACCOUNT_ID
        .is(&period.account)
        .and(Invoice::ISSUED_ON.from(&period.since))
        .and(Invoice::ISSUED_ON.up_to(&period.until));
    let documents = read(&ledger.invoices, Invoice::ISSUED_ON, &documents, last).await?;
    let payments = Receipt::ACCOUNT_ID
        .is(&period.account)
        .and(Receipt::RECEIVED_ON.from(&period.since))
        .and(Receipt::RECEIVED_ON.up_to(&period.until))
        .and(Receipt::AMOUNT_MINOR.is_not(&0));
    let payments = match sums.paid {
        true => read(&ledger.receipts, Receipt::RECEIVED_ON, &payments, last).await?,
        false => Vec::new(),
    };
    let seen = documents.iter().map(|document| (document.observed_at, &document.source));
    let seen = seen.chain(payments.iter().map(|payment| (payment.observed_at, &payment.source)));
    let source = seen.max().map(|(observed_at, system)| Provenance { system: system.clone(), observed_at });
    let entries = documents.into_iter().map(of_document).chain(payments.into_iter().map(of_payment));
    let mut entries: Vec<Entry> = entries.collect();
    // Stable: within a day and a kind the books' own order stays.
    entries.sort_by_key(|entry| (entry.on, entry.what));
    let before = last.map_or(0, |last| entries.len().saturating_sub(last));
    for entry in entries.into_iter().skip(before) {
        if let Some(sum) = sums.accounts.get_mut(&entry.moves.currency()) {
            sum.account.entries.push(entry);
        }
    }
    Ok(source)
}

/// The rows of the period in the order of their day: all of them, or the last so many.
async fn read<A, R: Object>(
    from: &Scope<A, R>,
    day: Col<R, Date>,
    only: &Condition<R>,
    last: Option<usize>,
) -> Result<Vec<R>, Problem> {
    let list = |direction| List::by(Order::by(day, direction)).only(only.clone());
    if let Some(last) = last {
        let few = Limit::clamp(u32::try_from(last).unwrap_or(u32::MAX));
        let mut rows = from.page(list(Direction::Descending).rows(few)).await?.rows;
        rows.reverse();
        return Ok(rows);
    }
    let mut rows = Vec::new();
    let mut at: Option<Cursor> = None;
    loop {
        let page = from.page(list(Direction::Ascending).from(at).rows(Limit::clamp(Limit::MAX))).await?;
        rows.extend(page.rows);
        at = page.next;
        if rows.len() > MOST {
            let most = i64::try_from(MOST).unwrap_or(i64::MAX);
            return Err(Problem::conflict(Message::new("billing-statement-long").with("most", most)));
        }
        if at.is_none() {
            return Ok(rows);
        }
    }
}

fn of_document(invoice: Invoice) -> Entry {
    let what = match invoice.document {
        Document::Invoice => What::Invoice,
        Document::CreditNote => What::CreditNote,
    };
    Entry {
        on: invoice.issued_on,
        what,
        moves: invoice.total(),
        number: invoice.number,
        invoice: Some(invoice.id),
        receipt: None,
        due_on: invoice.due_on.filter(|_| what == What::Invoice),
        method: None,
        paid: Vec::new(),
        on_account: None,
        balance: None,
    }
}

fn of_payment(receipt: Receipt) -> Entry {
    let left = receipt.left_minor.map(|minor| Money::new(minor, receipt.currency));
    let paid = receipt.allocations.0.into_iter().filter(|part| part.minor > 0).map(|part| part.number);
    Entry {
        on: receipt.received_on,
        what: if receipt.amount_minor < 0 { What::Refund } else { What::Payment },
        number: receipt.number,
        invoice: None,
        receipt: Some(receipt.id),
        due_on: None,
        method: receipt.method,
        paid: paid.collect(),
        on_account: left.filter(|left| left.minor() != 0),
        moves: Money::new(receipt.amount_minor, receipt.currency).negated(),
        balance: None,
    }
}
