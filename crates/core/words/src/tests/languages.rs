use kernel::{Currency, Money};

use super::{date, instant, language, reader_of};
use crate::{ArgValue, Catalogue, Formats};

#[test]
fn cairo_reads_its_own_digits() {
    let cairo = reader_of("ar-EG");
    assert_eq!(cairo.number(1204), "١٬٢٠٤");
    assert_eq!(cairo.parse_number("١٬٢٠٤").expect("digits as written there"), 1204);
    assert_eq!(cairo.parse_number("1204").expect("digits as on the keyboard"), 1204);
    assert!(cairo.date(date(2026, 3, 17)).contains("مارس"));
    assert!(cairo.time(instant("2026-03-17T09:14:00Z")).contains("١٤"));
}

#[test]
fn arabic_has_six_plurals() {
    let words = Catalogue::builder()
        .add(
            "ar-EG",
            "test",
            "pumps = { $n ->\n  [zero] zero\n  [one] one\n  [two] two\n  [few] few\n  [many] many\n *[other] other\n}\n",
        )
        .build()
        .expect("the test's messages are sound");
    let said = |n: i64| words.say(&language("ar-EG"), "pumps", &[("n", ArgValue::Number(n))]);
    let forms: Vec<String> = [0, 1, 2, 5, 11, 100].map(said).into();
    assert_eq!(forms, ["zero", "one", "two", "few", "many", "other"]);
}

#[test]
fn german_order_and_names_follow_the_language() {
    let berlin = reader_of("de");
    assert_eq!(berlin.long_date(date(2026, 3, 17)), "17. März 2026");
    assert!(berlin.date(date(2026, 3, 17)).starts_with("Di"));
    assert!(berlin.datetime(instant("2026-03-17T09:14:00Z")).ends_with("09:14"));
    assert_eq!(berlin.parse_date("17.3.2026").expect("figures"), date(2026, 3, 17));
    assert_eq!(berlin.parse_date("17. März 2026").expect("words"), date(2026, 3, 17));
}

#[test]
fn what_is_written_can_be_read_back_everywhere() {
    for tag in ["en-GB", "en-US", "de", "fr", "nl", "es", "pl", "ru", "ar-EG", "ja", "hi"] {
        let formats: Formats = reader_of(tag);
        for minor in [0, 7, -741_240, 123_456_789] {
            let money = Money::new(minor, Currency::EUR);
            let read = formats.parse_money(&formats.money(money), Currency::EUR);
            assert_eq!(read.expect(tag), money, "{tag}");
        }
        for month in 1..=12 {
            let day = date(2026, month, 9);
            let read = formats.parse_date(&formats.long_date(day));
            assert_eq!(read.expect(tag), day, "{tag}");
        }
    }
}
