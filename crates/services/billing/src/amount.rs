//! From exact numbers to whole minor units, and to plain digits.

use std::cmp::Ordering;

use kernel::{Currency, Money, UnitPrice};

/// An exact amount, in millionths of the major unit, in whole minor units: a half goes to the even one (IEEE 754,
/// roundTiesToEven), so that rounding many documents leans neither way.
pub(crate) fn minor_of(exact: i128, currency: Currency) -> Option<i64> {
    i64::try_from(half_even(exact, step(currency))).ok()
}

/// Minor units as millionths of the major unit.
pub(crate) fn exact_of(minor: i64, currency: Currency) -> i128 {
    i128::from(minor) * step(currency)
}

/// How many millionths one minor unit has. ISO 4217 knows no finer unit than a ten-thousandth.
fn step(currency: Currency) -> i128 {
    i128::from(UnitPrice::SCALE) / 10_i128.pow(u32::from(currency.exponent().min(6)))
}

fn half_even(amount: i128, step: i128) -> i128 {
    let (below, rest) = (amount.div_euclid(step), amount.rem_euclid(step));
    match (rest * 2).cmp(&step) {
        Ordering::Less => below,
        Ordering::Equal => below + below.rem_euclid(2),
        Ordering::Greater => below + 1,
    }
}

/// An amount as digits with a point and a minus, for machines: `-1234.50`.
pub(crate) fn plain(money: Money) -> String {
    digits(i128::from(money.minor()), usize::from(money.currency().exponent()))
}

/// A number kept as `value` × 10^-`places`, as digits with a point, with no zeros at its end.
pub(crate) fn plain_scaled(value: i64, places: usize) -> String {
    let text = digits(i128::from(value), places);
    if places == 0 { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

fn digits(value: i128, places: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (major, rest) = digits.split_at(digits.len() - places);
    if places == 0 { format!("{sign}{major}") } else { format!("{sign}{major}.{rest}") }
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};

    use super::{exact_of, minor_of, plain, plain_scaled};

    fn currency(code: &str) -> Currency {
        code.parse().expect("a currency")
    }

    #[test]
    fn a_half_goes_to_the_even_neighbour_on_both_sides_of_nothing() {
        let pence = |exact| minor_of(exact, Currency::GBP);
        for (exact, minor) in [
            (1_005_000, 100),
            (1_015_000, 102),
            (1_015_001, 102),
            (1_014_999, 101),
            (-1_005_000, -100),
            (-1_015_000, -102),
            (-1_025_000, -102),
            (0, 0),
        ] {
            assert_eq!(pence(exact), Some(minor), "{exact}");
        }
        assert_eq!(minor_of(2_500_000, currency("JPY")), Some(2));
        assert_eq!(minor_of(3_500_000, currency("JPY")), Some(4));
        assert_eq!(minor_of(1_000_500, currency("KWD")), Some(1000));
        assert_eq!(minor_of(i128::MAX / 2, Currency::GBP), None);
    }

    #[test]
    fn minor_units_come_back_as_they_were() {
        for code in ["GBP", "JPY", "KWD"] {
            for minor in [-1, 0, 1, 12_345] {
                assert_eq!(minor_of(exact_of(minor, currency(code)), currency(code)), Some(minor));
            }
        }
    }

    #[test]
    fn digits_are_those_of_the_currency() {
        assert_eq!(plain(Money::new(387_240, Currency::GBP)), "3872.40");
        assert_eq!(plain(Money::new(-5, Currency::GBP)), "-0.05");
        assert_eq!(plain(Money::new(1235, currency("JPY"))), "1235");
        assert_eq!(plain(Money::new(1235, currency("KWD"))), "1.235");
        assert_eq!(plain_scaled(1_500, 3), "1.5");
        assert_eq!(plain_scaled(-12_000, 3), "-12");
        assert_eq!(plain_scaled(100, 0), "100");
    }
}
