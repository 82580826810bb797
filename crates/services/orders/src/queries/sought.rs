use directory::fold;
use gateway::{Field, FieldKind, Line, RawField};
use kernel::{Date, Message};
use store::Condition;
use words::Formats;

use crate::{Order, OrderWords};

/// What somebody looks for: words that must all be there, an amount, or a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    words: Vec<String>,
    day: Option<Date>,
}

/// The most characters. They bound how many words there can be, all of which count.
const LONGEST: usize = 80;

impl Sought {
    fn parse(text: &str, formats: &Formats) -> Self {
        let day = text.trim().parse().ok().or_else(|| formats.parse_date(text.trim()).ok());
        Self { words: fold(text).split(' ').map(plain).filter(|word| !word.is_empty()).collect(), day }
    }

    /// The orders it finds: those that have every word, or were placed that day.
    pub(super) fn condition(&self) -> Condition<Order> {
        let has = |word: &String| Condition::any_child(OrderWords::WORDS.contains(word));
        let worded = self.words.iter().map(has).reduce(Condition::and);
        let placed = self.day.map(|day| Order::ORDERED_ON.is(&day));
        match (worded, placed) {
            (Some(worded), Some(placed)) => worded.or(placed),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Condition::nothing(),
        }
    }
}

/// An amount as it is kept among an order's words: "£4,735.20" is "4735.20". Other words stay as they are.
fn plain(word: &str) -> String {
    let amount = word.trim_matches(|sign: char| !sign.is_alphanumeric());
    let is_amount = amount.contains(|sign: char| sign.is_ascii_digit())
        && amount.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, ',' | '.'));
    if is_amount { amount.replace(',', "") } else { word.to_owned() }
}

impl Field for Sought {
    fn kind() -> FieldKind {
        FieldKind::Text { max: LONGEST, lines: false }
    }

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        let line = Line::<LONGEST>::read(raw, formats)?;
        Ok(Self::parse(line.as_str(), formats))
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Date, Timestamp};
    use words::Formats;

    use super::Sought;

    fn sought(text: &str) -> Sought {
        let locale = "en-GB".parse().expect("a language");
        let now = Timestamp::from_micros(1_773_306_000_000_000);
        Sought::parse(text, &Formats::new(&locale, jiff::tz::TimeZone::UTC, now))
    }

    #[test]
    fn words_are_compared_without_case_and_amounts_without_signs() {
        assert_eq!(sought("  Pink  LIGHTS ").words, ["pink", "lights"]);
        assert_eq!(sought("£4,735.20").words, ["4735.20"]);
        assert_eq!(sought("(120.5)").words, ["120.5"]);
        assert_eq!(sought("SO-77120").words, ["so-77120"]);
        assert_eq!(sought("1,5mm").words, ["1,5mm"]);
        assert_eq!(sought("1 2 3 4 5 6 7 8 9").words.len(), 9, "none is left out");
    }

    #[test]
    fn a_day_is_known_as_people_write_it() {
        let day = Date::new(2026, 3, 10);
        assert_eq!(sought("10 March 2026").day, day);
        assert_eq!(sought("10/3/2026").day, day);
        assert_eq!(sought("2026-03-10").day, day);
        assert_eq!(sought("SO-77120").day, None);
    }
}
