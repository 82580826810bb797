//! Stories of letters on their way.

mod headers;
mod relay;
mod replies;
mod schedule;
mod writing;

use kernel::{Id, Timestamp};

use crate::{Letter, State};

/// Thursday 12 March 2026, 09:00 in London.
const START: Timestamp = Timestamp::from_micros(1_773_306_000_000_000);

/// A letter to Amelia that a postman holds for the first time.
fn letter() -> Letter {
    Letter {
        id: Id::from_uuid(uuid::Uuid::from_u128(0x019c_e0f0_0000_7000_8000_0000_0000_0001)),
        to_address: "amelia@northgate.example".to_owned(),
        to_person: None,
        template: "identity/mail/sign_in".to_owned(),
        locale: "en-GB".to_owned(),
        subject: "Your sign-in code is 418 207".to_owned(),
        text: "418 207\n".to_owned(),
        html: "<p>418 207</p>".to_owned(),
        state: State::Sending,
        attempts: 1,
        next_at: Some(START),
        created_at: START,
        sent_at: None,
        last_problem: None,
        secret: true,
        thread: None,
        trace: None,
    }
}
