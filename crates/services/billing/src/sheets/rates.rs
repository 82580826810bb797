use words::{Formats, cells::plain_scaled};

/// How many, as people write it: "1,204", "0.5", with a true minus.
pub(crate) fn quantity(scaled: i64, formats: &Formats) -> String {
    let whole = formats.number(scaled / 1000);
    if scaled % 1000 == 0 {
        return whole;
    }
    // What lies between nothing and one loses its sign with its whole part.
    let sign = if (-999..0).contains(&scaled) { "\u{2212}" } else { "" };
    let fraction = format!("{:03}", (scaled % 1000).unsigned_abs());
    format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
}

/// A share as per cent, with the decimals it has: "20%", "17.5%".
pub(crate) fn percent(ppm: i64, formats: &Formats) -> String {
    if ppm % 10_000 == 0 {
        return formats.percent(ppm as f64 / 1_000_000.0);
    }
    format!("{}%", plain_scaled(ppm, 4))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use kernel::Timestamp;
    use words::Formats;

    use super::{percent, quantity};

    #[test]
    fn figures_have_the_decimals_they_need() {
        let formats = Formats::new(&"en-GB".parse().expect("a language"), TimeZone::UTC, Timestamp::from_micros(0));
        assert_eq!(quantity(1_204_000, &formats), "1,204");
        assert_eq!(quantity(500, &formats), "0.5");
        assert_eq!(quantity(-500, &formats), "\u{2212}0.5");
        assert_eq!(quantity(-9_200_250, &formats), "\u{2212}9,200.25");
        assert_eq!(percent(200_000, &formats), "20%");
        assert_eq!(percent(175_000, &formats), "17.5%");
    }
}
