use axum::response::Response;
use front::{Customer, Failure, Form, Signed, Targets, Visit};
use gateway::{Raw, RawField};
use kernel::{Cursor, Message, Money, UnitPrice};

use super::{
    figures::{quantity, share},
    progress::progress,
    views::{Invoice, Line, OrderPage, Source},
};
use crate::{Order, OrderLine, OrderView, ShowOrder};

/// What lets somebody see an invoice; billing's own word.
const READ_INVOICE: &str = "billing.read_invoice";

/// One order, with its lines.
pub(super) async fn show(me: Customer, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let from = match raw.field("from") {
        RawField::Text(from) => vec![("from".to_owned(), from)],
        RawField::Absent | RawField::Null | RawField::Json(_) | RawField::Many(_) => Vec::new(),
    };
    let found = me.ask::<ShowOrder>(Some(targets.one()?), &Raw::Form(from)).await?;
    let invoice = invoice(&me, &found.order).await?;
    me.page("orders/order.html", view(&me, found, invoice))
}

fn view(me: &Visit, found: OrderView, invoice: Option<Invoice>) -> OrderPage {
    let OrderView { order, lines, .. } = found;
    let list = me.address("/orders");
    let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, order.currency));
    let place =
        |cursor: Option<Cursor>| cursor.map(|cursor| format!("{list}/{}?from={}", order.id, String::from(cursor)));
    OrderPage {
        title: me.say(&Message::new("orders-order").with("number", order.number.as_str())),
        number: order.number.clone(),
        reference: order.reference.clone(),
        placed: order.ordered_on,
        by: order.ordered_by.clone(),
        progress: progress(me, &order),
        line_count: order.line_count,
        has_price: lines.rows.iter().any(|line| line.unit_price.is_some()),
        has_amount: lines.rows.iter().any(|line| line.amount_minor.is_some()),
        lines_derived: lines.rows.iter().any(|line| line.amount_derived),
        lines: lines.rows.iter().map(|row| line(me, &order, row)).collect(),
        previous: place(lines.previous),
        next: place(lines.next),
        net: money(order.net_minor),
        carriage: money(order.carriage_minor),
        tax: money(order.tax_minor),
        total: money(order.total_minor),
        derived: order.total_derived,
        site: order.site.clone(),
        delivery: order.delivery.clone(),
        invoice,
        source: Source { system: order.source.clone(), at: order.observed_at },
        list,
    }
}

fn line(me: &Visit, order: &Order, line: &OrderLine) -> Line {
    let name = line.description.clone().or_else(|| line.code.clone());
    Line {
        code: line.code.clone().filter(|_| line.description.is_some()),
        name,
        quantity: line.quantity.map(|thousandths| quantity(&me.formats, thousandths)),
        price: line.unit_price.map(|price| UnitPrice::new(price, order.currency)),
        discount: line.discount.map(|discount| share(&me.formats, discount)),
        amount: line.amount_minor.map(|minor| Money::new(minor, order.currency)),
    }
}

/// The order's invoice, if its source names one. An invoice that came in after the order is found in the list by its
/// number, which opens in any case.
async fn invoice(me: &Signed, order: &Order) -> Result<Option<Invoice>, Failure> {
    let path = match (&order.invoice_ref, &order.invoice_number) {
        (Some(invoice), _) => Some(format!("/invoices/{}", invoice.id.simple())),
        (None, Some(number)) => Some(format!("/invoices?view=all&words={}", encoded(number))),
        (None, None) => return Ok(None),
    };
    let path = if may_read_invoices(me).await? { path } else { None };
    let invoice = Invoice { number: order.invoice_number.clone(), href: path.map(|path| me.address(&path)) };
    // An invoice without a number that may not be opened either is not worth a word.
    Ok(Some(invoice).filter(|invoice| invoice.number.is_some() || invoice.href.is_some()))
}

/// Whether there are invoices in this portal, and this person may see any here.
async fn may_read_invoices(me: &Signed) -> Result<bool, Failure> {
    let gateway = &me.site().gateway;
    if !gateway.registry().actions().any(|action| action.name == READ_INVOICE) {
        return Ok(false);
    }
    let caller = gateway.caller(me.principal(), None).await?;
    Ok(!caller.facts(READ_INVOICE).is_nothing())
}

fn encoded(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect()
}
