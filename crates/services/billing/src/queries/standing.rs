//! How invoices stand, all that may be seen, in one walk over them: what lists count and what is owed follow from it.

use kernel::{Date, Money};
use store::{Count, StoreError, Total, Totals};

use super::{View, filter::BALANCE, owed::sum};
use crate::rows::{Basis, Document, Invoice};

/// What is asked of each invoice, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// It is no credit note.
    Invoice,
    /// Something is left to pay.
    Left,
    /// It is known that nothing is left to pay.
    Settled,
    /// It is credit that was not used.
    Unused,
    /// Nobody states what is left.
    Unstated,
    /// What is asked beyond.
    Beyond(usize),
}

/// How many questions come before those beyond.
const OWN: usize = 5;

impl Asked {
    /// Whether it holds of the rows that were added up.
    pub fn holds(self, total: &Total) -> bool {
        let place = match self {
            Self::Invoice => 0,
            Self::Left => 1,
            Self::Settled => 2,
            Self::Unused => 3,
            Self::Unstated => 4,
            Self::Beyond(more) => OWN + more,
        };
        total.holds.get(place).copied().unwrap_or(false)
    }
}

/// Sums of what is left and of totals, by currency, by age as of `today`, and by what is asked; [`Asked::Beyond`] may
/// follow.
pub(super) fn standing(today: Date) -> Totals<Invoice> {
    // Below the first edge it is more than 90 days late; at or after the last it is not due.
    let edges = [-90, -60, -30, 0].map(|days| today.plus_days(days)).to_vec();
    Totals::of(BALANCE, Invoice::CURRENCY)
        .and(Invoice::TOTAL_MINOR)
        .apart(Invoice::DUE_ON, edges)
        .whether(Invoice::DOCUMENT.is(&Document::Invoice))
        .whether(BALANCE.from(&1))
        .whether(BALANCE.up_to(&0))
        .whether(BALANCE.up_to(&-1))
        .whether(Invoice::BASIS.is(&Basis::Unknown))
        .days(Invoice::ISSUED_ON)
}

/// The second sum: of how invoices stand, what they come to, whatever of it is left.
pub(super) fn amount(total: &Total) -> Money {
    total.more.first().copied().unwrap_or(Money::new(0, total.amount.currency()))
}

/// Whether rows belong to a view; as [`super::filter::of_view`] says it to the database.
pub(super) fn is_in(view: View, total: &Total) -> bool {
    match view {
        View::ToPay => Asked::Invoice.holds(total) && Asked::Left.holds(total),
        View::Paid => Asked::Invoice.holds(total) && Asked::Settled.holds(total),
        View::Credit => !Asked::Invoice.holds(total),
        View::All => true,
    }
}

/// How many rows there are, told no further than `cap`.
pub(super) fn count<'t>(totals: impl Iterator<Item = &'t Total>, cap: u32) -> Count {
    let rows: u64 = totals.map(|total| total.rows).sum();
    Count { rows: rows.min(cap.into()), more: rows > cap.into() }
}

/// What they come to, by currency: of those to pay what is left of them, of all others the whole amounts.
pub(super) fn amounts<'t>(view: View, totals: impl Iterator<Item = &'t Total>) -> Result<Vec<Money>, StoreError> {
    let mut amounts: Vec<Money> = Vec::new();
    for more in totals.map(|total| if view == View::ToPay { total.amount } else { amount(total) }) {
        match amounts.iter_mut().find(|amount| amount.currency() == more.currency()) {
            Some(amount) => *amount = sum(*amount, more)?,
            None => amounts.push(more),
        }
    }
    Ok(amounts)
}

/// The day of the oldest and the day of the newest.
pub(super) fn days(totals: &[Total]) -> Option<(Date, Date)> {
    let days = totals.iter().filter_map(|total| total.days);
    days.reduce(|(first, last), (other, later)| (first.min(other), last.max(later)))
}
