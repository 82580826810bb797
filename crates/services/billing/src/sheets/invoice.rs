use front::Branding;
use kernel::{Message, Money, UnitPrice};

use super::{Ages, Cell, Column, Fact, Party, Sheet, Table, Words, percent, quantity};
use crate::{
    amount::exact_of,
    queries::{InvoiceView, Site},
    rows::{Document, Invoice, InvoiceLine},
};

/// An invoice on paper: what the books state, and a word where they state nothing.
pub(crate) fn invoice(words: &impl Words, brand: &Branding, site: Option<&Site>, view: &InvoiceView) -> Sheet {
    let it = &view.invoice;
    Sheet {
        title: title(words, it),
        facts: facts(words, site, it),
        parties: parties(words, brand, site, it),
        table: table(words, view),
        notes: notes(words, view),
        ages: paid(words, view),
        foot: words.say(&Message::new("billing-paper-source").with("source", &*it.source).with("at", it.observed_at)),
    }
}

/// "Invoice INV-20418".
pub(crate) fn title(words: &impl Words, it: &Invoice) -> String {
    let id = match it.document {
        Document::Invoice => "billing-invoice-title",
        Document::CreditNote => "billing-credit-title",
    };
    words.say(&Message::new(id).with("number", &*it.number))
}

/// Whether the total is not just the exact lines and tax: how far the rounding moved it, in millionths.
pub(crate) fn rounding(view: &InvoiceView) -> Option<UnitPrice> {
    let it = &view.invoice;
    let lines: i128 = view.lines.iter().map(|line| i128::from(line.amount_scaled)).sum();
    let exact = lines + exact_of(it.tax_minor.unwrap_or(0), it.currency);
    let moved = exact_of(it.total_minor, it.currency) - exact;
    let moved = i64::try_from(moved).ok().filter(|moved| it.total_derived && *moved != 0)?;
    Some(UnitPrice::new(moved, it.currency))
}

fn facts(words: &impl Words, site: Option<&Site>, it: &Invoice) -> Vec<Fact> {
    let day = |day| words.formats().long_date(day);
    let mut facts = vec![Fact::new(words.word("billing-issued"), day(it.issued_on))];
    if it.document == Document::Invoice {
        let due = it.due_on.map_or_else(|| words.word("billing-not-stated"), day);
        facts.push(Fact::strong(words.word("billing-due"), due));
    }
    if let Some(reference) = site.and_then(|site| site.reference.clone()) {
        facts.push(Fact::new(words.word("billing-account"), reference));
    }
    facts
}

fn parties(words: &impl Words, brand: &Branding, site: Option<&Site>, it: &Invoice) -> Vec<Party> {
    let mut to: Vec<String> = match &it.bill_to {
        Some(lines) => lines.lines().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if to.is_empty() {
        to.extend(site.map(|site| site.name.clone()));
    }
    let about = [
        it.purchase_order.as_ref().map(|number| Message::new("billing-your-po-is").with("number", &**number)),
        it.order_number.as_ref().map(|number| Message::new("billing-our-order-is").with("number", &**number)),
        it.corrects.as_ref().map(|number| Message::new("billing-corrects-is").with("number", &**number)),
    ];
    let about: Vec<String> = about.iter().flatten().map(|message| words.say(message)).collect();
    let party = |id, lines| Party { label: words.word(id), named: id != "billing-about", lines };
    let from = [Some(brand.name.clone()), brand.postal.clone()].into_iter().flatten().collect();
    let parties = [party("billing-from", from), party("billing-to", to), party("billing-about", about)];
    parties.into_iter().filter(|party| !party.lines.is_empty()).collect()
}

fn table(words: &impl Words, view: &InvoiceView) -> Table {
    let taxed = view.lines.iter().any(|line| line.tax_ppm.is_some());
    let mut columns = vec![
        Column::words(words.word("billing-item"), if taxed { 0.5 } else { 0.56 }),
        Column::figures(words.word("billing-quantity"), 0.1),
        Column::figures(words.word("billing-each"), 0.16),
    ];
    if taxed {
        columns.push(Column::figures(words.word("billing-tax"), 0.08));
    }
    columns.push(Column::figures(words.word(net_label(&view.invoice)), if taxed { 0.16 } else { 0.18 }));
    Table {
        caption: words.word("billing-lines"),
        columns,
        rows: view.lines.iter().map(|line| row(words, &view.invoice, line, taxed)).collect(),
        sums: sums(words, view),
    }
}

/// What the column of line amounts is called: net, where there is tax to tell it from.
pub(crate) fn net_label(it: &Invoice) -> &'static str {
    if it.tax_minor.is_some() { "billing-net" } else { "billing-amount" }
}

