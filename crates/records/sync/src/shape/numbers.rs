use kernel::Message;

use super::{Fault, Place};
use crate::{Decimal, mapping::Number};

impl Place<'_> {
    /// What a number comes to here, exactly.
    pub(super) fn number(&self, number: &Number) -> Result<Decimal, Fault> {
        match number {
            Number::Column(column) => self.read(column),
            Number::Constant(text) => text.parse().map_err(|_| self.not_a_number("", text)),
            Number::Rounded { of, places } => Ok(self.number(of)?.rounded(*places)),
            Number::Times(numbers) => self.fold(numbers, Decimal::times),
            Number::Plus(numbers) => self.fold(numbers, Decimal::plus),
            Number::Minus(numbers) => self.fold(numbers, Decimal::minus),
            Number::Sum(of) => self.sum(of),
        }
    }

    fn sum(&self, number: &Number) -> Result<Decimal, Fault> {
        let mut sum = Decimal::ZERO;
        for line in self.shaper.body(self.document) {
            let place = Self { line: Some(line), ..*self };
            sum = sum.plus(place.number(number)?).ok_or_else(|| place.too_large())?;
        }
        Ok(sum)
    }

    /// In whole steps of 10^-`scale`.
    pub(super) fn steps(&self, number: Decimal, scale: u32) -> Result<i64, Fault> {
        if number.rounded(scale).compared(number) != Some(std::cmp::Ordering::Equal) {
            let says = Message::new("sync-reason-too-fine").with("number", number.to_string());
            return Err(self.wrong(says.with("places", scale)));
        }
        number.scaled(scale).ok_or_else(|| self.too_large())
    }

    /// Whether a column it reads is blank here.
    pub(super) fn is_blank(&self, number: &Number) -> bool {
        match number {
            Number::Column(column) => self.said(column).is_none(),
            Number::Rounded { of, .. } => self.is_blank(of),
            // A sum is of lines; a blank in one of them is a fault there.
            Number::Constant(_) | Number::Sum(_) => false,
            Number::Times(numbers) | Number::Plus(numbers) | Number::Minus(numbers) => {
                numbers.iter().any(|number| self.is_blank(number))
            }
        }
    }

    fn read(&self, column: &str) -> Result<Decimal, Fault> {
        let said = self.must(column)?;
        said.parse().map_err(|_| self.not_a_number(column, said))
    }

    fn fold(&self, numbers: &[Number], with: fn(Decimal, Decimal) -> Option<Decimal>) -> Result<Decimal, Fault> {
        let (first, others) = numbers.split_first().ok_or_else(|| self.too_large())?;
        let mut value = self.number(first)?;
        for other in others {
            value = with(value, self.number(other)?).ok_or_else(|| self.too_large())?;
        }
        Ok(value)
    }

    fn not_a_number(&self, column: &str, said: &str) -> Fault {
        self.wrong(Message::new("sync-reason-not-a-number").with("column", column).with("text", said))
    }

    fn too_large(&self) -> Fault {
        self.wrong(Message::new("sync-reason-too-large"))
    }
}
