use std::collections::BTreeMap;

use kernel::{Currency, Date, Money};
use serde::Serialize;
use store::{Condition, Scope, StoreError, Totals};

use super::filter::BALANCE;
use crate::rows::{Basis, Invoice};

/// What is owed in one currency, by age.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Owed {
    /// All that is left to pay, before credit.
    pub total: Money,
    /// Of it, what is late.
    pub late: Money,
    /// By age, the most pressing first; without those that hold nothing.
    pub buckets: Vec<Bucket>,
    /// Credit that was not used, as a positive amount.
    pub credit: Money,
    /// Of how many documents nobody states what is left.
    pub unknown: u64,
}

/// What is owed of one age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bucket {
    /// How late it is.
    pub age: Age,
    /// How much.
    pub amount: Money,
    /// Of how many invoices.
    pub invoices: u64,
}

/// How late a payment is, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// More than 90.
    Over90,
    /// 61 to 90.
    To90,
    /// 31 to 60.
    To60,
    /// 1 to 30.
    To30,
    /// Not yet due.
    NotDue,
    /// Nobody says when it is due.
    NoDay,
}

impl Age {
    /// Every age, the most pressing first.
    pub const ALL: [Self; 6] = [Self::Over90, Self::To90, Self::To60, Self::To30, Self::NotDue, Self::NoDay];

    /// The last part of its messages' ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Over90 => "over-90",
            Self::To90 => "to-90",
            Self::To60 => "to-60",
            Self::To30 => "to-30",
            Self::NotDue => "not-due",
            Self::NoDay => "no-day",
        }
    }

    /// Whether it is late at all.
    pub fn is_late(self) -> bool {
        self < Self::NotDue
    }

    fn of_bucket(bucket: Option<usize>) -> Self {
        bucket.and_then(|bucket| Self::ALL.get(bucket).copied()).unwrap_or(Self::NoDay)
    }
}

/// What is owed of the rows for which `only` holds, as of `today`, by currency.
pub(super) async fn owed<A>(
    invoices: &Scope<A, Invoice>,
    only: Option<Condition<Invoice>>,
    today: Date,
) -> Result<Vec<Owed>, StoreError> {
    let narrowed = |more: Condition<Invoice>| only.clone().map_or(more.clone(), |only| only.and(more));
    let balances = || Totals::of(BALANCE, Invoice::CURRENCY);
    // Below the first edge it is more than 90 days late; at or after the last it is not due.
    let edges = [-90, -60, -30, 0].map(|days| today.plus_days(days)).to_vec();
    let due = balances().apart(Invoice::DUE_ON, edges).only(narrowed(BALANCE.from(&1)));
    let due = invoices.totals(due).await?;
    let credit = invoices.totals(balances().only(narrowed(BALANCE.up_to(&-1)))).await?;
    let unknown = Totals::of(Invoice::TOTAL_MINOR, Invoice::CURRENCY);
    let unknown = invoices.totals(unknown.only(narrowed(Invoice::BASIS.is(&Basis::Unknown)))).await?;

    let mut all: BTreeMap<Currency, Owed> = BTreeMap::new();
    for total in due {
        let currency = total.amount.currency();
        let age = Age::of_bucket(total.bucket);
        let owed = all.entry(currency).or_insert_with(|| Owed::none(currency));
        owed.total = sum(owed.total, total.amount)?;
        if age.is_late() {
            owed.late = sum(owed.late, total.amount)?;
        }
        owed.buckets.push(Bucket { age, amount: total.amount, invoices: total.rows });
    }
    for total in credit {
        let currency = total.amount.currency();
        all.entry(currency).or_insert_with(|| Owed::none(currency)).credit = total.amount.negated();
    }
    for total in unknown {
        let currency = total.amount.currency();
        all.entry(currency).or_insert_with(|| Owed::none(currency)).unknown = total.rows;
    }
    let mut all: Vec<Owed> = all.into_values().collect();
    for owed in &mut all {
        owed.buckets.sort_by_key(|bucket| bucket.age);
    }
    Ok(all)
}

impl Owed {
    /// Nothing is owed in this currency.
    pub(super) fn none(currency: Currency) -> Self {
        let nothing = Money::new(0, currency);
        Self { total: nothing, late: nothing, buckets: Vec::new(), credit: nothing, unknown: 0 }
    }
}

fn sum(one: Money, other: Money) -> Result<Money, StoreError> {
    one.plus(other).map_err(|_| StoreError::Fault("sums of one currency stay within 64 bits"))
}

#[cfg(test)]
mod tests {
    use super::Age;

    #[test]
    fn buckets_are_ages() {
        assert_eq!(Age::of_bucket(Some(0)), Age::Over90);
        assert_eq!(Age::of_bucket(Some(3)), Age::To30);
        assert_eq!(Age::of_bucket(Some(4)), Age::NotDue);
        assert_eq!(Age::of_bucket(None), Age::NoDay);
        assert!(Age::To30.is_late() && !Age::NotDue.is_late() && !Age::NoDay.is_late());
    }
}
