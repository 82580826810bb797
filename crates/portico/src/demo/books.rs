//! The books of the invented company, as its accounts system would export them. The same day gives the same files; each
//! day is counted from today, so that what is overdue is overdue whenever the demo is opened.

use kernel::Date;

use super::catalogue::{CUSTOMERS, Customer, NORTHGATE, PRODUCTS, Product};

/// The files, by name.
pub(super) struct Books {
    pub files: [(&'static str, String); 4],
}

/// How far back the books go.
const DAYS: i32 = 700;

/// Days from an invoice to the day it is due.
const TERMS: i32 = 30;

/// What can be ordered beside goods.
const CARRIAGE: Product = Product { code: "CARR-ND", says: "Carriage, next day", pence: 4_500, most: 1 };
const PLAN: Product = Product { code: "PLAN-Q", says: "Quarterly service plan, 3 sites", pence: 312_900, most: 1 };
const REFIT: Product = Product { code: "SEAL-80", says: "Seal refurbishment, HX-80", pence: 322_700, most: 1 };

/// A line of a document.
#[derive(Clone, Copy)]
struct Line {
    what: Product,
    pieces: i64,
}

impl Line {
    fn net(self) -> i64 {
        self.what.pence * self.pieces
    }
}

/// An order and, once it has left, its invoice.
struct Sale {
    number: String,
    account: String,
    company: &'static str,
    site: Option<&'static str>,
    by: &'static str,
    reference: String,
    on: Date,
    state: &'static str,
    wanted: Option<Date>,
    shipped: Option<Date>,
    lines: Vec<Line>,
    invoice: Option<String>,
}

/// Numbers that look like chance and are the same every time (Marsaglia's xorshift, 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }

    fn days(&mut self, bound: u64) -> i32 {
        i32::try_from(self.below(bound)).unwrap_or(0)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let at = self.below(u64::try_from(all.len()).unwrap_or(1));
        all[usize::try_from(at).unwrap_or(0)]
    }
}

/// The books as of `today`.
pub(super) fn books(today: Date) -> Books {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut sales: Vec<Sale> = Vec::new();
    for customer in &CUSTOMERS {
        for _ in 0..customer.orders {
            sales.push(sale(customer, today, &mut dice));
        }
    }
    sales.sort_by_key(|sale| sale.on);
    for (number, sale) in (74_000..).zip(&mut sales) {
        sale.number = format!("SO-{number}");
    }
    for (number, sale) in (18_200..).zip(sales.iter_mut().filter(|sale| sale.shipped.is_some())) {
        sale.invoice = Some(format!("INV-{number}"));
    }
    let mut orders = Table::of(ORDERS);
    let mut invoices = Table::of(INVOICES);
    let mut receipts = Table::of(RECEIPTS);
    let mut paid = 3_000;
    for sale in &sales {
        write_order(&mut orders, sale);
        let (Some(number), Some(shipped)) = (&sale.invoice, sale.shipped) else { continue };
        let bill = Bill {
            number,
            issued: shipped,
            due: shipped.plus_days(TERMS),
            company: sale.company,
            reference: &sale.reference,
            order: Some(&sale.number),
            lines: &sale.lines,
        };
        let total = write_bill(&mut invoices, &bill);
        let late = if dice.below(12) == 0 { 21 + dice.days(30) } else { dice.days(6) };
        let usual = CUSTOMERS.iter().find(|customer| customer.account == sale.company).map_or(30, |one| one.pays_after);
        let on = shipped.plus_days(usual + late);
        if on < today && sale.company != NORTHGATE || on < today.plus_days(-3) {
            paid += 1;
            let way = dice.one_of(&["Bank transfer", "Direct debit", "Card"]);
            receipts.row(&[
                &format!("R-{paid}"),
                &on.to_string(),
                sale.company,
                way,
                &pounds(total),
                number,
                &pounds(total),
            ]);
        }
    }
    known(today, &mut orders, &mut invoices, &mut receipts);
    dirt(today, &mut orders);
    Books {
        files: [
            ("customers.csv", accounts()),
            ("orders.csv", orders.text),
            ("invoices.csv", invoices.text),
            ("receipts.csv", receipts.text),
        ],
    }
}

const BUYERS: [&str; 3] = ["Callum Reid", "Priya Raman", "Ines Marques"];

fn sale(customer: &Customer, today: Date, dice: &mut Dice) -> Sale {
    let age = 1 + dice.days(u64::try_from(DAYS).unwrap_or(1));
    let on = today.plus_days(-age);
    let place = (!customer.sites.is_empty()).then(|| dice.one_of(customer.sites));
    let account = place.map_or_else(|| customer.account.to_owned(), |(end, _)| format!("{}-{end}", customer.account));
    let lines = (0..1 + dice.below(4)).map(|_| {
        let what = dice.one_of(&PRODUCTS);
        Line { what, pieces: 1 + i64::try_from(dice.below(what.most)).unwrap_or(0) }
    });
    let lines = with_carriage(lines.collect());
    let (state, shipped) = match age {
        0..=2 => ("placed", None),
        3..=5 => ("confirmed", None),
        6..=8 if dice.below(2) == 0 => ("part_shipped", None),
        _ if dice.below(60) == 0 => ("cancelled", None),
        _ if age < 12 => ("shipped", Some(on.plus_days(2 + dice.days(3)))),
        _ => ("delivered", Some(on.plus_days(2 + dice.days(6)))),
    };
    let buyer = if customer.account == NORTHGATE { dice.one_of(&BUYERS) } else { "Purchasing" };
    Sale {
        number: String::new(),
        account,
        company: customer.account,
        site: place.map(|(_, name)| name),
        by: buyer,
        reference: format!("{}-PO-{}", &customer.account[..3], 58_000 + dice.below(2_200)),
        on,
        state,
        wanted: Some(on.plus_days(7 + dice.days(10))),
        shipped,
        lines,
        invoice: None,
    }
}

/// Carriage is free from £2,000.
fn with_carriage(mut lines: Vec<Line>) -> Vec<Line> {
    if lines.iter().map(|line| line.net()).sum::<i64>() < 200_000 {
        lines.push(Line { what: CARRIAGE, pieces: 1 });
    }
    lines
}

/// The documents that the demo's stories are about.
fn known(today: Date, orders: &mut Table, invoices: &mut Table, receipts: &mut Table) {
    let line = |code: &str, pieces| {
        let what = PRODUCTS.iter().find(|product| product.code == code).copied().unwrap_or(CARRIAGE);
        Line { what, pieces }
    };
    let metering =
        [line("HX40-PV-230", 2), line("DK-40-PTFE", 4), line("PD2-316", 1), Line { what: CARRIAGE, pieces: 1 }];
    let kits = [line("DK-40-PTFE", 12), line("SEN-C2-230", 1), line("SK-65-V", 6)];
    let (refit, plan) = ([Line { what: REFIT, pieces: 1 }], [Line { what: PLAN, pieces: 1 }]);
    let packing = [line("GP-12", 20), Line { what: CARRIAGE, pieces: 1 }];
    let sale = |number: &str, end: &str, site, by, reference: &str, age: i32, lines: &[Line]| Sale {
        number: number.to_owned(),
        account: format!("{NORTHGATE}-{end}"),
        company: NORTHGATE,
        site: Some(site),
        by,
        reference: reference.to_owned(),
        on: today.plus_days(-age),
        state: "delivered",
        wanted: Some(today.plus_days(7 - age)),
        shipped: Some(today.plus_days(3 - age)),
        lines: lines.to_vec(),
        invoice: None,
    };
    let mut told = [
        sale("SO-76988", "CB", "Calder Bridge works", "Priya Raman", "NWS-PO-60102", 52, &refit),
        sale("SO-77041", "RD", "Ryedale depot", "Callum Reid", "NWS-PO-60198", 10, &metering),
        sale("SO-77102", "CB", "Calder Bridge works", "Callum Reid", "NWS-PO-60229", 3, &packing),
        sale("SO-77120", "AV", "Aire Valley works", "Callum Reid", "NWS-PO-60233", 9, &kits),
    ];
    told[0].invoice = Some("INV-20397".to_owned());
    told[1].invoice = Some("INV-20418".to_owned());
    (told[2].state, told[2].shipped) = ("confirmed", None);
    (told[3].state, told[3].shipped) = ("part_shipped", Some(today.plus_days(-1)));
    told[3].wanted = Some(today.plus_days(-2));
    for sale in &told {
        write_order(orders, sale);
    }
    let day = |age: i32| today.plus_days(-age);
    let bill = |number, age, reference, order, lines| Bill {
        number,
        issued: day(age),
        due: day(age - TERMS),
        company: NORTHGATE,
        reference,
        order,
        lines,
    };
    write_bill(invoices, &bill("INV-20397", 33, "NWS-PO-60102", Some("SO-76988"), &refit));
    write_bill(invoices, &bill("INV-20405", 13, "NWS-PO-59800", None, &plan));
    write_bill(invoices, &bill("INV-20418", 6, "NWS-PO-60198", Some("SO-77041"), &metering));
    let total = write_bill(invoices, &bill("INV-20361", 45, "NWS-PO-60044", None, &packing));
    let part = total / 2;
    receipts.row(&[
        "R-3992",
        &day(10).to_string(),
        NORTHGATE,
        "Bank transfer",
        &pounds(part),
        "INV-20361",
        &pounds(part),
    ]);
    // Ormesby has paid for what it is yet to be billed.
    receipts.row(&["R-3993", &day(4).to_string(), "ORM-0019", "Bank transfer", &pounds(250_000), "", ""]);
    let back = Line { what: Product { pence: 17_900, ..line("PD2-316", 1).what }, pieces: -1 };
    let note = (back.net(), back.net() / 5);
    let (net, tax) = (pounds(note.0), pounds(note.1));
    let total = pounds(note.0 + note.1);
    invoices.row(&[
        "CN-1127",
        "Credit note",
        &day(2).to_string(),
        "",
        NORTHGATE,
        "NWS-PO-60066",
        "",
        "INV-20418",
        back.what.code,
        "Pulsation damper PD-2, returned unused",
        "-1",
        &pounds(back.what.pence),
        "0.2",
        &net,
        &net,
        &tax,
        &total,
    ]);
}

/// What a real export would hold too: it ends in quarantine.
fn dirt(today: Date, orders: &mut Table) {
    let lines = vec![Line { what: PRODUCTS[3], pieces: 2 }];
    let stray = |number: &str, account: &str, age: i32| Sale {
        number: number.to_owned(),
        account: account.to_owned(),
        company: NORTHGATE,
        site: None,
        by: "",
        reference: String::new(),
        on: today.plus_days(-age),
        state: "placed",
        wanted: None,
        shipped: None,
        lines: lines.clone(),
        invoice: None,
    };
    write_order(orders, &stray("SO-77131", "", 1));
    write_order(orders, &stray("SO-77125", "NWS-142", 2));
}

fn accounts() -> String {
    let mut table = Table::of(&["Account", "Name", "Kind", "Part of"]);
    for customer in &CUSTOMERS {
        table.row(&[customer.account, customer.name, "company", ""]);
        for (end, name) in customer.sites {
            table.row(&[&format!("{}-{end}", customer.account), name, "site", customer.account]);
        }
    }
    table.text
}

const ORDERS: &[&str] = &[
    "Order",
    "Placed",
    "Customer",
    "Purchase order",
    "By",
    "Site",
    "State",
    "Wanted",
    "Shipped",
    "Code",
    "Description",
    "Quantity",
    "Unit price",
    "Amount",
    "Net",
    "Carriage",
    "VAT",
    "Total",
    "Invoice",
];

fn write_order(table: &mut Table, sale: &Sale) {
    let is_carriage = |line: &&Line| line.what.code == CARRIAGE.code;
    let carriage: i64 = sale.lines.iter().filter(is_carriage).map(|line| line.net()).sum();
    let net: i64 = sale.lines.iter().map(|line| line.net()).sum::<i64>() - carriage;
    let tax = vat(net + carriage);
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    for line in sale.lines.iter().filter(|line| !is_carriage(line)) {
        table.row(&[
            &sale.number,
            &format!("{} {:02}:{:02}", sale.on, 8 + sale.lines.len(), sale.number.len() * 5),
            &sale.account,
            &sale.reference,
            sale.by,
            sale.site.unwrap_or_default(),
            sale.state,
            &day(sale.wanted),
            &day(sale.shipped),
            line.what.code,
            line.what.says,
            &line.pieces.to_string(),
            &pounds(line.what.pence),
            &pounds(line.net()),
            &pounds(net),
            &pounds(carriage),
            &pounds(tax),
            &pounds(net + carriage + tax),
            sale.invoice.as_deref().unwrap_or_default(),
        ]);
    }
}

const INVOICES: &[&str] = &[
    "Number",
    "Kind",
    "Date",
    "Due",
    "Customer",
    "Purchase order",
    "Order",
    "Corrects",
    "Code",
    "Description",
    "Quantity",
    "Unit price",
    "VAT rate",
    "Amount",
    "Net",
    "VAT",
    "Total",
];
const RECEIPTS: &[&str] = &["Receipt", "Date", "Customer", "Method", "Amount", "Invoice", "Used"];

struct Bill<'b> {
    number: &'b str,
    issued: Date,
    due: Date,
    company: &'b str,
    reference: &'b str,
    order: Option<&'b str>,
    lines: &'b [Line],
}

