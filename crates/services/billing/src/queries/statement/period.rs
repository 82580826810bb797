//! From when to when a statement runs.

use access::Account;
use kernel::{Date, Id, Limit};
use store::{Direction, List, Order, StoreError};
use sync::Provenance;

use crate::{
    queries::Ledger,
    rows::{Invoice, Receipt},
};

/// Whose statement, and of which days.
pub(super) struct Period {
    pub account: Id<Account>,
    pub since: Date,
    pub until: Date,
}

/// The document issued last.
pub(super) async fn newest<A>(ledger: &Ledger<A>, account: Id<Account>) -> Result<Option<Invoice>, StoreError> {
    let newest = Order::by(Invoice::ISSUED_ON, Direction::Descending);
    let list = List::by(newest).only(Invoice::ACCOUNT_ID.is(&account)).rows(Limit::clamp(1));
    Ok(ledger.invoices.page(list).await?.rows.into_iter().next())
}

/// The day of the payment made last.
pub(super) async fn paid_last<A>(ledger: &Ledger<A>, account: Id<Account>) -> Result<Option<Date>, StoreError> {
    let newest = Order::by(Receipt::RECEIVED_ON, Direction::Descending);
    let list = List::by(newest).only(Receipt::ACCOUNT_ID.is(&account)).rows(Limit::clamp(1));
    Ok(ledger.receipts.page(list).await?.rows.first().map(|receipt| receipt.received_on))
}

/// Where a document is known from.
pub(super) fn source(invoice: Invoice) -> Provenance {
    Provenance { system: invoice.source, observed_at: invoice.observed_at }
}

/// The days asked for; else the year in which something last happened, up to today.
pub(super) fn of(since: Option<Date>, until: Option<Date>, newest: Option<Date>, today: Date) -> (Date, Date) {
    let year = until.or(since).or(newest).map_or(today.year(), Date::year);
    let first = Date::new(year, 1, 1).unwrap_or(today);
    let last = Date::new(year, 12, 31).unwrap_or(today);
    let since = since.unwrap_or(first);
    let until = until.unwrap_or(if year == today.year() { today } else { last });
    (since, until.max(since))
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::of;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn a_statement_is_of_the_year_in_which_something_last_happened() {
        let today = day("2026-03-12");
        assert_eq!(of(None, None, Some(day("2026-03-06")), today), (day("2026-01-01"), today));
        assert_eq!(of(None, None, Some(day("2010-04-30")), today), (day("2010-01-01"), day("2010-12-31")));
        assert_eq!(of(None, None, None, today), (day("2026-01-01"), today));
        assert_eq!(of(Some(day("2009-12-01")), None, None, today), (day("2009-12-01"), day("2009-12-31")));
        let backwards = of(Some(day("2010-02-01")), Some(day("2010-01-01")), None, today);
        assert_eq!(backwards, (day("2010-02-01"), day("2010-02-01")));
    }
}
