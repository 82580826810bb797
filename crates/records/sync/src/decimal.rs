use std::{cmp::Ordering, fmt, str::FromStr};

/// A decimal number as a file writes it, without loss: `digits` × 10^-`scale`. Nothing is rounded unless told.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    digits: i128,
    scale: u32,
}

/// The text is no decimal number of at most 30 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number")]
pub struct ParseDecimalError;

/// The most digits a number may be written with.
const LONGEST: usize = 30;

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self { digits: 0, scale: 0 };

    /// The sum; nothing on overflow.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let digits = self.at(scale)?.checked_add(other.at(scale)?)?;
        Some(Self { digits, scale })
    }

    /// The difference; nothing on overflow.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { digits: other.digits.checked_neg()?, ..other })
    }

    /// The exact product; nothing on overflow.
    pub fn times(self, other: Self) -> Option<Self> {
        let digits = self.digits.checked_mul(other.digits)?;
        Some(Self { digits, scale: self.scale.checked_add(other.scale)? }.shortened())
    }

    /// To so many decimals, a half to the even neighbour (IEEE 754 roundTiesToEven).
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        let Some(step) = self.scale.checked_sub(places).filter(|over| *over > 0).and_then(power) else { return self };
        let (whole, rest) = (self.digits.div_euclid(step), self.digits.rem_euclid(step));
        let up = match (rest * 2).cmp(&step) {
            Ordering::Less => false,
            Ordering::Equal => whole % 2 != 0,
            Ordering::Greater => true,
        };
        Self { digits: whole + i128::from(up), scale: places }.shortened()
    }

    /// In whole steps of 10^-`places`; nothing when it is finer than that, or too large.
    pub fn scaled(self, places: u32) -> Option<i64> {
        let digits = self.shortened().at(places)?;
        i64::try_from(digits).ok()
    }

    /// How it compares with nothing.
    pub fn sign(self) -> Ordering {
        self.digits.cmp(&0)
    }

    /// How it compares with another; nothing on overflow.
    pub fn compared(self, other: Self) -> Option<Ordering> {
        self.minus(other).map(Self::sign)
    }

    /// The digits at a scale no coarser than its own.
    fn at(self, scale: u32) -> Option<i128> {
        self.digits.checked_mul(power(scale.checked_sub(self.scale)?)?)
    }

    /// Without zeros at its end.
    fn shortened(mut self) -> Self {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }
}

fn power(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// An optional sign, digits, and at most one point between digits. No exponent, no grouping, no currency: what
    /// those mean depends on who wrote them.
    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        let (negative, number) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let pointed = number.len() != whole.len();
        let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let legal =
            digits_only(whole) && digits_only(fraction) && !whole.is_empty() && (pointed != fraction.is_empty());
        if !legal || number.len() > LONGEST {
            return Err(ParseDecimalError);
        }
        let value =
            whole.bytes().chain(fraction.bytes()).fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
        let scale = u32::try_from(fraction.len()).map_err(|_| ParseDecimalError)?;
        Ok(Self { digits: if negative { -value } else { value }, scale }.shortened())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::try_from(self.scale).unwrap_or(0);
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        if places == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap_or_else(|_| panic!("{text} is a number"))
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, shown) in [
            ("0", "0"),
            ("-53594.36", "-53594.36"),
            ("0.001", "0.001"),
            ("+7", "7"),
            ("12.50", "12.5"),
            ("-0.05", "-0.05"),
            ("007", "7"),
            ("100", "100"),
        ] {
            assert_eq!(number(text).to_string(), shown, "{text}");
        }
        for text in ["", "-", ".", "1.", ".5", "1,000", "1e5", "£1", "1.2.3", " 1", "--1", "nan", "٣", &"9".repeat(31)]
        {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }

    #[test]
    fn sums_and_products_are_exact() {
        // 0.1 + 0.2, the classic.
        assert_eq!(number("0.1").plus(number("0.2")).unwrap().to_string(), "0.3");
        assert_eq!(number("-9200").times(number("0.001")).unwrap().to_string(), "-9.2");
        assert_eq!(number("19152").times(number("0.105")).unwrap().to_string(), "2010.96");
        let less = number("1").minus(number("0.15")).unwrap();
        assert_eq!(number("14").times(number("10")).unwrap().times(less).unwrap().to_string(), "119");
        let million = (0..1_000_000).try_fold(Decimal::ZERO, |sum, _| sum.plus(number("0.001"))).unwrap();
        assert_eq!(million.scaled(0), Some(1000));
    }

    #[test]
    fn a_half_goes_to_the_even_neighbour() {
        for (text, cents) in [
            ("0.005", 0),
            ("0.015", 2),
            ("0.025", 2),
            ("-0.005", 0),
            ("-0.015", -2),
            ("-0.025", -2),
            ("0.0251", 3),
            ("-0.0251", -3),
            ("771.641", 77_164),
            ("1.999", 200),
            ("-1.999", -200),
            ("3", 300),
        ] {
            assert_eq!(number(text).rounded(2).scaled(2), Some(cents), "{text}");
        }
        // Float noise goes away and nothing else does.
        assert_eq!(number("0.150000006").rounded(4).to_string(), "0.15");
        assert_eq!(number("0.0599999987").rounded(4).scaled(2), Some(6));
    }

    #[test]
    fn what_is_finer_or_larger_than_asked_is_not_bent() {
        assert_eq!(number("0.001").scaled(2), None);
        assert_eq!(number("0.010").scaled(2), Some(1));
        assert_eq!(number("9223372036854775808").scaled(0), None);
        assert_eq!(number("9223372036854775807").scaled(0), Some(i64::MAX));
        assert_eq!(number("-9223372036854775808").scaled(0), Some(i64::MIN));
        let huge = number(&"9".repeat(30));
        assert!(huge.times(huge).is_none());
        assert_eq!(number("2").compared(number("1.999")), Some(Ordering::Greater));
        assert_eq!(number("-0").sign(), Ordering::Equal);
    }
}
