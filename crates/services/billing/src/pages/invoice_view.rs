use front::{OfferedAction, Signed, Step, Visit};
use gateway::Quote;
use kernel::{Date, Message, Money, Ref, Timestamp, UnitPrice};
use serde::Serialize;
use store::Object as _;

use super::{asked::Question, state::State, tell::say};
use crate::{
    queries::{InvoiceView, Site},
    rows::{Allocation, Document, Invoice, InvoiceLine},
    sheets::{self, Fact, percent, quantity},
};

/// Which ways on may be drawn.
pub(super) struct Ways {
    pub pdf: bool,
    pub csv: bool,
    pub orders: bool,
}

#[derive(Serialize)]
pub(super) struct Shown {
    title: String,
    trail: Vec<Step>,
    /// Whether staff look, to whom the customer's own numbers are not "yours".
    desk: bool,
    number: String,
    /// What can be done about it as a whole.
    actions: Vec<OfferedAction>,
    /// What is asked about it and still open.
    questions: Vec<Question>,
    /// Whether anything can be done about any of its lines.
    asks: bool,
    document: Document,
    state: State,
    issued_on: Date,
    source: Source,
    pdf: Option<String>,
    csv: Option<String>,
    paper: String,
    from: String,
    to: Vec<String>,
    terms_days: Option<i64>,
    purchase_order: Option<String>,
    order_number: Option<String>,
    order: Option<String>,
    corrects: Option<String>,
    corrected: Option<String>,
    taxed: bool,
    net_label: String,
    lines: Vec<Line>,
    /// Where the others are, if these are not all.
    more: Option<More>,
    sums: Vec<Fact>,
    total_derived: bool,
    notes: Vec<String>,
    payments: Vec<Payment>,
}

#[derive(Serialize)]
struct Source {
    system: String,
    at: Timestamp,
}

#[derive(Serialize)]
struct Line {
    ordinal: i64,
    name: String,
    code: String,
    quantity: String,
    price: Option<UnitPrice>,
    less: Option<String>,
    tax: String,
    /// Unrounded, so that people can add it up.
    amount: UnitPrice,
    derived: bool,
    actions: Vec<OfferedAction>,
}

