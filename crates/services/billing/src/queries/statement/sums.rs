//! What was owed before, and what runs on from there.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, Problem};
use store::{Scope, StoreError, Totals};

use super::{Account, period::Period};
use crate::{
    queries::{Ledger, Owed, owed::owed},
    rows::{Basis, Invoice, Receipt},
};

/// An account for each currency in which there is anything, without its entries. The balance before the first day is
/// told only where every payment is known.
pub(super) async fn accounts<A>(
    ledger: &Ledger<A>,
    period: &Period,
    today: Date,
) -> Result<BTreeMap<Currency, Account>, Problem> {
    let invoices = &ledger.invoices;
    let mine = Invoice::ACCOUNT_ID.is(&period.account);
    let mut accounts = BTreeMap::new();
    for (currency, _) in
        charges(invoices, Totals::of(Invoice::TOTAL_MINOR, Invoice::CURRENCY).only(mine.clone())).await?
    {
        accounts.insert(currency, none(currency));
    }
    let received = Receipt::ACCOUNT_ID.is(&period.account);
    for (currency, _) in
        payments(&ledger.receipts, Totals::of(Receipt::AMOUNT_MINOR, Receipt::CURRENCY).only(received.clone())).await?
    {
        accounts.entry(currency).or_insert_with(|| none(currency));
    }
    let before = Totals::of(Invoice::TOTAL_MINOR, Invoice::CURRENCY)
        .only(mine.clone().and(Invoice::ISSUED_ON.below(&period.since)));
    for (currency, charged) in charges(invoices, before).await? {
        open(&mut accounts, currency, charged)?;
    }
    let before = Totals::of(Receipt::AMOUNT_MINOR, Receipt::CURRENCY)
        .only(received.and(Receipt::RECEIVED_ON.below(&period.since)));
    for (currency, paid) in payments(&ledger.receipts, before).await? {
        open(&mut accounts, currency, paid.negated())?;
    }
    let untold = Totals::of(Invoice::TOTAL_MINOR, Invoice::CURRENCY)
        .only(mine.clone().and(Invoice::BASIS.is_not(&Basis::Receipts)));
    for (currency, _) in charges(invoices, untold).await? {
        accounts.entry(currency).or_insert_with(|| none(currency)).opening = None;
    }
    for owed in owed(invoices, Some(mine), today).await? {
        let currency = owed.total.currency();
        accounts.entry(currency).or_insert_with(|| none(currency)).owed = owed;
    }
    Ok(accounts)
}

/// Carries what is owed from one entry to the next, and adds up.
pub(super) fn run_on(account: &mut Account) {
    let mut balance = account.opening;
    for entry in &mut account.entries {
        balance = balance.and_then(|balance| balance.plus(entry.moves).ok());
        entry.balance = balance;
        let sum = if entry.moves.minor() < 0 { &mut account.credited } else { &mut account.charged };
        let moved = if entry.moves.minor() < 0 { entry.moves.negated() } else { entry.moves };
        *sum = sum.plus(moved).unwrap_or(*sum);
    }
    account.closing = balance;
}

async fn charges<A>(from: &Scope<A, Invoice>, totals: Totals<Invoice>) -> Result<Vec<(Currency, Money)>, StoreError> {
    Ok(from.totals(totals).await?.into_iter().map(|total| (total.amount.currency(), total.amount)).collect())
}

async fn payments<A>(from: &Scope<A, Receipt>, totals: Totals<Receipt>) -> Result<Vec<(Currency, Money)>, StoreError> {
    Ok(from.totals(totals).await?.into_iter().map(|total| (total.amount.currency(), total.amount)).collect())
}

fn none(currency: Currency) -> Account {
    let nothing = Money::new(0, currency);
    Account {
        currency,
        opening: Some(nothing),
        entries: Vec::new(),
        charged: nothing,
        credited: nothing,
        closing: None,
        owed: Owed::none(currency),
    }
}

fn open(accounts: &mut BTreeMap<Currency, Account>, currency: Currency, more: Money) -> Result<(), Problem> {
    let account = accounts.entry(currency).or_insert_with(|| none(currency));
    let opening = account.opening.unwrap_or(Money::new(0, currency));
    account.opening = Some(opening.plus(more).map_err(Problem::unexpected)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Date, Money};

    use super::{none, run_on};
    use crate::queries::{Entry, What};

    fn entry(minor: i64) -> Entry {
        Entry {
            on: Date::new(2026, 3, 6).expect("a day"),
            what: if minor < 0 { What::Payment } else { What::Invoice },
            number: "1".to_owned(),
            invoice: None,
            due_on: None,
            method: None,
            paid: Vec::new(),
            moves: Money::new(minor, Currency::GBP),
            balance: None,
        }
    }

    #[test]
    fn a_balance_runs_on_from_what_was_owed_before() {
        let mut account = none(Currency::GBP);
        account.opening = Some(Money::new(1_010_880, Currency::GBP));
        account.entries = [387_240, -891_000, 375_480, -119_880, 428_640, -21_480].map(entry).to_vec();
        run_on(&mut account);
        let balances: Vec<i64> =
            account.entries.iter().filter_map(|entry| entry.balance).map(|balance| balance.minor()).collect();
        assert_eq!(balances, [1_398_120, 507_120, 882_600, 762_720, 1_191_360, 1_169_880]);
        assert_eq!(account.closing, Some(Money::new(1_169_880, Currency::GBP)));
        assert_eq!((account.charged.minor(), account.credited.minor()), (1_191_360, 1_032_360));
    }

    #[test]
    fn no_balance_is_invented() {
        let mut account = none(Currency::GBP);
        account.opening = None;
        account.entries = vec![entry(100), entry(-50)];
        run_on(&mut account);
        assert!(account.entries.iter().all(|entry| entry.balance.is_none()));
        assert_eq!(account.closing, None);
        assert_eq!((account.charged.minor(), account.credited.minor()), (100, 50));
    }
}
