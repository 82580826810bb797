//! The list as a table: exactly what the page shows, as long as it is; read and sent piece by piece.

use std::collections::BTreeSet;

use axum::response::Response;
use directory::AccountName;
use front::{Export, Failure, Form, Reader, Signed};
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
    Orders.table(me, told, "orders.csv", cells::head(COLUMNS)).await
}

/// The list as a table, in which each order's account is named.
struct Orders;

impl Export for Orders {
    type Asks = ExportOrders;

    async fn rows(&self, me: &Signed, piece: ExportedOrders) -> Result<(Vec<u8>, Option<String>), Failure> {
        let names = names(me, &piece.orders).await?;
        Ok((cells::rows(piece.orders.iter().map(|order| row(order, &names))), piece.next))
    }
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