/// Writes an invoice; gives its total in pence.
fn write_bill(table: &mut Table, bill: &Bill<'_>) -> i64 {
    let net: i64 = bill.lines.iter().map(|line| line.net()).sum();
    let tax = vat(net);
    for line in bill.lines {
        table.row(&[
            bill.number,
            "Invoice",
            &bill.issued.to_string(),
            &bill.due.to_string(),
            bill.company,
            bill.reference,
            bill.order.unwrap_or_default(),
            "",
            line.what.code,
            line.what.says,
            &line.pieces.to_string(),
            &pounds(line.what.pence),
            "0.2",
            &pounds(line.net()),
            &pounds(net),
            &pounds(tax),
            &pounds(net + tax),
        ]);
    }
    net + tax
}

/// A fifth, to the nearest penny; a fifth of whole pence is never half a penny.
fn vat(pence: i64) -> i64 {
    (pence + 2 * pence.signum()) / 5
}

fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", pence.abs() / 100, pence.abs() % 100)
}

/// A file of rows.
struct Table {
    text: String,
}

impl Table {
    fn of(head: &[&str]) -> Self {
        let mut table = Self { text: String::new() };
        table.row(head);
        table
    }

    /// Adds a row; what holds a comma is put between quotes (RFC 4180). Nothing here holds a quote.
    fn row(&mut self, cells: &[&str]) {
        for (place, cell) in cells.iter().enumerate() {
            let (comma, quote) = (if place == 0 { "" } else { "," }, if cell.contains(',') { "\"" } else { "" });
            self.text.extend([comma, quote, cell, quote]);
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::{books, vat};

    #[test]
    fn the_same_day_gives_the_same_books() {
        let today = Date::new(2026, 3, 12).expect("a day");
        let (one, other) = (books(today), books(today));
        assert_eq!(one.files, other.files);
        let rows = |at: usize| one.files[at].1.lines().count();
        assert!(rows(1) > 900 && rows(2) > 900 && rows(3) > 200, "{} {} {}", rows(1), rows(2), rows(3));
        for (name, text) in &one.files {
            let columns = text.lines().next().map_or(0, |head| head.split(',').count());
            let fits = |line: &str| line.contains('"') || line.split(',').count() == columns;
            assert!(text.lines().all(fits), "{name}");
        }
    }

    #[test]
    fn tax_is_a_fifth_to_the_nearest_penny() {
        assert_eq!([vat(100), vat(101), vat(102), vat(103), vat(-103)], [20, 20, 20, 21, -21]);
    }
}
