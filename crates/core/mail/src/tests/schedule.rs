use std::time::Duration;

use super::{START, letter};
use crate::{Letter, State, Trouble, fate::after, schedule};

fn minutes(attempts: i64) -> u64 {
    schedule::pause(attempts).as_secs() / 60
}

/// The letter after being put off again and again, each time as soon as it was due; and how long that took.
fn put_off_until_it_fails() -> (Letter, Duration) {
    let mut held = letter();
    let mut now = START;
    loop {
        held = after(&held, &Err(Trouble::Later("451 4.7.1".to_owned())), false, now);
        let Some(next) = held.next_at else { return (held, now.since(START)) };
        assert_eq!(held.state, State::Queued);
        now = next;
        held.attempts += 1;
    }
}

#[test]
fn pauses_double_from_a_minute_to_six_hours() {
    let pauses: Vec<u64> = (1..=12).map(minutes).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    assert_eq!(minutes(0), 1);
    assert_eq!(minutes(i64::MAX), 360);
}

#[test]
fn after_three_days_a_letter_is_given_up() {
    let (letter, took) = put_off_until_it_fails();
    assert_eq!(letter.state, State::Failed);
    assert_eq!(letter.last_problem.as_deref(), Some("put off: 451 4.7.1"));
    assert!(took <= schedule::GIVE_UP && took > schedule::GIVE_UP - schedule::LONGEST, "{took:?}");
    // A minute doubled nine times is eight and a half hours; then every six hours.
    assert_eq!(letter.attempts, 20);
}

#[test]
fn a_secret_is_forgotten_when_nothing_is_left_to_do() {
    let sent = after(&letter(), &Ok(()), false, START);
    assert_eq!((sent.state, sent.sent_at, sent.next_at), (State::Sent, Some(START), None));
    assert_eq!((sent.subject.as_str(), sent.text.as_str(), sent.html.as_str()), ("", "", ""));

    let refused = after(&letter(), &Err(Trouble::Refused("550 5.1.1".to_owned())), false, START);
    assert_eq!((refused.state, refused.text.as_str()), (State::Failed, ""));

    let waiting = after(&letter(), &Err(Trouble::Away("no connection".to_owned())), false, START);
    assert_eq!((waiting.state, waiting.text.as_str()), (State::Queued, "418 207\n"));
}

#[test]
fn a_demo_and_a_letter_without_secrets_keep_their_words() {
    assert_eq!(after(&letter(), &Ok(()), true, START).text, "418 207\n");
    let open = Letter { secret: false, ..letter() };
    assert_eq!(after(&open, &Ok(()), false, START).text, "418 207\n");
}
