use std::collections::BTreeMap;

use kernel::{Currency, Money};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Col, StoreError, Total};

use super::standing::Asked;
use crate::rows::Receipt;

/// What is owed in one currency, by age.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Bucket {
    /// How late it is.
    pub age: Age,
    /// How much.
    pub amount: Money,
    /// Of how many invoices.
    pub invoices: u64,
}

/// How late a payment is, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
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

/// What is owed, of sums made by [`super::standing::standing`], by currency.
pub(super) fn owed(standing: &[Total]) -> Result<Vec<Owed>, StoreError> {
    let mut all: BTreeMap<Currency, Owed> = BTreeMap::new();
    for total in standing {
        let (left, unused, unstated) =
            (Asked::Left.holds(total), Asked::Unused.holds(total), Asked::Unstated.holds(total));
        if !(left || unused || unstated) {
            continue;
        }
        let currency = total.amount.currency();
        let owed = all.entry(currency).or_insert_with(|| Owed::none(currency));
        if left {
            owed.add(Age::of_bucket(total.bucket), total)?;
        }
        if unused {
            owed.credit = sum(owed.credit, total.amount.negated())?;
        }
        if unstated {
            owed.unknown += total.rows;
        }
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

    fn add(&mut self, age: Age, more: &Total) -> Result<(), StoreError> {
        self.total = sum(self.total, more.amount)?;
        if age.is_late() {
            self.late = sum(self.late, more.amount)?;
        }
        match self.buckets.iter_mut().find(|bucket| bucket.age == age) {
            Some(bucket) => {
                bucket.amount = sum(bucket.amount, more.amount)?;
                bucket.invoices += more.rows;
            }
            None => self.buckets.push(Bucket { age, amount: more.amount, invoices: more.rows }),
        }
        Ok(())
    }
}

/// What of a receipt was not used for an invoice, where it is known, as a number that can be summed.
pub(super) const LEFT: Col<Receipt, i64> = Col::named("left_minor");

/// What it is called that money came or went for no invoice, and how much: below nothing, more was paid back.
pub(crate) fn on_account(left: Money) -> (&'static str, Money) {
    if left.minor() < 0 { ("billing-back-for-none", left.negated()) } else { ("billing-on-account", left) }
}

pub(super) fn sum(one: Money, other: Money) -> Result<Money, StoreError> {
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
