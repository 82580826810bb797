use std::time::Duration;

use kernel::{Date, Timestamp};

use super::Formats;
use crate::{ArgValue, Catalogue};

/// From here on an instant is told in minutes.
const A_MINUTE: Duration = Duration::from_secs(60);

/// From here on an instant is told by the clock.
const AN_HOUR: Duration = Duration::from_secs(60 * 60);

impl Formats {
    /// A day: "Tue 17 March", with its year when that is not this one: "Wed 17 March 2027".
    pub fn date(&self, date: Date) -> String {
        self.conventions.calendar.date(date, self.needs_year(date))
    }

    /// A day for documents: "17 March 2026".
    pub fn long_date(&self, date: Date) -> String {
        self.conventions.calendar.long_date(date)
    }

    /// An instant in the person's zone: "Tue 17 March, 09:14".
    pub fn datetime(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let with_year = self.needs_year(Date::from(local.date()));
        self.conventions.calendar.date_and_time(local, with_year)
    }

    /// The day an instant falls on for the person.
    pub fn day_of(&self, at: Timestamp) -> Date {
        Date::from(self.local(at).date())
    }

    /// The day an instant falls on for the person, as [`Self::date`] has it.
    pub fn day(&self, at: Timestamp) -> String {
        self.date(self.day_of(at))
    }

    /// The time of an instant in the person's zone: "09:14".
    pub fn time(&self, at: Timestamp) -> String {
        self.conventions.calendar.time(self.local(at))
    }

    /// The time of an instant to the second, for records: "09:34:07".
    pub fn clock(&self, at: Timestamp) -> String {
        self.local(at).strftime("%H:%M:%S").to_string()
    }

    /// An instant with nothing left out: "Tue 17 March 2026, 09:14 GMT".
    pub fn full(&self, at: Timestamp) -> String {
        let moment = self.conventions.calendar.date_and_time(self.local(at), true);
        format!("{moment} {}", self.zone.to_offset_info(at.to_jiff()).abbreviation())
    }

    /// The day of an instant, as lists have it: "Today", "Yesterday", "14 Nov", "14 Nov 2025".
    pub fn near_day(&self, at: Timestamp, words: &Catalogue) -> String {
        let day = self.day_of(at);
        match self.today().days_since(day) {
            0 => words.say(&self.locale, "words-today", &[]),
            1 => words.say(&self.locale, "words-yesterday", &[]),
            _ => self.conventions.calendar.short_date(day, self.needs_year(day)),
        }
    }

    /// An instant, as timelines have it: "Today, 17:33", "Yesterday, 09:10", "14 Nov, 17:33".
    pub fn moment(&self, at: Timestamp, words: &Catalogue) -> String {
        let day = ArgValue::from(self.near_day(at, words));
        words.say(&self.locale, "words-moment", &[("day", day), ("time", ArgValue::from(self.time(at)))])
    }

    /// An instant, as lists have it: as [`Self::moment`], but what is older than yesterday by its day alone.
    pub fn brief(&self, at: Timestamp, words: &Catalogue) -> String {
        if self.today().days_since(self.day_of(at)) > 1 { self.near_day(at, words) } else { self.moment(at, words) }
    }

    /// When something happened: "Just now", "2 min ago", then as [`Self::brief`] has it.
    pub fn ago(&self, at: Timestamp, words: &Catalogue) -> String {
        let passed = self.now.since(at);
        let ahead = at.since(self.now);
        if passed < A_MINUTE && ahead < A_MINUTE {
            return words.say(&self.locale, "words-just-now", &[]);
        }
        if ahead.is_zero() && passed < AN_HOUR {
            let minutes = i64::try_from(passed.as_secs() / 60).unwrap_or(i64::MAX);
            return words.say(&self.locale, "words-minutes-ago", &[("minutes", ArgValue::Number(minutes))]);
        }
        self.brief(at, words)
    }

    fn needs_year(&self, date: Date) -> bool {
        date.year() != self.today().year()
    }
}
