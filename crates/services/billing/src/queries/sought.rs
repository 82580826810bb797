use directory::fold;
use gateway::{Field, FieldKind, Line, RawField};
use kernel::{Currency, Message, Money};
use store::Condition;
use words::{Formats, cells::plain};

use crate::rows::Invoice;

/// What somebody looks for: words or a number, or an amount as they write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    words: String,
    amount: Option<String>,
}

/// The most that may be typed.
const MAX: usize = 80;

impl Field for Sought {
    fn kind() -> FieldKind {
        FieldKind::Text { max: MAX, lines: false }
    }

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        let typed = Line::<MAX>::read(raw, formats)?;
        Ok(Self { words: fold(typed.as_str()), amount: amount(typed.as_str(), formats) })
    }
}

impl Sought {
    /// The invoices that hold it, in number, order, product code, description or amount.
    pub(super) fn condition(&self) -> Condition<Invoice> {
        let words = Invoice::SEARCH_FOLD.contains(&self.words);
        match &self.amount {
            Some(amount) => words.or(Invoice::SEARCH_FOLD.contains(amount)),
            None => words,
        }
    }
}

/// The amount as invoices keep it to be searched; one without decimals finds every amount that begins so.
fn amount(typed: &str, formats: &Formats) -> Option<String> {
    let read = |currency| formats.parse_money(typed, currency).ok();
    let money = [Currency::GBP, Currency::EUR, Currency::USD].into_iter().find_map(read)?;
    let whole = money.minor() % 100 == 0;
    let digits = plain(Money::new(money.minor().abs(), money.currency()));
    Some(if whole { format!("={}", digits.trim_end_matches("00")) } else { format!("={digits}") })
}

#[cfg(test)]
mod tests {
    use gateway::{Field, RawField};
    use jiff::tz::TimeZone;
    use kernel::Timestamp;
    use words::Formats;

    use super::Sought;

    fn sought(typed: &str) -> Sought {
        let formats = Formats::new(&"en-GB".parse().expect("a language"), TimeZone::UTC, Timestamp::from_micros(0));
        Sought::read(&RawField::Text(typed.to_owned()), &formats).expect("words")
    }

    #[test]
    fn amounts_are_known_as_people_write_them() {
        let amount = |typed: &str| sought(typed).amount;
        assert_eq!(amount("£3,872.40").as_deref(), Some("=3872.40"));
        assert_eq!(amount("3872.4").as_deref(), Some("=3872.40"));
        assert_eq!(amount("€5,012").as_deref(), Some("=5012."));
        assert_eq!(amount("-214.80").as_deref(), Some("=214.80"));
        assert_eq!(amount("INV-20418"), None);
        assert_eq!(amount("85123A"), None);
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(sought("  Pink  CHERRY ").words, "pink cherry");
    }
}
