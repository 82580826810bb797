use kernel::{Currency, Money};

use super::{amelia, date, reader_of};
use crate::WordsError;

fn pence(text: &str) -> Option<i64> {
    amelia().parse_money(text, Currency::GBP).ok().map(Money::minor)
}

#[test]
fn an_amount_is_read_however_it_is_typed() {
    for text in ["£1,234.5", "1234.50", "1 234.50", " 1,234.50 ", "1,234.50 GBP", "gbp 1234.5000"] {
        assert_eq!(pence(text), Some(123_450), "{text}");
    }
    assert_eq!(pence("−£7,412.40"), Some(-741_240));
    assert_eq!(pence("£-7,412.40"), Some(-741_240));
    assert_eq!(pence(".5"), Some(50));
}

#[test]
fn a_comma_is_the_decimal_point_where_the_language_says_so() {
    let read = |tag| reader_of(tag).parse_money("1 234,50", Currency::EUR);
    assert_eq!(read("fr").expect("French decimals"), Money::new(123_450, Currency::EUR));
    assert!(matches!(read("en-GB"), Err(WordsError::NotANumber)));
}

#[test]
fn what_could_mean_two_amounts_is_refused() {
    for text in ["", "£", "1,50", "1,2345", "12,34.5", "1.2.3", "--5", "−£-5", "€5", "5 apples"] {
        assert_eq!(pence(text), None, "{text}");
    }
}

#[test]
fn an_amount_finer_or_larger_than_money_is_refused() {
    let read = |text| amelia().parse_money(text, Currency::GBP);
    assert!(matches!(read("1.234"), Err(WordsError::TooPrecise { decimals: 2 })));
    assert!(matches!(read("99999999999999999999"), Err(WordsError::TooLarge)));
}

#[test]
fn whole_numbers_have_no_decimals() {
    assert_eq!(amelia().parse_number("1,204").expect("a whole number"), 1204);
    assert_eq!(amelia().parse_number("-3.0").expect("a whole number"), -3);
    assert!(matches!(amelia().parse_number("1.5"), Err(WordsError::TooPrecise { decimals: 0 })));
}

#[test]
fn a_day_is_read_in_figures_and_in_words() {
    for text in [
        "17 3 2026",
        "17/3/2026",
        "17.03.2026",
        "2026-03-17",
        "17 March 2026",
        "17th mar 2026",
        "Tue 17 March 2026",
        "March 17, 2026",
    ] {
        assert_eq!(amelia().parse_date(text).ok(), Some(date(2026, 3, 17)), "{text}");
    }
    let american = reader_of("en-US").parse_date("3/17/2026");
    assert_eq!(american.expect("month first"), date(2026, 3, 17));
}

#[test]
fn a_day_the_calendar_lacks_is_refused() {
    for text in ["", "31 2 2026", "3/17/2026", "17/3/26", "17/3", "17 Ju 2026", "17 Mayday 2026"] {
        assert!(matches!(amelia().parse_date(text), Err(WordsError::NotADate)), "{text}");
    }
}
