//! What was owed before, and what runs on from there.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, Problem};
use store::{Total, Totals};

use super::{Account, period::Period};
use crate::{
    queries::{
        Ledger, Owed,
        owed::{LEFT, owed},
        standing::{Asked, amount, days, standing},
    },
    rows::{Basis, Invoice, Receipt},
};

/// What a statement is made of, but for its entries.
pub(super) struct Sums {
    /// By currency, one for each in which there is anything.
    pub accounts: BTreeMap<Currency, Sum>,
    /// The year of the oldest document or payment, and of the newest.
    pub years: Option<(i16, i16)>,
    /// Whether anything was ever paid.
    pub paid: bool,
}

/// One account, and what moved in it in the period.
pub(super) struct Sum {
    pub account: Account,
    moved: Money,
}

/// What is asked of invoices beyond how they stand: whether they lie before the period, and not after it; and whether
/// payments for them are unknown.
const BEFORE: Asked = Asked::Beyond(0);
const NOT_AFTER: Asked = Asked::Beyond(1);
const UNTOLD: Asked = Asked::Beyond(2);

/// Adds up what was before the period and what moved in it: one walk over the invoices, one over the receipts. The
/// balance before the first day is told only where every payment is known. Without `ages` nobody wants to know what is
/// owed, nor what was before: then all there is up to the last day moved.
pub(super) async fn of<A>(ledger: &Ledger<A>, period: &Period, ages: Option<Date>) -> Result<Sums, Problem> {
    let (own, up_to) = (Invoice::ACCOUNT_ID.is(&period.account), Invoice::ISSUED_ON.up_to(&period.until));
    let untold = Invoice::BASIS.is_not(&Basis::Receipts);
    let charges = match ages {
        Some(today) => {
            let before = Invoice::ISSUED_ON.below(&period.since);
            standing(today).whether(before).whether(up_to).whether(untold).only(own)
        }
        // Asked of each, not narrowed to: so it is read from the index that holds all of it.
        None => Totals::of(Invoice::TOTAL_MINOR, Invoice::CURRENCY).whether(untold).whether(up_to).only(own),
    };
    let charges = ledger.invoices.totals(charges).await?;
    let payments = Totals::of(Receipt::AMOUNT_MINOR, Receipt::CURRENCY)
        .and(LEFT)
        .days(Receipt::RECEIVED_ON)
        .whether(Receipt::RECEIVED_ON.below(&period.since))
        .whether(Receipt::RECEIVED_ON.up_to(&period.until))
        .only(Receipt::ACCOUNT_ID.is(&period.account));
    let payments = ledger.receipts.totals(payments).await?;
    let mut accounts = BTreeMap::new();
    let holds = |total: &Total, place: usize| total.holds.get(place).copied().unwrap_or(false);
    for total in &charges {
        let (more, when) = match ages {
            Some(_) => (amount(total), (BEFORE.holds(total), NOT_AFTER.holds(total))),
            None => (total.amount, (false, holds(total, 1))),
        };
        sum(&mut accounts, more, when)?;
    }
    for total in &payments {
        let when = if ages.is_some() { (holds(total, 0), holds(total, 1)) } else { (false, holds(total, 1)) };
        sum(&mut accounts, total.amount.negated(), when)?;
        if let Some(sum) = accounts.get_mut(&total.amount.currency()) {
            sum.account.on_account = sum.account.on_account.plus(amount(total)).map_err(Problem::unexpected)?;
        }
    }
    for total in &charges {
        let is_untold = if ages.is_some() { UNTOLD.holds(total) } else { holds(total, 0) };
        if let Some(sum) = accounts.get_mut(&total.amount.currency()).filter(|_| is_untold) {
            sum.account.opening = None;
        }
    }
    if ages.is_some() {
        let owed = owed(&charges)?;
        for (currency, sum) in &mut accounts {
            let of_it = owed.iter().find(|owed| owed.total.currency() == *currency);
            sum.account.owed = Some(of_it.cloned().unwrap_or_else(|| Owed::none(*currency)));
        }
    }
    // Without ages nobody asked for the days of documents, so what payments have of them is no answer.
    let all = [days(&charges), days(&payments)].into_iter().flatten().filter(|_| ages.is_some());
    let all = all.reduce(|(first, last), (other, later)| (first.min(other), last.max(later)));
    let years = all.map(|(oldest, newest)| (oldest.year(), newest.year()));
    Ok(Sums { accounts, years, paid: !payments.is_empty() })
}

impl Sum {
    /// The account. Where its entries are only the last of the period, it opens with what was owed before these.
    pub fn told(self, only_last: bool) -> Account {
        let mut account = self.account;
        if only_last {
            let shown = account.entries.iter().try_fold(self.moved.negated(), |shown, entry| shown.plus(entry.moves));
            let opened =
                account.opening.zip(shown.ok()).and_then(|(opening, shown)| opening.plus(shown.negated()).ok());
            account.opening = opened;
        }
        account
    }
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

fn none(currency: Currency) -> Account {
    let nothing = Money::new(0, currency);
    Account {
        currency,
        opening: Some(nothing),
        entries: Vec::new(),
        charged: nothing,
        credited: nothing,
        closing: None,
        owed: None,
        on_account: nothing,
    }
}

fn sum(accounts: &mut BTreeMap<Currency, Sum>, more: Money, (before, not_after): (bool, bool)) -> Result<(), Problem> {
    let currency = more.currency();
    let nothing = Money::new(0, currency);
    let sum = accounts.entry(currency).or_insert_with(|| Sum { account: none(currency), moved: nothing });
    if before {
        let opening = sum.account.opening.unwrap_or(nothing);
        sum.account.opening = Some(opening.plus(more).map_err(Problem::unexpected)?);
    } else if not_after {
        sum.moved = sum.moved.plus(more).map_err(Problem::unexpected)?;
    }
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
            receipt: None,
            due_on: None,
            method: None,
            paid: Vec::new(),
            on_account: None,
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
