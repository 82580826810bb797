use kernel::Timestamp;

use crate::{Letter, State, Trouble, schedule};

/// The letter as it is after a try that ended so.
pub(crate) fn after(letter: &Letter, outcome: &Result<(), Trouble>, keeps_secrets: bool, now: Timestamp) -> Letter {
    let mut letter = letter.clone();
    letter.next_at = None;
    match outcome {
        Ok(()) => {
            letter.state = State::Sent;
            letter.sent_at = Some(now);
        }
        Err(trouble) => {
            if trouble.is_passing() {
                letter.next_at = schedule::again(letter.created_at, letter.attempts, now);
            }
            letter.state = if letter.next_at.is_some() { State::Queued } else { State::Failed };
            letter.last_problem = Some(trouble.to_string());
        }
    }
    if letter.next_at.is_none() && letter.secret && !keeps_secrets {
        letter.blank();
    }
    letter
}
