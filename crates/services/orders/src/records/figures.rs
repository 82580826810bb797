use kernel::Currency;
use sync::{Decimal, Exact};

use super::{
    IngestError,
    document::{LineDocument, OrderDocument},
};

/// A number in whole steps of 10^-`places`; one that is finer is refused, not rounded.
pub(super) fn scaled(number: Decimal, places: u32) -> Result<i64, IngestError> {
    match number.scaled(places) {
        Some(scaled) => Ok(scaled),
        // What fits once it is rounded was too fine; what does not was too large.
        None if number.rounded(places).scaled(places).is_some() => Err(IngestError::TooFine(number.to_string())),
        None => Err(IngestError::TooLarge),
    }
}

/// The same of a number that may be left out.
pub(super) fn maybe(number: Option<Exact>, places: u32) -> Result<Option<i64>, IngestError> {
    number.map(|number| scaled(number.0, places)).transpose()
}

/// A stated amount in minor units.
pub(super) fn minor(number: Option<Exact>, currency: Currency) -> Result<Option<i64>, IngestError> {
    maybe(number, u32::from(currency.exponent()))
}

/// In minor units, a half to the even one (IEEE 754, roundTiesToEven), so that rounding many leans neither way.
pub(super) fn rounded(number: Decimal, currency: Currency) -> Result<i64, IngestError> {
    let places = u32::from(currency.exponent());
    number.rounded(places).scaled(places).ok_or(IngestError::TooLarge)
}

/// What a line comes to, exactly, and whether that was worked out; nothing when it cannot be.
pub(super) fn amount(line: &LineDocument) -> Result<Option<(Decimal, bool)>, IngestError> {
    if let Some(stated) = line.amount {
        return Ok(Some((stated.0, line.amount_derived)));
    }
    let (Some(quantity), Some(price)) = (line.quantity, line.unit_price) else { return Ok(None) };
    let mut amount = quantity.0.times(price.0);
    if let Some(discount) = line.discount {
        let one: Decimal = "1".parse().expect("one is a number");
        amount = amount.and_then(|amount| amount.times(one.minus(discount.0)?));
    }
    amount.map(|amount| Some((amount, true))).ok_or(IngestError::TooLarge)
}

/// All of it, in minor units, and whether that was worked out. Where a line's amount is unknown, so is the total.
pub(super) fn total(document: &OrderDocument) -> Result<(Option<i64>, bool), IngestError> {
    if let Some(stated) = minor(document.total, document.currency)? {
        return Ok((Some(stated), document.total_derived));
    }
    if document.lines.is_empty() {
        return Ok((None, false));
    }
    let mut sum = Decimal::ZERO;
    for besides in [document.carriage, document.tax].into_iter().flatten() {
        sum = sum.plus(besides.0).ok_or(IngestError::TooLarge)?;
    }
    for line in &document.lines {
        let Some((amount, _)) = amount(line)? else { return Ok((None, false)) };
        sum = sum.plus(amount).ok_or(IngestError::TooLarge)?;
    }
    Ok((Some(rounded(sum, document.currency)?), true))
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use serde_json::json;
    use sync::Decimal;

    use super::{amount, rounded, scaled};
    use crate::records::{IngestError, LineDocument};

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn line(json: serde_json::Value) -> LineDocument {
        serde_json::from_value(json).expect("a line")
    }

    #[test]
    fn a_half_goes_to_the_even_neighbour_on_both_sides_of_nothing() {
        let pence = |text| rounded(number(text), Currency::GBP).expect("pence");
        assert_eq!([pence("1.005"), pence("1.015"), pence("1.0151")], [100, 102, 102]);
        assert_eq!([pence("-1.005"), pence("-1.015"), pence("0")], [-100, -102, 0]);
        let yen = "JPY".parse().expect("a currency");
        assert_eq!(rounded(number("2.5"), yen).expect("yen"), 2);
    }

    #[test]
    fn a_line_is_worked_out_only_where_it_says_enough() {
        let discounted = line(json!({ "quantity": 12, "unit_price": "14", "discount": "0.15" }));
        let (worked_out, derived) = amount(&discounted).expect("an amount").expect("known");
        assert_eq!((worked_out.to_string().as_str(), derived), ("142.8", true));
        let stated = line(json!({ "quantity": 12, "amount": "142.79" }));
        let (stated, derived) = amount(&stated).expect("an amount").expect("known");
        assert_eq!((stated.to_string().as_str(), derived), ("142.79", false));
        assert!(amount(&line(json!({ "quantity": 12 }))).expect("no fault").is_none());
    }

    #[test]
    fn what_is_finer_than_kept_is_refused() {
        assert!(matches!(scaled(number("0.0001"), 3), Err(IngestError::TooFine(_))));
        assert!(matches!(scaled(number("99999999999999999999"), 3), Err(IngestError::TooLarge)));
        assert!(serde_json::from_value::<LineDocument>(json!({ "quantity": 0.1 })).is_err());
    }
}
