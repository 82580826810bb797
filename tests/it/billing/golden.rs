//! The statement of an account beside the one its accounts system would print itself: the same to the cent, wherever it
//! is read.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use sync::{Mapping, Pace};

use super::drawn;
use crate::{
    bad_input::blueprint,
    guard::portal::{Browser, Portal},
    world::member,
};

/// What the accounts system states of one account.
struct Printed {
    since: String,
    until: String,
    ledgers: Vec<Ledger>,
}

/// What it states in one currency. Amounts stand as they are written there.
#[derive(Default)]
struct Ledger {
    currency: String,
    /// With the balances brought and carried forward.
    entries: Vec<Entry>,
    /// What is not due, and what is 1 to 30, 31 to 60, 61 to 90 and more than 90 days late.
    ages: Vec<String>,
    outstanding: String,
    overdue: String,
    credit: String,
    on_account: String,
}

struct Entry {
    day: String,
    what: String,
    number: String,
    due: String,
    debit: String,
    credit: String,
    balance: String,
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/statement").join(name)
}

/// A day as the portal's files write it: `12/03/2026` is 2026-03-12.
fn day(written: &str) -> String {
    written.split('/').rev().collect::<Vec<_>>().join("-")
}

impl Printed {
    fn read() -> Self {
        let text = std::fs::read_to_string(fixture("statement.csv")).unwrap();
        let mut printed = Self { since: String::new(), until: String::new(), ledgers: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split(',').collect::<Vec<_>>().as_slice() {
                ["From", since] => printed.since = day(since),
                ["To", until] => printed.until = day(until),
                ["Currency", code] => {
                    printed.ledgers.push(Ledger { currency: (*code).to_owned(), ..Ledger::default() });
                }
                ["Date" | "Aged at", ..] => {}
                [on, what, number, due, debit, credit, balance] => {
                    let [what, number, debit, credit, balance] =
                        [what, number, debit, credit, balance].map(|words| (*words).to_owned());
                    let entry = Entry { day: day(on), what, number, due: day(due), debit, credit, balance };
                    printed.ledgers.last_mut().unwrap().entries.push(entry);
                }
                [_, ages @ .., outstanding, overdue, credit, on_account, _] if ages.len() == 5 => {
                    let ledger = printed.ledgers.last_mut().unwrap();
                    ledger.ages = ages.iter().map(|age| (*age).to_owned()).collect();
                    [ledger.outstanding, ledger.overdue, ledger.credit, ledger.on_account] =
                        [outstanding, overdue, credit, on_account].map(|amount| (*amount).to_owned());
                }
                _ => {}
            }
        }
        printed
    }
}

impl Ledger {
    /// An amount as pages write it.
    fn written(&self, amount: &str) -> String {
        let sign = if self.currency == "GBP" { '£' } else { '€' };
        let (whole, rest) = amount.split_once('.').unwrap();
        match whole.split_at_checked(whole.len().saturating_sub(3)) {
            Some((thousands, hundreds)) if !thousands.is_empty() => format!("{sign}{thousands},{hundreds}.{rest}"),
            _ => format!("{sign}{whole}.{rest}"),
        }
    }

    /// Its rows as the portal's table has them.
    fn rows(&self) -> Vec<String> {
        let row = |entry: &Entry| {
            let Entry { day, what, number, due, debit, credit, balance } = entry;
            let what = match what.as_str() {
                "Balance b/f" => "opening",
                "Balance c/f" => "closing",
                "Invoice" => "invoice",
                "Credit note" => "credit_note",
                "Receipt" => "payment",
                "Refund" => "refund",
                other => panic!("nobody knows what {other} is"),
            };
            format!("{day},{what},{number},{due},{debit},{credit},{balance},{}", self.currency)
        };
        self.entries.iter().map(row).collect()
    }

    /// What a row moves, if anything, and the balance after it.
    fn amounts(&self, entry: &Entry) -> Vec<String> {
        let told = [&entry.debit, &entry.credit, &entry.balance].into_iter().filter(|amount| !amount.is_empty());
        told.map(|amount| self.written(amount)).collect()
    }

    /// What is owed by age, and what is on account below it.
    fn by_age(&self) -> Vec<String> {
        self.ages.iter().chain([&self.on_account]).map(|amount| self.written(amount)).collect()
    }

