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

/// The amount as invoices keep it to be searched, whatever its currency; one without decimals finds every amount that
/// begins so.
fn amount(typed: &str, formats: &Formats) -> Option<String> {
    let words = typed.split(|letter: char| !letter.is_ascii_alphabetic());
    let named = words.filter_map(|word| word.parse::<Currency>().ok());
    // A currency's sign says no more than its figures do; those of some have three decimals.
    let figures = typed.trim_matches(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '-' | '+' | '(' | ')'));
    let signed = [Currency::GBP, Currency::EUR, Currency::USD].into_iter();
    let others = ["JPY", "KWD"].iter().filter_map(|code| code.parse::<Currency>().ok());
    let mut tried = named.chain(signed).chain(others);
    let money = tried.find_map(|currency| formats.parse_money(figures, currency).ok())?;
    let digits = plain(Money::new(money.minor().abs(), money.currency()));
    Some(match digits.split_once('.') {
        Some((_, rest)) if rest.bytes().any(|digit| digit != b'0') => format!("={digits}"),
        Some((whole, _)) => format!("={whole}."),
        None => format!("={digits}."),
    })
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
        assert_eq!(amount("-€5").as_deref(), Some("=5."));
        assert_eq!(amount("US$ 5.10").as_deref(), Some("=5.10"));
        assert_eq!(amount("¥5,000").as_deref(), Some("=5000."));
        assert_eq!(amount("JPY 5000").as_deref(), Some("=5000."));
        assert_eq!(amount("CHF 12.50").as_deref(), Some("=12.50"));
        assert_eq!(amount("1,234.567").as_deref(), Some("=1234.567"));
        assert_eq!(amount("INV-20418"), None);
        assert_eq!(amount("85123A"), None);
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(sought("  Pink  CHERRY ").words, "pink cherry");
    }
}
