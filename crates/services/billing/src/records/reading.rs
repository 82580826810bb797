//! From a document to rows: pure, so that every rule about amounts can be tested by itself.

use access::Account;
use directory::fold;
use kernel::{Currency, Id, Money, Ref, Timestamp};
use sync::{Decimal, Exact, Feed};
use words::cells::plain;

use super::{IngestError, InvoiceDocument, LineDocument, ReceiptDocument, TaxDocument};
use crate::{
    amount::{exact_of, minor_of},
    rows::{Basis, Document, Invoice, InvoiceLine, InvoiceTax},
};

/// What the document does not say itself.
pub(super) struct Around<'f> {
    pub id: Id<Invoice>,
    pub account: Id<Account>,
    pub feed: &'f Feed,
    pub order: Option<Ref>,
    pub corrects: Option<Id<Invoice>>,
    pub now: Timestamp,
}

/// The invoice without its lines' ids. What is left to pay is what the books state; receipts come later.
pub(super) fn invoice(document: &InvoiceDocument, around: &Around<'_>) -> Result<Invoice, IngestError> {
    let currency = document.currency;
    let minor = |number: &Option<Exact>| number.map(|number| minor(number, currency)).transpose();
    let tax_minor = match minor(&document.tax)? {
        None if !document.taxes.is_empty() => Some(sum_of_taxes(document)?),
        stated => stated,
    };
    let total_minor = match minor(&document.total)? {
        Some(stated) => stated,
        None if document.lines.is_empty() => return Err(IngestError::Empty),
        None => derived_total(document, tax_minor)?,
    };
    if document.kind == Document::CreditNote && total_minor > 0 {
        return Err(IngestError::CreditAdds);
    }
    let balance_minor = minor(&document.balance)?;
    let basis = match (balance_minor, document.settled_by_receipts) {
        (Some(_), _) => Basis::Stated,
        (None, true) => Basis::Receipts,
        (None, false) => Basis::Unknown,
    };
    let due_from_terms =
        document.terms_days.and_then(|days| i32::try_from(days).ok()).map(|days| document.issued_on.plus_days(days));
    let first = document.lines.iter().find_map(|line| line.description.as_deref().or(line.code.as_deref()));
    Ok(Invoice {
        id: around.id,
        account_id: around.account,
        feed_id: around.feed.id,
        document: document.kind,
        number: document.number.clone(),
        number_fold: fold(&document.number),
        issued_on: document.issued_on,
        issued_at: document.issued_at,
        due_on: document.due_on.or(due_from_terms),
        due_derived: document.due_derived || (document.due_on.is_none() && due_from_terms.is_some()),
        terms_days: document.terms_days,
        currency,
        net_minor: minor(&document.net)?,
        tax_minor,
        total_minor,
        total_derived: document.total_derived || document.total.is_none(),
        balance_minor,
        basis,
        purchase_order: document.purchase_order.clone(),
        order_number: document.order_number.clone(),
        order_ref: around.order.clone(),
        corrects: document.corrects_number.clone(),
        corrects_id: around.corrects,
        bill_to: (!document.bill_to.is_empty()).then(|| document.bill_to.join("\n")),
        first_item: first.map(|words| words.trim().to_owned()),
        line_count: i64::try_from(document.lines.len()).unwrap_or(i64::MAX),
        observed_at: document.observed_at.unwrap_or(around.now),
        source: around.feed.system.clone(),
        search_fold: searched(document, Money::new(total_minor, currency)),
    })
}

/// One line, at its place.
pub(super) fn line(
    document: &LineDocument,
    ordinal: i64,
    invoice: &Invoice,
    id: Id<InvoiceLine>,
) -> Result<InvoiceLine, IngestError> {
    let (amount_scaled, amount_derived) = amount_of(document, ordinal)?;
    let amount_minor = minor_of(i128::from(amount_scaled), invoice.currency).ok_or(IngestError::TooLarge)?;
    let text =
        |words: &Option<String>| words.as_deref().map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    Ok(InvoiceLine {
        id,
        account_id: invoice.account_id,
        invoice_id: invoice.id,
        ordinal,
        code: text(&document.code),
        description: text(&document.description),
        quantity_scaled: document.quantity.map(|number| scaled(number.0, 3)).transpose()?,
        price_scaled: document.unit_price.map(|number| scaled(number.0, 6)).transpose()?,
        discount_ppm: document.discount.map(|number| scaled(number.0, 6)).transpose()?,
        tax_ppm: document.tax_rate.map(|number| scaled(number.0, 6)).transpose()?,
        amount_scaled,
        amount_minor,
        amount_derived,
    })
}

/// One kind of tax, at its place.
pub(super) fn tax(
    document: &TaxDocument,
    ordinal: i64,
    invoice: &Invoice,
    id: Id<InvoiceTax>,
) -> Result<InvoiceTax, IngestError> {
    Ok(InvoiceTax {
        id,
        account_id: invoice.account_id,
        invoice_id: invoice.id,
        ordinal,
        name: document.name.clone(),
        rate_ppm: document.rate.map(|number| scaled(number.0, 6)).transpose()?,
        base_minor: document.base.map(|number| minor(number, invoice.currency)).transpose()?,
        amount_minor: minor(document.amount, invoice.currency)?,
    })
}

