//! Amounts, numbers and days as strangers type them.

use fuzz::{Target, lines};
use jiff::tz::TimeZone;
use kernel::{Currency, Date, Timestamp};

use crate::Formats;

/// Whatever is read as an amount, a number or a day is written so that it is read as the same, with every digit that
/// counts, and every day that there is can be written. Red when `scaled` rounds what is finer than a penny, or a year of
/// three figures loses a nought.
fn what_is_typed_is_written_alike(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for tag in ["en-GB", "de", "ar-EG"] {
        let locale = tag.parse().expect("a language");
        let formats = Formats::new(&locale, TimeZone::UTC, Timestamp::from_micros(0));
        if let Ok(money) = formats.parse_money(&text, Currency::EUR) {
            let written = formats.money(money);
            assert_eq!(formats.parse_money(&written, Currency::EUR).ok(), Some(money), "{tag}: {written}");
            assert_eq!(digits(&written), digits(&text), "{tag}: {text} is written {written}");
        }
        if let Ok(number) = formats.parse_number(&text) {
            let written = formats.number(number);
            assert_eq!(formats.parse_number(&written).ok(), Some(number), "{tag}: {written}");
            assert_eq!(digits(&written), digits(&text), "{tag}: {text} is written {written}");
        }
        if let Ok(day) = formats.parse_date(&text) {
            assert_eq!(formats.parse_date(&day.to_string()).ok(), Some(day), "{tag}: {day}");
        }
        if let Ok(day) = text.parse::<Date>() {
            assert!(!formats.long_date(day).is_empty(), "{tag}: {day}");
        }
    }
}

/// The digits that count, in whichever of the scripts they are written.
fn digits(text: &str) -> String {
    let digit = |letter: char| {
        let arabic = u32::from(letter).checked_sub(u32::from('٠')).filter(|digit| *digit < 10);
        letter.to_digit(10).or(arabic).and_then(|digit| char::from_digit(digit, 10))
    };
    text.chars().filter_map(digit).collect::<String>().trim_matches('0').to_owned()
}

fuzz::target!(
    typed,
    Target::of(lines(include_str!("../fuzz/typed.txt")), &["€", "EUR", ",", ".", "-", "−", "\u{a0}", "’", "٫", "/"]),
    what_is_typed_is_written_alike
);