fn row(words: &impl Words, it: &Invoice, line: &InvoiceLine, taxed: bool) -> Vec<Cell> {
    let formats = words.formats();
    let price = line.price_scaled.map(|price| formats.unit_price(UnitPrice::new(price, it.currency)));
    let less = line
        .discount_ppm
        .filter(|ppm| *ppm != 0)
        .map(|ppm| words.say(&Message::new("billing-line-less").with("share", percent(ppm, formats))));
    let mut cells = vec![
        Cell { text: name(words, line), sub: line.description.as_ref().and(line.code.clone()).unwrap_or_default() },
        Cell::of(line.quantity_scaled.map(|scaled| quantity(scaled, formats)).unwrap_or_default()),
        Cell { text: price.unwrap_or_default(), sub: less.unwrap_or_default() },
    ];
    if taxed {
        cells.push(Cell::of(line.tax_ppm.map(|ppm| percent(ppm, formats)).unwrap_or_default()));
    }
    cells.push(Cell::of(formats.unit_price(UnitPrice::new(line.amount_scaled, it.currency))));
    cells
}

/// What a line is called: its description, else its code, else a word that there is none.
pub(crate) fn name(words: &impl Words, line: &InvoiceLine) -> String {
    let name = line.description.clone().or_else(|| line.code.clone());
    name.unwrap_or_else(|| words.word("billing-line-unnamed"))
}

/// Net, each tax, total.
pub(crate) fn sums(words: &impl Words, view: &InvoiceView) -> Vec<Fact> {
    let it = &view.invoice;
    let formats = words.formats();
    let money = |minor| formats.money(Money::new(minor, it.currency));
    let mut sums = Vec::new();
    if let Some(net) = it.net_minor {
        sums.push(Fact::new(words.word("billing-net"), money(net)));
    }
    for tax in &view.taxes {
        let label = match tax.rate_ppm {
            Some(ppm) => {
                words.say(&Message::new("billing-tax-at").with("tax", &*tax.name).with("rate", percent(ppm, formats)))
            }
            None => tax.name.clone(),
        };
        sums.push(Fact::new(label, money(tax.amount_minor)));
    }
    if let (true, Some(tax)) = (view.taxes.is_empty(), it.tax_minor) {
        sums.push(Fact::new(words.word("billing-tax"), money(tax)));
    }
    sums.push(Fact::strong(words.word("billing-total"), money(it.total_minor)));
    sums
}

/// What is marked: what was worked out, and what nobody states.
pub(crate) fn notes(words: &impl Words, view: &InvoiceView) -> Vec<String> {
    let it = &view.invoice;
    let with_source = |id| Message::new(id).with("source", &*it.source);
    let mut notes = Vec::new();
    if it.total_derived {
        notes.push(match rounding(view) {
            Some(moved) => with_source("billing-total-rounded").with("moved", words.formats().unit_price(moved)),
            None => with_source("billing-total-derived"),
        });
    }
    if it.due_derived {
        notes.push(match it.terms_days {
            Some(days) => with_source("billing-due-from-terms").with("days", days),
            None => with_source("billing-due-derived"),
        });
    }
    if it.tax_minor.is_none() {
        notes.push(with_source("billing-tax-unknown"));
    }
    if it.balance_minor.is_none() {
        notes.push(with_source("billing-balance-unknown"));
    }
    notes.iter().map(|note| words.say(note)).collect()
}

fn paid(words: &impl Words, view: &InvoiceView) -> Option<Ages> {
    let balance = view.invoice.balance()?;
    let formats = words.formats();
    let mut rows: Vec<Fact> = view
        .payments
        .iter()
        .map(|payment| {
            let amount = Money::new(payment.amount_minor, view.invoice.currency);
            let day = formats.long_date(payment.received_on);
            Fact::new(words.say(&Message::new("billing-paid-on").with("day", day)), formats.money(amount))
        })
        .collect();
    let (label, left) = match view.invoice.document {
        Document::Invoice => ("billing-left", balance),
        Document::CreditNote => ("billing-credit-left", balance.negated()),
    };
    rows.push(Fact::strong(words.word(label), formats.money(left)));
    Some(Ages { title: words.word("billing-payments"), text: String::new(), rows })
}
