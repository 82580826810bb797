use words::Formats;

/// A quantity of thousandths: "1,204", "20.5".
pub(super) fn quantity(formats: &Formats, thousandths: i64) -> String {
    let whole = formats.number(thousandths / 1000);
    match thousandths % 1000 {
        0 => whole,
        rest => {
            let sign = if thousandths < 0 && thousandths > -1000 { "\u{2212}" } else { "" };
            let fraction = format!("{:03}", rest.unsigned_abs());
            format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
        }
    }
}

/// A share of millionths: "15%", "12.5%".
pub(super) fn share(formats: &Formats, millionths: i64) -> String {
    format!("{}%", quantity(formats, millionths / 10))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use kernel::Timestamp;
    use words::Formats;

    use super::{quantity, share};

    #[test]
    fn quantities_show_no_more_than_they_say() {
        let locale = "en-GB".parse().expect("a language");
        let formats = Formats::new(&locale, TimeZone::UTC, Timestamp::from_micros(0));
        assert_eq!(quantity(&formats, 12_000), "12");
        assert_eq!(quantity(&formats, 19_152_000), "19,152");
        assert_eq!(quantity(&formats, 20_500), "20.5");
        assert_eq!(quantity(&formats, -500), "\u{2212}0.5");
        assert_eq!(quantity(&formats, -9_200_000), "\u{2212}9,200");
        assert_eq!(share(&formats, 150_000), "15%");
        assert_eq!(share(&formats, 125_000), "12.5%");
    }
}
