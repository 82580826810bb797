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

/// A catalogue with a sentence that has a value, a plural and a part of several lines.
fn bills() -> crate::CatalogueBuilder {
    Catalogue::builder().add(
        "en-GB",
        "test",
        "bills = Paid by { $by }: { $n ->\n  [one] one bill\n *[other] { $n } bills\n}\n  .hint = In\n    time\n",
    )
}

#[test]
fn made_up_languages_keep_values_and_plurals() {
    let words = bills().pseudo().build().expect("the test's messages are sound");
    let said = |tag: &str, id: &str, n: i64| {
        words.say(&language(tag), id, &[("by", ArgValue::from("Ada")), ("n", ArgValue::Number(n))])
    };
    assert_eq!(said("en-XA", "bills", 1), "«Þááííð ƀý Ada: óóñéé ƀííļļ»");
    assert_eq!(said("en-XA", "bills", 2), "«Þááííð ƀý Ada: 2 ƀííļļš»");
    assert_eq!(said("en-XA", "bills.hint", 0), "«Ííñ\nţííméé»");
    let turned = said("ar-XB", "bills", 1);
    assert!(turned.starts_with("\u{202E}Paid\u{202C} \u{202E}by\u{202C} \u{2068}Ada\u{2069}"), "{turned:?}");
    assert_eq!(words.ids_in(&language("ar-XB")).count(), words.ids().count());
}

#[test]
fn made_up_languages_are_there_only_when_asked_for() {
    let words = bills().build().expect("the test's messages are sound");
    assert_eq!(words.nearest(&language("en-XA")), &language("en-GB"));
    assert_eq!(words.nearest(&language("ar-XB")), &language("en-GB"));
    let pseudo = bills().pseudo().build().expect("the test's messages are sound");
    assert_eq!(pseudo.nearest(&language("en-US")), &language("en-GB"), "nobody gets one by chance");
}
