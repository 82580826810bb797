use kernel::{Currency, Date, Money};

use super::Formats;
use crate::{
    WordsError,
    conventions::{split_sign, without_currency},
};

impl Formats {
    /// Reads a whole number such as "1,204".
    ///
    /// # Errors
    /// [`WordsError::NotANumber`], [`WordsError::TooPrecise`] when it has decimals that are not
    /// zero, [`WordsError::TooLarge`].
    pub fn parse_number(&self, text: &str) -> Result<i64, WordsError> {
        let reading = self.conventions.figures.read(text).ok_or(WordsError::NotANumber)?;
        reading.scaled(0)
    }

    /// Reads an amount such as "£1,234.5", "1234.50", or "1 234,50 €" where a comma parts the
    /// decimals.
    ///
    /// The currency's symbol or code may stand on either side; another currency's may not.
    ///
    /// # Errors
    /// [`WordsError::NotANumber`], [`WordsError::TooPrecise`] when it is finer than the
    /// currency, [`WordsError::TooLarge`].
    pub fn parse_money(&self, text: &str, currency: Currency) -> Result<Money, WordsError> {
        let (owed, rest) = split_sign(text);
        let digits = without_currency(rest, currency.code());
        let mut reading = self.conventions.figures.read(digits).ok_or(WordsError::NotANumber)?;
        if owed && reading.negative {
            return Err(WordsError::NotANumber);
        }
        reading.negative |= owed;
        Ok(Money::new(reading.scaled(currency.exponent())?, currency))
    }

    /// Reads a day such as "17 March 2026", "17/3/2026" or "17 3 2026" in the language's order,
    /// or "2026-03-17". The year has four digits.
    ///
    /// # Errors
    /// [`WordsError::NotADate`].
    pub fn parse_date(&self, text: &str) -> Result<Date, WordsError> {
        let plain = self.conventions.figures.ascii(text);
        self.conventions.calendar.read(&plain).ok_or(WordsError::NotADate)
    }
}
