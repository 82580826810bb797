use std::time::Duration;

use kernel::{Message, Problem};
use mail::WriteError;
use store::StoreError;

use crate::{invitations::InvitationError, passwords::Busy, throttles::Throttled};

/// Why somebody is not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// What was shown proves nothing. Says the same for an unknown address, a wrong password and none at all.
    #[error("the proof is wrong")]
    Wrong,
    /// The code does not match; so many tries are left.
    #[error("the code is wrong")]
    WrongCode {
        /// How many.
        left: i64,
    },
    /// Too many wrong tries from strange browsers: now only a link by mail lets in.
    #[error("too many wrong tries for this address from strange browsers")]
    UseLink,
    /// Nothing that could be answered: it was used, is too old, or was never sent from this browser.
    #[error("there is nothing to be answered")]
    Over {
        /// Whether it was used.
        used: bool,
    },
    /// The person's company asks them to come in through its own sign-in.
    #[error("the company's own sign-in is asked for")]
    Company,
    /// Another browser asked for it.
    #[error("another browser asked for it")]
    Elsewhere,
    /// Too often.
    #[error("the limit {rule} is reached")]
    Wait {
        /// Which limit.
        rule: &'static str,
        /// How long until it may be tried again.
        wait: Duration,
    },
    /// Too many want to be let in at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A letter could not be written.
    #[error(transparent)]
    Letter(#[from] WriteError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Throttled> for SignInError {
    fn from(throttled: Throttled) -> Self {
        match throttled {
            Throttled::Empty { rule, wait } => Self::Wait { rule, wait },
            Throttled::Store(error) => Self::Store(error),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        let about_the_form = |id| Self::invalid(Vec::new()).at("/form", Message::new(id));
        match error {
            SignInError::Wrong => about_the_form("identity-error-password"),
            SignInError::UseLink => about_the_form("identity-error-use-link"),
            SignInError::WrongCode { left } => {
                Self::invalid(Vec::new()).at("/code", Message::new("identity-error-code").with("left", left))
            }
            SignInError::Over { .. } | SignInError::Elsewhere => Self::of(&Self::GONE, Message::new("problem-gone")),
            SignInError::Company => Self::conflict(Message::new("identity-error-company")),
            SignInError::Wait { wait, .. } => too_many(wait).because(error),
            SignInError::Busy(busy) => busy.into(),
            SignInError::Letter(error) => error.into(),
            SignInError::Store(error) => error.into(),
        }
    }
}

/// Says to try again in a second.
impl From<Busy> for Problem {
    fn from(busy: Busy) -> Self {
        let says = Message::new("problem-unavailable").with("seconds", 1_i64);
        Self::of(&Self::UNAVAILABLE, says).because(busy)
    }
}

/// Too often; says how long to wait.
pub(crate) fn too_many(wait: Duration) -> Problem {
    Problem::of(&Problem::TOO_MANY, Message::new("problem-too-many").with("seconds", seconds(wait)))
}

/// Whole seconds, rounded up, at least one.
pub(crate) fn seconds(wait: Duration) -> i64 {
    i64::try_from(wait.as_micros().div_ceil(1_000_000)).unwrap_or(i64::MAX).max(1)
}

/// Why an invitation's page does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The invitation says no.
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    /// Signing in says no.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invitation(error) => error.into(),
            Refusal::SignIn(error) => error.into(),
            Refusal::Store(error) => error.into(),
        }
    }
}