/// What a receipt comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paid {
    pub amount_minor: i64,
    /// It is the sum of its parts.
    pub derived: bool,
    /// What of it was not used for an invoice; nothing where nobody states what it was used for.
    pub left_minor: Option<i64>,
}

/// What a receipt comes to, as stated or else as its parts add up, and what of it no invoice was paid with.
pub(super) fn paid(document: &ReceiptDocument) -> Result<Paid, IngestError> {
    let parts = document.allocations.as_deref();
    let (mut all, mut used, mut is_stated) = (0_i64, 0_i64, false);
    for (part, line) in parts.unwrap_or_default().iter().zip(1..) {
        let Some(amount) = part.amount else {
            if part.invoice.is_some() {
                return Err(IngestError::PartIncomplete { line });
            }
            continue;
        };
        let amount = minor(amount, document.currency)?;
        is_stated = true;
        all = all.checked_add(amount).ok_or(IngestError::TooLarge)?;
        if part.invoice.is_some() {
            used = used.checked_add(amount).ok_or(IngestError::TooLarge)?;
        }
    }
    let amount_minor = match document.amount {
        Some(stated) => minor(stated, document.currency)?,
        None if is_stated => all,
        None => return Err(IngestError::NoAmount),
    };
    // Of what was paid back, at most as much can be taken from invoices again.
    let fits =
        |sum: i64| if amount_minor < 0 { amount_minor <= sum && sum <= 0 } else { 0 <= sum && sum <= amount_minor };
    if !fits(used) || !fits(all) {
        return Err(IngestError::AllocatesMore);
    }
    let left_minor = parts.map(|_| amount_minor - used);
    Ok(Paid { amount_minor, derived: document.amount.is_none(), left_minor })
}

/// A stated amount in minor units. It is taken as it is: one that is finer than its currency is refused, not rounded.
pub(super) fn minor(number: Exact, currency: Currency) -> Result<i64, IngestError> {
    scaled(number.0, u32::from(currency.exponent()))
}

fn amount_of(line: &LineDocument, ordinal: i64) -> Result<(i64, bool), IngestError> {
    if let Some(stated) = line.amount {
        return Ok((scaled(stated.0, 6)?, line.amount_derived));
    }
    let (Some(quantity), Some(price)) = (line.quantity, line.unit_price) else {
        return Err(IngestError::LineIncomplete { line: ordinal });
    };
    let mut amount = quantity.0.times(price.0).ok_or(IngestError::TooLarge)?;
    if let Some(discount) = line.discount {
        let one: Decimal = "1".parse().expect("one is a number");
        let kept = one.minus(discount.0).ok_or(IngestError::TooLarge)?;
        amount = amount.times(kept).ok_or(IngestError::TooLarge)?;
    }
    Ok((scaled(amount, 6)?, true))
}

/// The sum of the unrounded lines and the tax, rounded once, half to even.
fn derived_total(document: &InvoiceDocument, tax_minor: Option<i64>) -> Result<i64, IngestError> {
    let mut exact = exact_of(tax_minor.unwrap_or(0), document.currency);
    for (line, ordinal) in document.lines.iter().zip(1..) {
        exact += i128::from(amount_of(line, ordinal)?.0);
    }
    minor_of(exact, document.currency).ok_or(IngestError::TooLarge)
}

fn sum_of_taxes(document: &InvoiceDocument) -> Result<i64, IngestError> {
    document
        .taxes
        .iter()
        .try_fold(0_i64, |sum, tax| sum.checked_add(minor(tax.amount, document.currency)?).ok_or(IngestError::TooLarge))
}

fn scaled(number: Decimal, places: u32) -> Result<i64, IngestError> {
    match number.scaled(places) {
        Some(scaled) => Ok(scaled),
        // What fits once it is rounded was too fine; what does not was too large.
        None if number.rounded(places).scaled(places).is_some() => {
            Err(IngestError::TooFine { number: number.to_string() })
        }
        None => Err(IngestError::TooLarge),
    }
}

/// All words people look for, once each, and the amount behind a sign no word begins with.
fn searched(document: &InvoiceDocument, total: Money) -> String {
    let lines = document.lines.iter().flat_map(|line| [&line.code, &line.description]);
    let heads = [&document.purchase_order, &document.order_number, &document.corrects_number];
    let mut words: Vec<String> = vec![fold(&document.number)];
    for text in heads.into_iter().chain(lines).flatten() {
        let folded = fold(text);
        if !folded.is_empty() && !words.contains(&folded) {
            words.push(folded);
        }
    }
    let amount = plain(Money::new(total.minor().abs(), total.currency()));
    let point = if amount.contains('.') { "" } else { "." };
    words.push(format!("={amount}{point} "));
    words.join(" ")
}

#[cfg(test)]
mod tests;