/// Which lines of a long invoice are shown, and the way to those before and after.
#[derive(Serialize)]
struct More {
    says: String,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct Payment {
    on: Date,
    /// Its page, if it may be read.
    href: Option<String>,
    number: String,
    method: Option<String>,
    amount: Money,
}

/// How many lines a page shows.
const LINES: usize = 200;

/// An invoice as its template sees it, with its lines from the `first`.
pub(super) fn view(
    visit: &Signed,
    site: Option<&Site>,
    ways: &Ways,
    questions: Vec<Question>,
    found: &InvoiceView,
    first: i64,
) -> Shown {
    let it = &found.invoice;
    let file = |name: &str| visit.address(&format!("/invoices/{}/{name}", it.id));
    let to = match &it.bill_to {
        Some(lines) => lines.lines().map(str::to_owned).collect(),
        None => site.map(|site| site.name.clone()).into_iter().collect(),
    };
    let begins = found.lines.iter().position(|line| line.ordinal >= first).unwrap_or(0);
    let lines = found.lines.iter().skip(begins).take(LINES);
    let lines: Vec<Line> = lines.map(|it_line| line(visit, it, it_line)).collect();
    Shown {
        title: sheets::title(&**visit, it),
        trail: trail(visit, it, site),
        desk: visit.account().is_none(),
        number: it.number.clone(),
        actions: visit.record_actions(&Quote { target: Ref::new(Invoice::KIND, it.id), part: None }),
        questions,
        asks: lines.iter().any(|line| !line.actions.is_empty()),
        document: it.document,
        state: State::of(it, visit.formats.today()),
        issued_on: it.issued_on,
        source: Source { system: it.source.clone(), at: it.observed_at },
        pdf: ways.pdf.then(|| file("invoice.pdf")),
        csv: ways.csv.then(|| file("lines.csv")),
        paper: file("paper"),
        from: visit.brand.name.clone(),
        to,
        terms_days: it.terms_days,
        purchase_order: it.purchase_order.clone(),
        order_number: it.order_number.clone(),
        order: order(visit, ways, it),
        corrects: it.corrects.clone(),
        corrected: it.corrects_id.map(|id| visit.address(&format!("/invoices/{id}"))),
        taxed: found.lines.iter().any(|line| line.tax_ppm.is_some()),
        net_label: say(visit, sheets::net_label(it)),
        more: more(visit, found, begins),
        lines,
        sums: sheets::sums(&**visit, found),
        total_derived: it.total_derived,
        notes: sheets::notes(&**visit, found),
        payments: found.payments.iter().map(|part| payment(visit, found, part)).collect(),
    }
}

/// The way back: to the list or, for staff, to the customer and what else they were billed.
fn trail(visit: &Signed, it: &Invoice, site: Option<&Site>) -> Vec<Step> {
    let list = match visit.account() {
        Some(_) => visit.address("/invoices"),
        None => visit.address(&format!("/invoices?account={}", it.account_id)),
    };
    let mut trail = site.map_or_else(Vec::new, |site| visit.back_to_customer(site.account, &site.name));
    trail.push(Step { label: say(visit, "billing-title"), href: list });
    trail
}

/// Orders are another service's; their pages are found by the way they are addressed.
fn order(visit: &Visit, ways: &Ways, it: &Invoice) -> Option<String> {
    let order = it.order_ref.as_ref().filter(|_| ways.orders)?;
    Some(visit.address(&format!("/orders/{}", order.id.simple())))
}

fn line(visit: &Visit, it: &Invoice, line: &InvoiceLine) -> Line {
    let formats = &visit.formats;
    let price = |scaled| UnitPrice::new(scaled, it.currency);
    let about = Quote { target: Ref::new(Invoice::KIND, it.id), part: Some(line.id.uuid()) };
    Line {
        ordinal: line.ordinal,
        name: sheets::name(visit, line),
        code: line.description.as_ref().and(line.code.clone()).unwrap_or_default(),
        quantity: line.quantity_scaled.map(|scaled| quantity(scaled, formats)).unwrap_or_default(),
        price: line.price_scaled.map(price),
        less: line.discount_ppm.filter(|ppm| *ppm != 0).map(|ppm| percent(ppm, formats)),
        tax: line.tax_ppm.map(|ppm| percent(ppm, formats)).unwrap_or_default(),
        amount: price(line.amount_scaled),
        derived: line.amount_derived,
        actions: visit.record_actions(&about),
    }
}

fn more(visit: &Visit, found: &InvoiceView, begins: usize) -> Option<More> {
    let all = found.lines.as_slice();
    if all.len() <= LINES {
        return None;
    }
    let ends = all.len().min(begins + LINES);
    let number = |value: usize| visit.formats.number(i64::try_from(value).unwrap_or(i64::MAX));
    let says = Message::new("billing-lines-shown").with("first", number(begins + 1)).with("last", number(ends));
    let from = |at: usize| {
        let line = all.get(at)?.ordinal;
        Some(visit.address(&format!("/invoices/{}?line={line}", found.invoice.id)))
    };
    Some(More {
        says: visit.say(&says.with("count", number(all.len()))),
        previous: (begins > 0).then(|| from(begins.saturating_sub(LINES))).flatten(),
        next: from(ends),
    })
}

fn payment(visit: &Visit, found: &InvoiceView, part: &Allocation) -> Payment {
    let opens = found.receipts.contains(&part.receipt_id);
    Payment {
        on: part.received_on,
        href: opens.then(|| visit.address(&format!("/receipts/{}", part.receipt_id))),
        number: part.number.clone(),
        method: part.method.clone(),
        amount: Money::new(part.amount_minor, found.invoice.currency),
    }
}