    /// Every amount in the order of the statement's page, where the latest stands first.
    fn on_the_page(&self) -> Vec<String> {
        let (closing, rows) = self.entries.split_last().unwrap();
        let credit = (self.credit != "0.00").then(|| self.written(&self.credit));
        let mut all = vec![self.written(&self.outstanding), self.written(&self.overdue)];
        all.extend(credit);
        all.push(self.written(&self.on_account));
        all.extend(self.by_age());
        all.extend(rows.iter().rev().flat_map(|entry| self.amounts(entry)));
        all.extend(self.amounts(closing));
        all
    }

    /// The same in the order of the paper.
    fn on_paper(&self) -> Vec<String> {
        let beside = [&self.outstanding, &self.overdue, &self.credit, &self.on_account];
        let mut all = beside.map(|amount| self.written(amount)).to_vec();
        all.extend(self.entries.iter().flat_map(|entry| self.amounts(entry)));
        all.extend(self.by_age());
        all
    }
}

/// A portal that has read the account's invoices and receipts, and the account's own admin before it.
async fn read_in(portal: &Portal) -> (Browser<'_>, String) {
    for (mapping, file, documents) in [("demo-ledger", "invoices.csv", 15), ("demo-receipts", "receipts.csv", 10)] {
        let mapping = std::fs::read_to_string(blueprint(&format!("{mapping}.toml"))).unwrap();
        let mapping = Mapping::parse(&mapping).unwrap();
        let files = [fixture(file)];
        let summary = sync::import(&portal.app.gateway, &mapping, &files, &Pace::default(), &|_| {}).await.unwrap();
        assert_eq!((summary.created, summary.quarantined), (documents, 0), "{file}");
    }
    let account = directory::account_by_reference(&portal.app.db, "WRE-0417").await.unwrap().unwrap();
    let amelia = member(portal.app.db.unguarded(), "Amelia", account, "admin").await.unwrap();
    (portal.browser(amelia.person).await, format!("/a/{account}/statement"))
}

/// Every amount in pounds or euros that is told, in its order.
fn amounts(told: &str) -> Vec<&str> {
    let begins = told.match_indices(['£', '€']).map(|(at, sign)| (&told[at..], sign.len()));
    let ends = |amount: &str, sign: usize| {
        let more = amount[sign..].find(|letter: char| !letter.is_ascii_digit() && !".,".contains(letter));
        more.map_or(amount.len(), |more| sign + more)
    };
    begins.map(|(amount, sign)| &amount[..ends(amount, sign)]).collect()
}

#[tokio::test]
async fn a_statement_is_what_the_accounts_system_states_to_the_cent() {
    let printed = Printed::read();
    assert_eq!(printed.ledgers.iter().map(|ledger| ledger.entries.len()).collect::<Vec<_>>(), [6, 13]);
    let portal = Portal::open().await;
    let (browser, statement) = read_in(&portal).await;
    let period = format!("since={}&until={}", printed.since, printed.until);
    let got = async |path: &str| {
        let answer = browser.get(&format!("{statement}{path}?{period}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer
    };
    let told = |amounts: fn(&Ledger) -> Vec<String>| printed.ledgers.iter().flat_map(amounts).collect::<Vec<_>>();

    let table = got("/statement.csv").await.text();
    let table: Vec<Vec<&str>> = table.lines().skip(1).map(|row| row.split(',').collect()).collect();
    // But for how a payment came, what it paid and what it did not, which the accounts system does not print.
    let rows = table.iter().map(|cells| [&cells[..4], &cells[6..10]].concat().join(","));
    assert_eq!(rows.collect::<Vec<_>>(), told(Ledger::rows));
    let on_account = |row: &str| -> Vec<&str> {
        table.iter().filter(|cells| cells[1] == row && !cells[10].is_empty()).map(|cells| cells[10]).collect()
    };
    assert_eq!(on_account("closing"), told(|ledger| vec![ledger.on_account.clone()]));
    assert_eq!(on_account("payment"), ["1000.00", "100.00"], "R-E441 and what is left of R-5151");

    let page = got("").await.text();
    assert_eq!(amounts(&page), told(Ledger::on_the_page));
    let paper = got("/paper").await.text();
    assert_eq!(amounts(&paper), told(Ledger::on_paper));

    let said = drawn::said(&got("/statement.pdf").await.bytes);
    let mut said = said.iter();
    for amount in told(Ledger::on_paper) {
        let stands = |readings: &Vec<String>| readings.iter().any(|words| amounts(words).contains(&amount.as_str()));
        assert!(said.any(stands), "{amount} does not stand in the PDF, or not in its place");
    }
}
