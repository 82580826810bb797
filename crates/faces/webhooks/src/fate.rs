//! What an attempt makes of a delivery.

use kernel::Timestamp;

use crate::{Delivery, Fault, Standing, schedule, wire::Outcome};

/// The status of a receiver that wants to hear no more.
pub(crate) const GONE: u16 = 410;

/// The delivery after an attempt that ended at `now`.
pub(crate) fn after(delivery: &Delivery, outcome: Outcome, now: Timestamp) -> Delivery {
    let took_ms = i64::try_from(outcome.took.as_millis()).ok();
    let tried = Delivery { tried_at: Some(now), took_ms, status: None, fault: None, answer: None, ..delivery.clone() };
    let (tried, asked) = match outcome.answer {
        Ok(answer) => {
            let fault = (300..400).contains(&answer.status).then_some(Fault::Redirected);
            let status = Some(i64::from(answer.status));
            (Delivery { status, fault, answer: Some(answer.words), ..tried }, answer.patience)
        }
        Err(fault) => (Delivery { fault: Some(fault), ..tried }, None),
    };
    if tried.status.is_some_and(|status| (200..300).contains(&status)) {
        return Delivery { state: Standing::Delivered, next_at: None, ..tried };
    }
    let next_at = if is_gone(&tried) { None } else { schedule::again(tried.id, tried.attempts, asked, now) };
    Delivery { state: if next_at.is_some() { Standing::Waiting } else { Standing::SetAside }, next_at, ..tried }
}

/// The delivery that cannot be sent as it is.
pub(crate) fn unsent(delivery: &Delivery, fault: Fault, now: Timestamp) -> Delivery {
    Delivery {
        state: Standing::SetAside,
        next_at: None,
        tried_at: Some(now),
        took_ms: None,
        status: None,
        fault: Some(fault),
        answer: None,
        ..delivery.clone()
    }
}

/// Whether the receiver wants to hear no more.
pub(crate) fn is_gone(delivery: &Delivery) -> bool {
    delivery.status == Some(i64::from(GONE))
}

/// Whether it is not tried any more, and for another reason than that whoever made the endpoint may not read the record:
/// that says nothing of the receiver.
pub(crate) fn is_given_up(delivery: &Delivery) -> bool {
    delivery.state == Standing::SetAside && delivery.fault != Some(Fault::Rights)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use kernel::{Id, Timestamp};

    use super::{after, is_given_up, unsent};
    use crate::{
        Delivery, Fault, Standing,
        wire::{Answer, Outcome},
    };

    const NOW: Timestamp = Timestamp::from_micros(1_773_306_000_000_000);

    fn tried(attempts: i64, answer: Result<u16, Fault>) -> Delivery {
        let id = Id::from_uuid(uuid::Uuid::from_u128(0));
        let sent = Delivery::due(id, Id::from_uuid(uuid::Uuid::from_u128(1)), "msg_1".to_owned(), "case.raised", NOW);
        let sent = Delivery { attempts, state: Standing::Sending, ..sent };
        let answer = answer.map(|status| Answer { status, words: "ok".to_owned(), patience: None });
        after(&sent, Outcome { took: Duration::from_millis(140), answer }, NOW)
    }

    #[test]
    fn only_what_is_taken_is_done() {
        let taken = tried(1, Ok(204));
        assert_eq!((taken.state, taken.next_at, taken.took_ms), (Standing::Delivered, None, Some(140)));
        for status in [100, 302, 404, 429, 500] {
            let failed = tried(1, Ok(status));
            assert_eq!((failed.state, failed.next_at), (Standing::Waiting, Some(NOW.plus(Duration::from_secs(5)))));
            assert_eq!(failed.fault == Some(Fault::Redirected), status == 302);
        }
        assert_eq!(tried(3, Err(Fault::Late)).state, Standing::Waiting);
    }

    #[test]
    fn the_last_try_and_one_who_is_gone_end_it() {
        assert_eq!((tried(10, Ok(500)).state, tried(10, Ok(500)).next_at), (Standing::SetAside, None));
        assert_eq!((tried(1, Ok(410)).state, tried(1, Ok(410)).next_at), (Standing::SetAside, None));
        assert!(
            is_given_up(&tried(10, Ok(500))) && !is_given_up(&tried(9, Ok(500))) && !is_given_up(&tried(10, Ok(204)))
        );
        assert!(is_given_up(&unsent(&tried(1, Ok(500)), Fault::Sealed, NOW)));
        assert!(!is_given_up(&unsent(&tried(1, Ok(500)), Fault::Rights, NOW)));
    }
}
