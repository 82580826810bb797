use std::time::Duration;

use kernel::{Date, Timestamp};

/// The first instant of a day in UTC.
pub(crate) fn midnight(day: Date) -> Timestamp {
    let start = day.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).map(|start| start.timestamp().as_microsecond());
    Timestamp::from_micros(start.unwrap_or(i64::MIN))
}

/// The middle of a day in UTC, which falls on the same day nearly everywhere.
pub(crate) fn noon(day: Date) -> Timestamp {
    midnight(day).plus(Duration::from_hours(12))
}

/// The most that a day in any zone begins before or ends after the same day in UTC.
pub(crate) const APART: Duration = Duration::from_hours(24);

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::midnight;

    #[test]
    fn a_day_begins_at_midnight() {
        let day = Date::new(2026, 3, 12).expect("a day");
        assert_eq!(midnight(day).to_string(), "2026-03-12T00:00:00Z");
    }
}
