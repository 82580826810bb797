//! How copies are called, and which of them are kept.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use kernel::Timestamp;
use uuid::Uuid;

/// Of the newest copies, so many are kept; then of so many days and weeks the last one each.
const NEWEST: usize = 24;
const DAYS: usize = 7;
const WEEKS: usize = 4;

const INSTANT: &str = "%Y%m%dT%H%M%SZ";

/// How long the instant in a name is.
const LENGTH: usize = 16;

/// A name for a copy that begins now. No two are the same, and they sort by their age.
pub(crate) fn new_name(now: Timestamp) -> String {
    let chance: String = Uuid::new_v4().simple().to_string().chars().take(6).collect();
    format!("{}-{chance}", now.to_jiff().strftime(INSTANT))
}

/// When a copy of this name began; nothing if that is no name of ours.
pub fn made_at(name: &str) -> Option<Timestamp> {
    let instant = instant(name)?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp::from_micros(instant.timestamp().as_microsecond()))
}

fn instant(name: &str) -> Option<DateTime> {
    let (instant, chance) = name.split_at_checked(LENGTH)?;
    let is_ours =
        chance.strip_prefix('-').is_some_and(|chance| chance.bytes().all(|sign| sign.is_ascii_alphanumeric()));
    DateTime::strptime(INSTANT, instant).ok().filter(|_| is_ours)
}

/// Of these copies, oldest first, those that others make superfluous.
pub(crate) fn superseded(names: &[String]) -> Vec<&str> {
    let (mut days, mut weeks) = (BTreeSet::new(), BTreeSet::new());
    let mut superseded = Vec::new();
    for (age, name) in names.iter().rev().enumerate() {
        let Some(date) = instant(name).map(DateTime::date) else { continue };
        let week = date.iso_week_date();
        let is_of_day = days.insert(date) && days.len() <= DAYS;
        let is_of_week = weeks.insert((week.year(), week.week())) && weeks.len() <= WEEKS;
        if age >= NEWEST && !is_of_day && !is_of_week {
            superseded.push(name.as_str());
        }
    }
    superseded
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use kernel::Timestamp;

    use super::{made_at, new_name, superseded};

    #[test]
    fn a_name_tells_when() {
        let now = Timestamp::from_micros(1_764_158_400_000_000);
        let name = new_name(now);
        assert!(name.starts_with("20251126T120000Z-") && name.len() == 23, "{name}");
        assert_eq!(made_at(&name), Some(now));
        for other in ["", "20251126T120000Z", "lost+found", "20251326T120000Z-abc", "20251126T120000Z-../.."] {
            assert_eq!(made_at(other), None, "{other}");
        }
    }

    #[test]
    fn a_day_of_hours_then_a_week_of_days_then_a_month_of_weeks_is_kept() {
        // A Wednesday at noon, and an hourly copy for sixty days before.
        let last = Timestamp::from_micros(1_764_158_400_000_000);
        let hours = (0..24 * 60_u64).rev();
        let names: Vec<String> = hours.map(|hour| new_name(last.minus(Duration::from_hours(hour)))).collect();
        let gone = superseded(&names);
        let kept: Vec<&str> = names.iter().map(String::as_str).filter(|name| !gone.contains(name)).collect();
        // Hours of today and yesterday; the last of the five days before; of the three weeks before, the last of two,
        // as the third's is among the days.
        assert_eq!(kept.len(), 24 + 5 + 2, "{kept:?}");
        assert!(kept.first().is_some_and(|oldest| oldest.starts_with("20251109T23")), "{kept:?}");
        assert!(superseded(&names[names.len() - 24..]).is_empty());
    }
}
