use icu_calendar::Gregorian;
use icu_datetime::{
    DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter, NoCalendarFormatter,
    fieldsets::{E, M, MD, MDE, MDET, T, YMD, YMDE, YMDET},
    input::{Date, DateTime, Time},
    options::YearStyle,
    preferences::HourCycle,
};
use icu_locale_core::Locale;
use unic_langid::LanguageIdentifier;

use super::{COMPILED, Figures, dates_read::Reader};

type Shown<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// How a language writes days and hours, in the Gregorian calendar and on a 24-hour clock.
#[derive(Debug)]
pub(crate) struct Calendar {
    /// Whether dates follow the house style, "Tue 17 March", which CLDR has in no length.
    house: bool,
    weekday: Shown<E>,
    month: Shown<M>,
    near: Shown<MDE>,
    far: Shown<YMDE>,
    near_at: Shown<MDET>,
    far_at: Shown<YMDET>,
    long: Shown<YMD>,
    short: Shown<MD>,
    short_far: Shown<YMD>,
    clock: NoCalendarFormatter<T>,
    reader: Reader,
}

impl Calendar {
    pub(crate) fn new(language: &LanguageIdentifier, locale: &Locale, figures: &Figures) -> Self {
        let mut prefs = DateTimeFormatterPreferences::from(locale);
        prefs.hour_cycle = Some(HourCycle::H23);
        let numeric = YMD::short().with_year_style(YearStyle::Full);
        let numeric = Shown::<YMD>::try_new(prefs, numeric).expect(COMPILED);
        let month = Shown::<M>::try_new(prefs, M::long()).expect(COMPILED);
        let brief = Shown::<M>::try_new(prefs, M::medium()).expect(COMPILED);
        let long = Shown::<YMD>::try_new(prefs, YMD::long()).expect(COMPILED);

        let sample = figures.ascii(&numeric.format(&day(2033, 11, 22)).to_string());
        let names = (1..=12).map(|number| {
            let date = day(2033, number, 22);
            let forms = [month.format(&date), brief.format(&date), long.format(&date)];
            forms.map(|form| figures.ascii(&form.to_string()))
        });
        let reader = Reader::learn(&sample, names);
        Self {
            house: language.language.as_str() == "en" && reader.day_first(),
            weekday: Shown::try_new(prefs, E::medium()).expect(COMPILED),
            near: Shown::try_new(prefs, MDE::medium()).expect(COMPILED),
            far: Shown::try_new(prefs, YMDE::medium()).expect(COMPILED),
            near_at: Shown::try_new(prefs, MDE::medium().with_time_hm()).expect(COMPILED),
            far_at: Shown::try_new(prefs, YMDE::medium().with_time_hm()).expect(COMPILED),
            short: Shown::try_new(prefs, MD::medium()).expect(COMPILED),
            short_far: Shown::try_new(prefs, YMD::medium()).expect(COMPILED),
            clock: NoCalendarFormatter::try_new(prefs, T::hm()).expect(COMPILED),
            month,
            long,
            reader,
        }
    }

    /// The day with its weekday, with the year if asked for.
    pub(crate) fn date(&self, date: kernel::Date, with_year: bool) -> String {
        let day = gregorian(date);
        if !self.house {
            return if with_year { self.far.format(&day).to_string() } else { self.near.format(&day).to_string() };
        }
        let (weekday, month) = (self.weekday.format(&day), self.month.format(&day));
        let near = format!("{weekday} {} {month}", date.day());
        if with_year { format!("{near} {}", date.year()) } else { near }
    }

    /// The day as [`Self::date`] has it, and the time.
    pub(crate) fn date_and_time(&self, at: jiff::civil::DateTime, with_year: bool) -> String {
        let date = kernel::Date::from(at.date());
        if self.house {
            return format!("{}, {}", self.date(date, with_year), self.time(at));
        }
        let moment = DateTime { date: gregorian(date), time: hour_and_minute(at) };
        if with_year { self.far_at.format(&moment).to_string() } else { self.near_at.format(&moment).to_string() }
    }

    /// Day, month in full, and year.
    pub(crate) fn long_date(&self, date: kernel::Date) -> String {
        self.long.format(&gregorian(date)).to_string()
    }

    /// Day and month in brief, with the year if asked for.
    pub(crate) fn short_date(&self, date: kernel::Date, with_year: bool) -> String {
        let day = gregorian(date);
        if with_year { self.short_far.format(&day).to_string() } else { self.short.format(&day).to_string() }
    }

    /// Hours and minutes.
    pub(crate) fn time(&self, at: jiff::civil::DateTime) -> String {
        self.clock.format(&hour_and_minute(at)).to_string()
    }

    /// Reads a date; digits must be ASCII by now.
    pub(crate) fn read(&self, text: &str) -> Option<kernel::Date> {
        self.reader.read(text)
    }
}

fn gregorian(date: kernel::Date) -> Date<Gregorian> {
    day(date.year(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

fn day(year: i16, month: u8, day: u8) -> Date<Gregorian> {
    Date::try_new_gregorian(i32::from(year), month, day).expect("both calendars are the proleptic Gregorian one")
}

fn hour_and_minute(at: jiff::civil::DateTime) -> Time {
    Time::try_new(at.hour().unsigned_abs(), at.minute().unsigned_abs(), 0, 0)
        .expect("a civil time has hours to 23 and minutes to 59")
}
