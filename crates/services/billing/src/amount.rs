//! From exact numbers to whole minor units.

use std::cmp::Ordering;

use kernel::{Currency, UnitPrice};

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

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::{exact_of, minor_of};

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
}
