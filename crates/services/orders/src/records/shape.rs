use std::collections::BTreeSet;

use access::Account;
use directory::fold;
use kernel::{Id, Ref, Timestamp};
use sync::Feed;

use super::{
    IngestError,
    document::{OrderDocument, said},
    figures::{minor, total},
};
use crate::{Order, OrderWords, amounts};

/// What is known of a document besides what it says.
pub(super) struct Known {
    pub feed: Id<Feed>,
    pub source: String,
    pub account: Id<Account>,
    pub invoice: Option<Ref>,
    pub now: Timestamp,
}

/// How many products a list names of an order, and in how many letters each.
const NAMED: usize = 2;
const LETTERS: usize = 60;

/// The order a document tells of.
pub(super) fn order(document: &OrderDocument, id: Id<Order>, known: &Known) -> Result<Order, IngestError> {
    let words = |words: &Option<String>| said(words.as_deref()).map(str::to_owned);
    let names = names(document);
    let (total_minor, total_derived) = total(document)?;
    Ok(Order {
        id,
        feed_id: known.feed,
        account_id: known.account,
        number: document.number.trim().to_owned(),
        number_fold: fold(&document.number),
        reference: words(&document.purchase_order),
        ordered_on: document.ordered_on,
        ordered_at: document.ordered_at.unwrap_or_else(|| document.ordered_on.midnight()),
        timed: document.ordered_at.is_some(),
        ordered_by: words(&document.ordered_by),
        state: document.state(),
        required_on: document.required_on,
        shipped_on: document.shipped_on,
        site: words(&document.site),
        site_fold: said(document.site.as_deref()).map(fold),
        delivery: document.delivery(),
        currency: document.currency,
        net_minor: minor(document.net, document.currency)?,
        carriage_minor: minor(document.carriage, document.currency)?,
        tax_minor: minor(document.tax, document.currency)?,
        total_minor,
        total_derived,
        line_count: count(document.lines.len()),
        summarised: count(names.len()),
        summary: names.join(", "),
        invoice_number: words(&document.invoice_number),
        invoice_ref: known.invoice.clone(),
        source: known.source.clone(),
        observed_at: document.observed_at.unwrap_or(known.now),
    })
}

/// What the order is found by.
pub(super) fn words(document: &OrderDocument, order: &Order) -> OrderWords {
    let total = order.total_minor.map(|minor| amounts::plain(minor, order.currency));
    let own = [&order.reference, &order.site, &order.ordered_by, &order.invoice_number, &total];
    let own = std::iter::once(&order.number).chain(own.into_iter().flatten()).map(String::as_str);
    let lines = document.lines.iter().flat_map(|line| [line.code.as_deref(), line.description.as_deref()]);
    // A product that stands on many lines is found once.
    let products: BTreeSet<&str> = lines.filter_map(said).collect();
    let words: Vec<&str> = own.chain(products).collect();
    OrderWords { id: order.id.cast(), account_id: order.account_id, words: fold(&words.join(" ")) }
}

/// The first few products, each once.
fn names(document: &OrderDocument) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(NAMED);
    for name in document.lines.iter().filter_map(|line| line.name()) {
        let name = shortened(name);
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() == NAMED {
            break;
        }
    }
    names
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
