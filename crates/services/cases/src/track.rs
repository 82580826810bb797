use kernel::{Message, Step, StepState, Track};

use crate::{Case, Side};

/// How a case stands for whoever looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is their turn.
    Yours,
    /// It is the other side's.
    Theirs,
    /// It is closed.
    Closed,
}

impl Case {
    /// How it stands for that side.
    pub fn standing(&self, side: Side) -> Standing {
        match self.turn {
            None => Standing::Closed,
            Some(turn) if turn == side => Standing::Yours,
            Some(_) => Standing::Theirs,
        }
    }
}

/// The steps of a case as that side sees them: raised, being answered, closed.
pub fn track(case: &Case, side: Side) -> Track {
    let step = |name, state| Step { name: Message::new(name), state, at: None };
    let raised = Step { at: Some(case.raised_at), ..step("cases-step-raised", StepState::Done) };
    let (answered, closed) = match case.standing(side) {
        Standing::Yours => (step("cases-step-yours", StepState::Turn), StepState::Todo),
        Standing::Theirs => (step("cases-step-theirs", StepState::Now), StepState::Todo),
        Standing::Closed => (step("cases-step-answered", StepState::Done), StepState::Done),
    };
    let closed = step("cases-step-closed", closed);
    let since = Some(case.turn_at);
    let steps = match case.standing(side) {
        Standing::Yours | Standing::Theirs => vec![raised, Step { at: since, ..answered }, closed],
        Standing::Closed => vec![raised, answered, Step { at: since, ..closed }],
    };
    Track { steps }
}
