use front::Branding;
use jiff::tz::TimeZone;
use kernel::{Arg, Currency, Message, Money, Timestamp};
use words::Formats;

use super::{Words, invoice, notes, statement};
use crate::{
    example,
    queries::{Account, Entry, InvoiceView, Owed, StatementView, What},
    rows::Basis,
};

/// Says a message's id and values, without a catalogue.
struct Plain(Formats);

impl Words for Plain {
    fn say(&self, message: &Message) -> String {
        let values = message.args.iter().map(|(_, value)| match value {
            Arg::Text(text) => text.clone(),
            Arg::Number(number) => number.to_string(),
            Arg::Money(money) => self.0.money(*money),
            Arg::Date(date) => date.to_string(),
            Arg::At(at) => at.to_string(),
        });
        std::iter::once(message.id.to_string()).chain(values).collect::<Vec<_>>().join(" ")
    }

    fn formats(&self) -> &Formats {
        &self.0
    }
}

fn plain() -> Plain {
    Plain(Formats::new(&"en-GB".parse().expect("a language"), TimeZone::UTC, Timestamp::from_micros(0)))
}

fn view() -> InvoiceView {
    let lines =
        vec![example::line(1, "HX-40 metering pump", 2_000, 1_386_000_000), example::line(2, "Seal", 5_000, 105_000)];
    InvoiceView { invoice: example::invoice(), lines, taxes: Vec::new(), payments: Vec::new(), receipts: Vec::new() }
}

#[test]
fn an_invoice_says_what_the_books_state() {
    let brand = Branding::of_portico();
    let sheet = invoice(&plain(), &brand, None, &view());
    assert_eq!(sheet.title, "billing-invoice-title INV-20418");
    let row: Vec<&str> = sheet.table.rows[0].iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(row, ["HX-40 metering pump", "2", "£1,386.00", "20%", "£2,772.00"]);
    // Lines are shown unrounded, so that people can add them up.
    assert_eq!(sheet.table.rows[1].last().map(|cell| cell.text.as_str()), Some("£0.525"));
    let total = sheet.table.sums.last().expect("a total");
    assert_eq!((total.detail.as_str(), total.strong), ("£4,286.40", true));
    assert!(sheet.notes.is_empty(), "nothing was worked out, nothing is unknown");
}

#[test]
fn what_was_worked_out_and_what_nobody_states_is_told() {
    let mut view = view();
    view.invoice.total_derived = true;
    view.invoice.total_minor = 277_252;
    view.invoice.tax_minor = None;
    view.invoice.balance_minor = None;
    view.invoice.basis = Basis::Unknown;
    view.invoice.due_derived = true;
    assert_eq!(
        notes(&plain(), &view),
        [
            "billing-total-rounded Sage 200 \u{2212}£0.005",
            "billing-due-from-terms Sage 200 30",
            "billing-tax-unknown Sage 200",
            "billing-balance-unknown Sage 200",
        ]
    );
}

/// A statement in which nothing was charged, and it is not known what is owed.
fn account() -> Account {
    let nothing = Money::new(0, Currency::GBP);
    let owed = Owed { total: nothing, late: nothing, buckets: Vec::new(), credit: nothing, unknown: 27 };
    Account {
        currency: Currency::GBP,
        opening: None,
        entries: Vec::new(),
        charged: nothing,
        credited: nothing,
        closing: None,
        owed: Some(owed),
        on_account: nothing,
    }
}

fn of(account: Account) -> StatementView {
    let invoice = example::invoice();
    StatementView {
        account: invoice.account_id,
        since: invoice.issued_on,
        until: invoice.issued_on,
        today: invoice.issued_on,
        years: None,
        accounts: vec![account],
        source: None,
    }
}

#[test]
fn a_statement_without_every_payment_tells_no_balance() {
    let sheets = statement(&plain(), None, &of(account()));
    assert_eq!(sheets[0].table.columns.len(), 4, "no column of balances");
    assert!(sheets[0].ages.is_none());
    assert_eq!(sheets[0].notes, ["billing-no-running-balance", "billing-owed-unknown 27"]);
}

#[test]
fn what_is_on_account_stands_by_the_ages_and_by_its_payment() {
    let pounds = |minor| Money::new(minor, Currency::GBP);
    let entry = |what: What, moves: i64, left: Option<i64>, paid: &[&str]| Entry {
        on: example::invoice().issued_on,
        what,
        number: "R-1".to_owned(),
        invoice: None,
        receipt: None,
        due_on: None,
        method: None,
        paid: paid.iter().map(|number| (*number).to_owned()).collect(),
        on_account: left.map(pounds),
        moves: pounds(moves),
        balance: None,
    };
    let entries = vec![
        entry(What::Payment, -500, Some(500), &[]),
        entry(What::Payment, -500, Some(100), &["INV-1", "INV-2"]),
        entry(What::Payment, -500, None, &["INV-1"]),
        entry(What::Refund, 500, Some(-500), &[]),
    ];
    let mut told = Account { entries, on_account: pounds(100), ..account() };
    let sheet = &statement(&plain(), None, &of(told.clone()))[0];
    let subs: Vec<&str> = sheet.table.rows.iter().map(|row| row[1].sub.as_str()).collect();
    let wanted = ["billing-for-none", "billing-for-invoices-rest INV-1, INV-2", "billing-for-invoices INV-1", ""];
    assert_eq!(subs, wanted);
    // Of no document it is known what is left; what is on account is known all the same.
    assert!(sheet.ages.is_none());
    let last = |sheet: &super::Sheet| sheet.parties.last().map(|party| (party.label.clone(), party.lines.clone()));
    assert_eq!(last(sheet), Some(("billing-on-account".to_owned(), vec!["£1.00".to_owned()])));
    let back = statement(&plain(), None, &of(Account { on_account: pounds(-100), ..told.clone() }));
    assert_eq!(last(&back[0]), Some(("billing-back-for-none".to_owned(), vec!["£1.00".to_owned()])));
    told.owed = Some(Owed { unknown: 0, ..told.owed.expect("what is owed") });
    let sheet = &statement(&plain(), None, &of(told.clone()))[0];
    let credit = vec!["£0.00".to_owned(), "billing-on-account-of £1.00".to_owned()];
    assert_eq!(last(sheet), Some(("billing-credit-left".to_owned(), credit)));
    let taken_off = |sheet: &super::Sheet| {
        let row = sheet.ages.as_ref().and_then(|ages| ages.rows.last()).expect("a row");
        (row.term.clone(), row.detail.clone())
    };
    assert_eq!(taken_off(sheet), ("billing-on-account".to_owned(), "\u{2212}£1.00".to_owned()));
    told.on_account = pounds(-100);
    let sheet = &statement(&plain(), None, &of(told))[0];
    assert_eq!(taken_off(sheet), ("billing-back-for-none".to_owned(), "£1.00".to_owned()));
}
