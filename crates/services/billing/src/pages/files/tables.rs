//! The rows of tables. Heads are words for machines, the same in every language; what is not known is empty.

use front::Visit;
use words::cells::{self, Cell};

use crate::{
    pages::tell::site,
    queries::{InvoiceView, Site, StatementView},
    rows::Invoice,
    sheets,
    status::Status,
};
use kernel::Money;

pub(super) const INVOICES: &[&str] = &[
    "document",
    "number",
    "account",
    "account_reference",
    "issued_on",
    "due_on",
    "due_derived",
    "status",
    "currency",
    "net",
    "tax",
    "total",
    "total_derived",
    "balance",
    "balance_basis",
    "purchase_order",
    "order",
    "corrects",
    "source",
    "observed_at",
];

pub(super) fn invoices(visit: &Visit, sites: &[Site], invoices: &[Invoice]) -> Vec<u8> {
    let today = visit.formats.today();
    cells::rows(invoices.iter().map(|it| {
        let site = site(sites, it.account_id.uuid());
        let money = |minor: Option<i64>| Cell::money(minor.map(|minor| Money::new(minor, it.currency)));
        vec![
            Cell::words(it.document.word()),
            Cell::words(&it.number),
            Cell::maybe(site.map(|site| site.name.as_str())),
            Cell::maybe(site.and_then(|site| site.reference.as_deref())),
            Cell::day(Some(it.issued_on)),
            Cell::day(it.due_on),
            truth(it.due_derived),
            Cell::words(Status::of(it, today).word()),
            Cell::words(it.currency.code()),
            money(it.net_minor),
            money(it.tax_minor),
            money(Some(it.total_minor)),
            truth(it.total_derived),
            money(it.balance_minor),
            Cell::words(it.basis.word()),
            Cell::maybe(it.purchase_order.as_deref()),
            Cell::maybe(it.order_number.as_deref()),
            Cell::maybe(it.corrects.as_deref()),
            Cell::words(&it.source),
            Cell::words(&it.observed_at.to_string()),
        ]
    }))
}

pub(super) const LINES: &[&str] = &[
    "number",
    "line",
    "code",
    "description",
    "quantity",
    "unit_price",
    "discount",
    "tax_rate",
    "amount",
    "amount_rounded",
    "amount_derived",
    "currency",
];

pub(super) fn lines(view: &InvoiceView) -> Vec<u8> {
    let it = &view.invoice;
    cells::rows(view.lines.iter().map(|line| {
        vec![
            Cell::words(&it.number),
            Cell::number(Some(line.ordinal), 0),
            Cell::maybe(line.code.as_deref()),
            Cell::maybe(line.description.as_deref()),
            Cell::number(line.quantity_scaled, 3),
            Cell::number(line.price_scaled, 6),
            Cell::number(line.discount_ppm, 6),
            Cell::number(line.tax_ppm, 6),
            Cell::number(Some(line.amount_scaled), 6),
            Cell::money(Some(Money::new(line.amount_minor, it.currency))),
            truth(line.amount_derived),
            Cell::words(it.currency.code()),
        ]
    }))
}

pub(super) const STATEMENT_ENTRIES: &[&str] =
    &["day", "entry", "number", "due_on", "for", "method", "charged", "credited", "balance", "currency", "on_account"];

/// Beside a payment stands what of it is on account, beside the end what of all payments is. That is as the books stand
/// now, so it is told only where the period has not ended before.
pub(super) fn statement(view: &StatementView) -> Vec<u8> {
    let mut rows = Vec::new();
    let is_now = view.until >= view.today;
    for account in &view.accounts {
        let currency = || Cell::words(account.currency.code());
        let edge = |day, entry, balance, on_account| {
            let mut row = vec![Cell::day(Some(day)), Cell::words(entry)];
            row.extend((0..6).map(|_| Cell::nothing()));
            row.extend([Cell::money(balance), currency(), Cell::money(on_account)]);
            row
        };
        rows.push(edge(view.since, "opening", account.opening, None));
        for entry in &account.entries {
            let (charged, credited) = sheets::sides(entry);
            rows.push(vec![
                Cell::day(Some(entry.on)),
                Cell::words(entry.what.word()),
                Cell::words(&entry.number),
                Cell::day(entry.due_on),
                Cell::words(&entry.paid.join(" ")),
                Cell::maybe(entry.method.as_deref()),
                Cell::money(charged),
                Cell::money(credited),
                Cell::money(entry.balance),
                currency(),
                Cell::money(entry.on_account),
            ]);
        }
        rows.push(edge(view.until, "closing", account.closing, is_now.then_some(account.on_account)));
    }
    cells::rows(rows)
}

fn truth(value: bool) -> Cell {
    Cell::words(if value { "yes" } else { "no" })
}
