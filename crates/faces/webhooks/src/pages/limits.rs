use std::time::Duration;

use front::Visit;
use kernel::Message;

use super::{say, views::Limit};
use crate::{
    queue,
    schedule::{LONGEST, PAUSES, TRIES},
    sender::EACH,
    wire,
};

const HOUR: u64 = 60 * 60;

/// What the sender keeps to, in words: its own constants, and no others.
pub(super) fn limits(visit: &Visit) -> Vec<Limit> {
    let limit = |term, detail: Message| Limit { term: say(visit, term), detail: visit.say(&detail) };
    let over: Duration = PAUSES.iter().sum();
    vec![
        limit("webhooks-limit-each", Message::new("webhooks-limit-each-is").with("count", number(EACH))),
        limit(
            "webhooks-limit-answer",
            Message::new("webhooks-limit-answer-is").with("seconds", whole(wire::PATIENCE, 1)),
        ),
        limit(
            "webhooks-limit-tries",
            Message::new("webhooks-limit-tries-is").with("tries", number(TRIES)).with("days", whole(over, 24 * HOUR)),
        ),
        limit(
            "webhooks-limit-patience",
            Message::new("webhooks-limit-patience-is").with("hours", whole(LONGEST, HOUR)),
        ),
        limit(
            "webhooks-limit-kept",
            Message::new("webhooks-limit-kept-is").with("days", whole(queue::KEPT, 24 * HOUR)),
        ),
        limit("webhooks-limit-words", Message::new("webhooks-limit-words-is").with("bytes", number(wire::KEPT))),
    ]
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many whole units of so many seconds it lasts.
fn whole(span: Duration, unit: u64) -> i64 {
    i64::try_from(span.as_secs() / unit).unwrap_or(i64::MAX)
}
