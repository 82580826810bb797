use axum::response::Response;
use front::{Failure, Form, Linked, Reader, Signed, Step, Targets, Visit};
use gateway::{Quote, Raw};
use kernel::{Cursor, Message, Money, Ref, UnitPrice};
use store::Object as _;

use super::{
    figures::{quantity, share},
    progress::progress,
    views::{Invoice, Line, OrderPage, Source},
};
use crate::{ListPlaces, Order, OrderLine, OrderView, ShowOrder};

/// What lets somebody see an invoice; billing's own word.
const READ_INVOICE: &str = "billing.read_invoice";

/// One order, with its lines.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    let found = me.ask::<ShowOrder>(Some(targets.one()?), &Raw::Form(from.into_iter().collect())).await?;
    let invoice = invoice(&me, &found.order);
    let trail = trail(&me, &found.order).await?;
    let here = me.address(&format!("/orders/{}", found.order.id));
    me.page("orders/order.html", view(&me, found, invoice, trail, &here))
}

/// The same for whoever opened a link to it; nothing leads on from there but its lines.
pub(super) async fn linked(me: Linked, Form(raw): Form) -> Result<Response, Failure> {
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    let found = me.ask::<ShowOrder>(&Raw::Form(from.into_iter().collect())).await?;
    let number = found.order.invoice_number.clone();
    let invoice = number.map(|number| Invoice { number: Some(number), href: None });
    me.page("orders/order.html", view(&me, found, invoice, Vec::new(), &me.record()))
}

/// The way back: to the list or, for staff, to the customer and what else they ordered.
async fn trail(me: &Signed, order: &Order) -> Result<Vec<Step>, Failure> {
    let step = |href| Step { label: me.say(&Message::new("orders-title")), href };
    if me.account().is_some() {
        return Ok(vec![step(me.address("/orders"))]);
    }
    let whose = Raw::Form(vec![("among".to_owned(), order.account_id.to_string())]);
    let found = me.ask::<ListPlaces>(None, &whose).await?;
    let back = found.first().map_or_else(Vec::new, |one| me.back_to_customer(one.account, &one.name));
    let list = step(me.address(&format!("/orders?account={}", order.account_id)));
    Ok(back.into_iter().chain([list]).collect())
}

fn view(me: &Visit, found: OrderView, invoice: Option<Invoice>, trail: Vec<Step>, here: &str) -> OrderPage {
    let OrderView { order, lines, .. } = found;
    let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, order.currency));
    let place = |cursor: Option<Cursor>| cursor.map(|cursor| format!("{here}?from={}", String::from(cursor)));
    let shown: Vec<Line> = lines.rows.iter().map(|row| line(me, &order, row)).collect();
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
        actions: me.record_actions(&Quote { target: Ref::new(Order::KIND, order.id), part: None }),
        asks: shown.iter().any(|line| !line.actions.is_empty()),
        lines: shown,
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
        trail,
    }
}

fn line(me: &Visit, order: &Order, line: &OrderLine) -> Line {
    let about = Quote { target: Ref::new(Order::KIND, order.id), part: Some(line.id.uuid()) };
    let name = line.description.clone().or_else(|| line.code.clone());
    Line {
        ordinal: line.ordinal,
        actions: me.record_actions(&about),
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
fn invoice(me: &Signed, order: &Order) -> Option<Invoice> {
    let path = match (&order.invoice_ref, &order.invoice_number) {
        (Some(invoice), _) => Some(format!("/invoices/{}", invoice.id.simple())),
        (None, Some(number)) => Some(format!("/invoices?view=all&words={}", encoded(number))),
        (None, None) => return None,
    };
    let path = path.filter(|_| may_read_invoices(me));
    let invoice = Invoice { number: order.invoice_number.clone(), href: path.map(|path| me.address(&path)) };
    // An invoice without a number that may not be opened either is not worth a word.
    Some(invoice).filter(|invoice| invoice.number.is_some() || invoice.href.is_some())
}

/// Whether there are invoices in this portal, and this person may see any here.
fn may_read_invoices(me: &Signed) -> bool {
    let known = me.site().gateway.registry().actions().any(|action| action.name == READ_INVOICE);
    known && me.may(READ_INVOICE)
}

fn encoded(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect()
}
