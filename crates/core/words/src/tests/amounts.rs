use kernel::{Currency, Money, UnitPrice};

use super::{amelia, reader_of};

fn currency(code: &str) -> Currency {
    code.parse().expect("the test names a currency")
}

#[test]
fn pounds_always_have_pence() {
    assert_eq!(amelia().money(Money::new(123_450, Currency::GBP)), "£1,234.50");
    assert_eq!(amelia().money(Money::new(0, Currency::GBP)), "£0.00");
    assert_eq!(amelia().money(Money::new(7, Currency::GBP)), "£0.07");
}

#[test]
fn a_credit_has_a_true_minus() {
    assert_eq!(amelia().money(Money::new(-741_240, Currency::GBP)), "−£7,412.40");
    assert_eq!(amelia().number(-1204), "−1,204");
    assert!(amelia().money(Money::new(i64::MIN, Currency::GBP)).starts_with("−£92,233,720,368"));
}

#[test]
fn decimals_are_the_currency_s() {
    assert_eq!(amelia().money(Money::new(1235, currency("JPY"))), "¥1,235");
    assert_eq!(amelia().money(Money::new(1_234_500, currency("KWD"))), "1,234.500\u{a0}KWD");
    assert_eq!(amelia().money(Money::new(123_450, currency("CHF"))), "1,234.50\u{a0}CHF");
}

#[test]
fn the_symbol_stands_where_the_language_puts_it() {
    let euros = Money::new(123_450, Currency::EUR);
    assert_eq!(amelia().money(euros), "€1,234.50");
    assert_eq!(reader_of("de").money(euros), "1.234,50\u{a0}€");
    assert_eq!(reader_of("nl").money(euros), "€\u{a0}1.234,50");
    assert_eq!(amelia().money(Money::new(100, Currency::USD)), "US$1.00");
    assert_eq!(reader_of("en-US").money(Money::new(100, Currency::USD)), "$1.00");
}

#[test]
fn a_unit_price_shows_what_it_needs() {
    let price = |scaled| amelia().unit_price(UnitPrice::new(scaled, Currency::GBP));
    assert_eq!(price(2_100_000), "£2.10");
    assert_eq!(price(35_500), "£0.0355");
    assert_eq!(price(-1_234_567_890), "−£1,234.5679");
}

#[test]
fn counts_shares_and_sizes() {
    assert_eq!(amelia().number(1204), "1,204");
    assert_eq!(amelia().percent(0.416), "42%");
    assert_eq!(reader_of("de").percent(0.416), "42\u{a0}%");
    assert_eq!(amelia().bytes(512), "512\u{a0}B");
    assert_eq!(amelia().bytes(1_234_567), "1.2\u{a0}MB");
    assert_eq!(amelia().bytes(999_950), "1\u{a0}MB");
    assert_eq!(amelia().bytes(34_000_000_000), "34\u{a0}GB");
    assert_eq!(amelia().bytes(5_500_000_000_000), "5.5\u{a0}TB");
}
