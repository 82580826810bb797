//! The list as a table: exactly what the page shows, as long as it is; read and sent piece by piece.

use std::collections::BTreeSet;

use axum::{body::Body, response::Response};
use directory::AccountName;
use front::{Failure, Form, Reader, Signed, file};
use futures::{StreamExt as _, stream};
use gateway::{Query as _, Raw};
use kernel::{Money, Problem};
use words::cells::{self, Cell};

use super::{
    address::Asked,
    list::{among, chosen},
};
use crate::{ExportOrders, ExportedOrders, ListPlaces, Order};

/// Heads are words for machines, the same in every language; what is not known is empty.
const COLUMNS: &[&str] = &[
    "number",
    "account",
    "ordered_on",
    "ordered_by",
    "purchase_order",
    "site",
    "status",
    "required_on",
    "shipped_on",
    "lines",
    "currency",
    "net",
    "carriage",
    "tax",
    "total",
    "total_derived",
    "invoice",
    "source",
    "observed_at",
];

/// How many accounts are named at once: as many as a menu of them holds.
const NAMED: usize = 50;

/// The list as a table. At the desk it is of one customer: what is taken away has a name on it.
pub(super) async fn csv(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Asked::read(&me, &raw);
    if me.account().is_none() && chosen(&me, &asked).await?.is_none() {
        return Err(Problem::not_found().into());
    }
    // The page's own place counts for the page only: a file begins at the head.
    let Raw::Form(mut told) = asked.raw() else { return Err(Problem::unexpected("an address is a form").into()) };
    told.retain(|(name, _)| name != "from");
    let told = Raw::Form(told);
    // What would be refused is refused before anything is sent.
    let first = piece(&me, &told, None).await?;
    let begun = [cells::head(COLUMNS), rows(&me, &first.orders).await?].concat();
    let rest = stream::try_unfold((first.next, me, told), |(next, me, told)| async move {
        let Some(next) = next else { return Ok::<_, Problem>(None) };
        let piece = piece(&me, &told, Some(&next)).await.map_err(|failure| failure.0)?;
        let bytes = rows(&me, &piece.orders).await.map_err(|failure| failure.0)?;
        Ok(Some((bytes, (piece.next, me, told))))
    });
    let pieces = stream::once(std::future::ready(Ok::<_, Problem>(begun))).chain(rest);
    Ok(file("text/csv; charset=utf-8", "orders.csv", Body::from_stream(pieces)))
}

async fn piece(me: &Signed, told: &Raw, at: Option<&str>) -> Result<ExportedOrders, Failure> {
    match at {
        None => me.ask::<ExportOrders>(None, told).await,
        Some(_) => me.ask_on::<ExportOrders>(&told.with("from", at)).await,
    }
}

async fn rows(me: &Signed, orders: &[Order]) -> Result<Vec<u8>, Failure> {
    let names = names(me, orders).await?;
    Ok(cells::rows(orders.iter().map(|order| row(order, &names))))
}

/// What the accounts of these orders are called.
async fn names(me: &Signed, orders: &[Order]) -> Result<Vec<AccountName>, Failure> {
    if let Some(here) = me.here().filter(|_| me.stays_here(ListPlaces::NAME)) {
        return Ok(vec![AccountName { account: here.account, name: here.name.clone() }]);
    }
    let accounts: BTreeSet<String> = orders.iter().map(|order| order.account_id.to_string()).collect();
    let accounts: Vec<String> = accounts.into_iter().collect();
    let mut names = Vec::new();
    for some in accounts.chunks(NAMED) {
        names.extend(me.ask::<ListPlaces>(None, &among(some.iter().cloned())).await?);
    }
    Ok(names)
}

fn row(order: &Order, names: &[AccountName]) -> Vec<Cell> {
    let account = names.iter().find(|named| named.account == order.account_id);
    let money = |minor: Option<i64>| Cell::money(minor.map(|minor| Money::new(minor, order.currency)));
    vec![
        Cell::words(&order.number),
        Cell::maybe(account.map(|named| named.name.as_str())),
        Cell::day(Some(order.ordered_on)),
        Cell::maybe(order.ordered_by.as_deref()),
        Cell::maybe(order.reference.as_deref()),
        Cell::maybe(order.site.as_deref()),
        Cell::words(order.state.word()),
        Cell::day(order.required_on),
        Cell::day(order.shipped_on),
        Cell::number(Some(order.line_count), 0),
        Cell::words(order.currency.code()),
        money(order.net_minor),
        money(order.carriage_minor),
        money(order.tax_minor),
        money(order.total_minor),
        Cell::words(if order.total_derived { "yes" } else { "no" }),
        Cell::maybe(order.invoice_number.as_deref()),
        Cell::words(&order.source),
        Cell::at(order.observed_at),
    ]
}
