use kernel::Currency;

/// An amount in minor units as digits with a point: what people type into a search, without signs and groups.
pub(crate) fn plain(minor: i64, currency: Currency) -> String {
    let places = usize::from(currency.exponent());
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (major, rest) = digits.split_at(digits.len() - places);
    if places == 0 { digits } else { format!("{major}.{rest}") }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::plain;

    #[test]
    fn amounts_are_found_by_their_digits() {
        assert_eq!(plain(473_520, Currency::GBP), "4735.20");
        assert_eq!(plain(-5, Currency::GBP), "0.05");
        assert_eq!(plain(1235, "JPY".parse().expect("a currency")), "1235");
    }
}
