use super::{amelia, date, formats, instant};
use crate::Catalogue;

fn catalogue() -> Catalogue {
    Catalogue::builder().build().expect("this crate's own messages are sound")
}

#[test]
fn the_year_is_named_when_it_is_not_this_one() {
    assert_eq!(amelia().date(date(2026, 3, 17)), "Tue 17 March");
    assert_eq!(amelia().date(date(2027, 3, 17)), "Wed 17 March 2027");
    assert_eq!(amelia().date(date(2025, 12, 31)), "Wed 31 December 2025");
    assert_eq!(amelia().long_date(date(2026, 3, 17)), "17 March 2026");
}

#[test]
fn this_year_is_the_reader_s_own() {
    let eve = "2025-12-31T23:30:00Z";
    let london = formats("en-GB", "Europe/London", eve);
    let paris = formats("en-GB", "Europe/Paris", eve);
    assert_eq!(london.date(date(2026, 1, 1)), "Thu 1 January 2026");
    assert_eq!(paris.date(date(2026, 1, 1)), "Thu 1 January");
    assert_eq!(paris.today(), date(2026, 1, 1));
    assert_eq!(paris.day(instant(eve)), "Thu 1 January");
}

#[test]
fn hours_follow_summer_time() {
    assert_eq!(amelia().datetime(instant("2026-03-17T09:14:00Z")), "Tue 17 March, 09:14");
    assert_eq!(amelia().datetime(instant("2026-03-29T00:59:00Z")), "Sun 29 March, 00:59");
    assert_eq!(amelia().datetime(instant("2026-03-29T01:00:00Z")), "Sun 29 March, 02:00");
    assert_eq!(amelia().datetime(instant("2026-07-01T23:30:00Z")), "Thu 2 July, 00:30");
    assert_eq!(amelia().datetime(instant("2027-07-01T23:30:00Z")), "Fri 2 July 2027, 00:30");
    assert_eq!(amelia().time(instant("2026-07-01T23:30:00Z")), "00:30");
}

#[test]
fn what_just_happened_is_told_by_its_age() {
    let words = catalogue();
    let ago = |at| amelia().ago(instant(at), &words);
    assert_eq!(ago("2026-03-17T09:15:30Z"), "Just now");
    assert_eq!(ago("2026-03-17T09:16:30Z"), "Just now");
    assert_eq!(ago("2026-03-17T09:14:00Z"), "2 min ago");
    assert_eq!(ago("2026-03-17T08:16:01Z"), "59 min ago");
    assert_eq!(ago("2026-03-17T08:14:00Z"), "Today, 08:14");
    assert_eq!(ago("2026-03-17T16:00:00Z"), "Today, 16:00");
    assert_eq!(ago("2026-03-16T09:14:00Z"), "Yesterday, 09:14");
    assert_eq!(ago("2026-03-15T09:14:00Z"), "15 Mar");
    assert_eq!(ago("2025-03-17T09:14:00Z"), "17 Mar 2025");
    assert_eq!(ago("2026-03-18T09:14:00Z"), "18 Mar, 09:14");
}

#[test]
fn lists_and_timelines_tell_a_moment_as_people_do() {
    let words = catalogue();
    let told = |at| {
        let at = instant(at);
        [amelia().near_day(at, &words), amelia().moment(at, &words), amelia().brief(at, &words)]
    };
    assert_eq!(told("2026-03-17T08:14:00Z"), ["Today", "Today, 08:14", "Today, 08:14"]);
    assert_eq!(told("2026-03-16T00:10:00Z"), ["Yesterday", "Yesterday, 00:10", "Yesterday, 00:10"]);
    assert_eq!(told("2026-02-14T17:33:00Z"), ["14 Feb", "14 Feb, 17:33", "14 Feb"]);
    assert_eq!(told("2025-11-14T17:33:00Z"), ["14 Nov 2025", "14 Nov 2025, 17:33", "14 Nov 2025"]);
    assert_eq!(told("2026-03-18T09:14:00Z"), ["18 Mar", "18 Mar, 09:14", "18 Mar, 09:14"]);
}

#[test]
fn today_is_the_reader_s_own() {
    let at = instant("2026-03-16T23:30:00Z");
    let paris = formats("en-GB", "Europe/Paris", "2026-03-17T09:16:00Z");
    assert_eq!(paris.moment(at, &catalogue()), "Today, 00:30");
    assert_eq!(amelia().moment(at, &catalogue()), "Yesterday, 23:30");
}

#[test]
fn a_moment_in_full_names_its_year_and_its_zone() {
    assert_eq!(amelia().full(instant("2026-03-17T09:14:00Z")), "Tue 17 March 2026, 09:14 GMT");
    assert_eq!(amelia().full(instant("2026-07-01T23:30:00Z")), "Thu 2 July 2026, 00:30 BST");
}

#[test]
fn minutes_go_on_past_midnight() {
    let late = formats("en-GB", "Europe/London", "2026-03-17T00:10:00Z");
    assert_eq!(late.ago(instant("2026-03-16T23:50:00Z"), &catalogue()), "20 min ago");
}
