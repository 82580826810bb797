use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A currency of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// What can be wrong with an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The three letters name no currency of ISO 4217.
    #[error("not a currency")]
    UnknownCurrency,
    /// Amounts of two currencies have no sum.
    #[error("amounts in different currencies cannot be added")]
    MixedCurrencies,
    /// The amount does not fit 64 bits of minor units.
    #[error("the amount is too large")]
    TooLarge,
}

impl Currency {
    /// Pounds sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII letters are parsed")
    }

    /// How many decimals its minor unit has: 2 for GBP, 0 for JPY, 3 for KWD (ISO 4217).
    pub fn exponent(&self) -> u8 {
        iso_currency::Currency::from_code(self.code())
            .and_then(|currency| currency.exponent())
            .and_then(|exponent| u8::try_from(exponent).ok())
            .unwrap_or(2)
    }
}

impl JsonSchema for Currency {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$" })
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(code: &str) -> Result<Self, MoneyError> {
        let letters = <[u8; 3]>::try_from(code.as_bytes()).map_err(|_| MoneyError::UnknownCurrency)?;
        iso_currency::Currency::from_code(code).ok_or(MoneyError::UnknownCurrency)?;
        Ok(Self(letters))
    }
}
impl TryFrom<String> for Currency {
    type Error = MoneyError;

    fn try_from(code: String) -> Result<Self, MoneyError> {
        code.parse()
    }
}
impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money in whole minor units (pence, cents, yen).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// `minor` units of `currency`: `new(1050, GBP)` is £10.50.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum, of one currency only.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrencies`], or [`MoneyError::TooLarge`] on overflow.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The same amount owed the other way. The least there is has no other side, and becomes the most.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self { minor: self.minor.saturating_neg(), currency: self.currency }
    }
}

/// The price of one unit, finer than money: millionths of the currency's major unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct UnitPrice {
    scaled: i64,
    currency: Currency,
}

impl UnitPrice {
    /// How many steps one major unit has.
    pub const SCALE: i64 = 1_000_000;

    /// A price of `scaled` millionths of the major unit: `new(2_100_000, GBP)` is £2.10.
    pub const fn new(scaled: i64, currency: Currency) -> Self {
        Self { scaled, currency }
    }

    /// Millionths of the major unit.
    pub const fn scaled(self) -> i64 {
        self.scaled
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }
}

#[cfg(test)]
mod tests {
    use super::{Currency, Money};

    #[test]
    fn every_amount_can_be_owed_the_other_way() {
        let other = |minor| Money::new(minor, Currency::GBP).negated().minor();
        assert_eq!((other(5), other(-5), other(i64::MIN)), (-5, 5, i64::MAX));
    }
}
