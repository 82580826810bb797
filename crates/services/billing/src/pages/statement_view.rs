use front::{Signed, Step, Visit};
use kernel::{Date, Money, Timestamp};
use serde::Serialize;

use super::{
    list_view::{Chip, account_chip, none_yet, years_chip},
    tell::{say, site},
    way::Way,
};
use crate::{
    queries::{Account, Entry, Site, StatementView},
    sheets::{self, Fact},
};

/// Which ways on may be drawn.
pub(super) struct Ways {
    pub pdf: bool,
    pub csv: bool,
}

#[derive(Serialize)]
pub(super) struct Shown {
    title: String,
    trail: Vec<Step>,
    /// What will be here, while there is nothing.
    none_yet: String,
    who: Option<Site>,
    since: Date,
    until: Date,
    chips: Vec<Chip>,
    pdf: Option<String>,
    csv: Option<String>,
    paper: String,
    accounts: Vec<OneAccount>,
    source: Option<Source>,
}

#[derive(Serialize)]
struct Source {
    system: String,
    at: Timestamp,
}

#[derive(Serialize)]
struct OneAccount {
    /// Told where there are several.
    currency: Option<String>,
    /// What is owed today; nothing where nobody can say.
    owed: Option<Owed>,
    /// What was paid, or paid back, for no invoice, where nobody can say what is owed.
    for_none: Option<Fact>,
    opening: Option<Money>,
    closing: Option<Money>,
    charged: Money,
    credited: Money,
    rows: Vec<Row>,
    /// How many older entries are only in the files.
    older: usize,
    ages: Vec<Fact>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Owed {
    total: Money,
    late: Option<Money>,
    credit: Option<Money>,
    /// What was paid for no invoice, if anything.
    on_account: Option<Money>,
}

#[derive(Serialize)]
struct Row {
    on: Date,
    title: String,
    href: Option<String>,
    sub: String,
    charged: Option<Money>,
    credited: Option<Money>,
    balance: Option<Money>,
}

/// What happened last, below the list of invoices.
#[derive(Serialize)]
pub(super) struct Latest {
    since: Date,
    rows: Vec<Row>,
    runs: bool,
    statement: String,
}

/// How many entries a page shows; the files hold all.
const ROWS: usize = 50;

/// How many are told below the list.
pub(super) const FEW: usize = 8;

/// A statement as its template sees it.
pub(super) fn view(visit: &Signed, way: &Way, sites: &[Site], ways: &Ways, found: &StatementView) -> Shown {
    let file = |name: &str| way.at(visit.address(&format!("/statement/{name}"))).to(&[]);
    let several = found.accounts.len() > 1;
    let who = site(sites, found.account.uuid());
    let mut trail = who.map_or_else(Vec::new, |who| visit.back_to_customer(who.account, &who.name));
    trail.push(Step { label: say(visit, "billing-title"), href: way.beside(visit.address("/invoices")) });
    let mut chips = Vec::new();
    if sites.len() > 1 {
        chips.push(account_chip(visit, way, sites, ("billing-site", "billing-this-account")));
    }
    chips.extend(years_chip(visit, way, found));
    Shown {
        title: say(visit, "billing-statement"),
        trail,
        none_yet: say(visit, none_yet(visit)),
        who: who.cloned(),
        since: found.since,
        until: found.until,
        chips,
        pdf: ways.pdf.then(|| file("statement.pdf")),
        csv: ways.csv.then(|| file("statement.csv")),
        paper: way.at(visit.address("/statement/paper")).to(&[]),
        accounts: found.accounts.iter().map(|account| one(visit, account, several)).collect(),
        source: found.source.as_ref().map(|source| Source { system: source.system.clone(), at: source.observed_at }),
    }
}

fn one(visit: &Visit, account: &Account, several: bool) -> OneAccount {
    let some = |money: Money| Some(money).filter(|money| money.minor() > 0);
    let owed = sheets::owed(account);
    OneAccount {
        currency: several.then(|| account.currency.code().to_owned()),
        owed: owed.map(|owed| Owed {
            total: owed.total,
            late: some(owed.late),
            credit: some(owed.credit),
            on_account: some(account.on_account),
        }),
        for_none: sheets::for_none(visit, account).filter(|_| owed.is_none()),
        opening: account.opening,
        closing: account.closing,
        charged: account.charged,
        credited: account.credited,
        rows: account.entries.iter().rev().take(ROWS).map(|entry| row(visit, entry)).collect(),
        older: account.entries.len().saturating_sub(ROWS),
        ages: owed.map_or_else(Vec::new, |owed| sheets::age_rows(visit, owed, account.on_account)),
        notes: sheets::notes_of(visit, account),
    }
}

fn row(visit: &Visit, entry: &Entry) -> Row {
    let (charged, credited) = sheets::sides(entry);
    Row {
        on: entry.on,
        title: sheets::said(visit, entry),
        href: way(entry).map(|path| visit.address(&path)),
        sub: sheets::below(visit, entry),
        charged,
        credited,
        balance: entry.balance,
    }
}

/// Where an entry's own page is, below one's door.
fn way(entry: &Entry) -> Option<String> {
    let invoice = entry.invoice.map(|id| format!("/invoices/{id}"));
    invoice.or_else(|| entry.receipt.map(|id| format!("/receipts/{id}")))
}

/// The last few entries, where there is one currency: two ledgers side by side are for the statement's own page.
pub(super) fn latest(visit: &Visit, way: &Way, found: &StatementView) -> Option<Latest> {
    let [account] = found.accounts.as_slice() else { return None };
    if account.entries.is_empty() {
        return None;
    }
    Some(Latest {
        since: found.since,
        rows: account.entries.iter().rev().take(FEW).map(|entry| row(visit, entry)).collect(),
        runs: account.opening.is_some(),
        statement: way.beside(visit.address("/statement")),
    })
}
