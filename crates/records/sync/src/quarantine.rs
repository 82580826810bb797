//! What staff do about documents that were held back.

use gateway::{Command, Effect, Granted, Input, Path, Prose, Tx, post};
use kernel::{Message, Problem};
use store::{Json, StoreError};

use crate::{
    QuarantineState, Quarantined,
    event::{Dismissed, Mended, ReplayAsked},
};

/// The most that can be mended in a page, in characters.
pub(crate) const LONGEST: usize = 200_000;

/// Why something cannot be done about a document.
#[derive(Debug, thiserror::Error)]
pub enum QuarantineError {
    /// It was settled meanwhile.
    #[error("the document is settled")]
    Settled,
    /// It has more lines than are kept.
    #[error("the document is too long to be mended here")]
    TooLong,
    /// What was typed is no document.
    #[error("the mended lines cannot be read")]
    Unreadable(Message),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<QuarantineError> for Problem {
    fn from(error: QuarantineError) -> Self {
        match error {
            QuarantineError::Settled => Self::conflict(Message::new("sync-quarantine-settled")),
            QuarantineError::TooLong => Self::conflict(Message::new("sync-quarantine-too-long")),
            QuarantineError::Unreadable(says) => Self::invalid(Vec::new()).at("/content", says),
            QuarantineError::Store(error) => error.into(),
        }
    }
}

/// Puts a document's lines right. The file itself is never altered.
#[derive(Input)]
pub struct MendQuarantined {
    content: Prose<LONGEST>,
}

impl Command for MendQuarantined {
    const NAME: &'static str = "imports.mend";
    const PATH: Path = post("/imports/quarantine/{quarantined}/mending");
    const EFFECT: Effect = Effect::Changes;
    type On = Quarantined;
    type Writes = (Quarantined,);
    type Output = ();
    type Error = QuarantineError;

    async fn run<'t>(self, held: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), QuarantineError> {
        if !may_be_settled(held.state) {
            return Err(QuarantineError::Settled);
        }
        if held.content.0.cut {
            return Err(QuarantineError::TooLong);
        }
        let text = format!("{}\n", self.content.as_str());
        let mended = held.content.0.mended(&text).map_err(QuarantineError::Unreadable)?;
        // What was put back as it came is no mending.
        let mended = (mended.digest() != held.digest).then_some(Json(mended));
        tx.update(&held, |held| held.mended = mended).await?;
        tx.record(&Mended { quarantined: held.id });
        Ok(())
    }
}

/// Asks for a document to be tried again, with the lines as they were mended, or as they came.
#[derive(Input)]
pub struct ReplayQuarantined {}

impl Command for ReplayQuarantined {
    const NAME: &'static str = "imports.replay";
    const PATH: Path = post("/imports/quarantine/{quarantined}/replay");
    const EFFECT: Effect = Effect::Changes;
    type On = Quarantined;
    type Writes = (Quarantined,);
    type Output = ();
    type Error = QuarantineError;

    async fn run<'t>(self, held: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), QuarantineError> {
        if !may_be_settled(held.state) {
            return Err(QuarantineError::Settled);
        }
        tx.update(&held, |held| {
            held.state = QuarantineState::Replaying;
            held.settled_at = None;
        })
        .await?;
        tx.record(&ReplayAsked { quarantined: held.id, mended: held.mended.is_some() });
        Ok(())
    }
}

/// Leaves a document out for good, as long as the source says the same.
#[derive(Input)]
pub struct DismissQuarantined {}

impl Command for DismissQuarantined {
    const NAME: &'static str = "imports.dismiss";
    const PATH: Path = post("/imports/quarantine/{quarantined}/dismissal");
    const EFFECT: Effect = Effect::Changes;
    type On = Quarantined;
    type Writes = (Quarantined,);
    type Output = ();
    type Error = QuarantineError;

    async fn run<'t>(self, held: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), QuarantineError> {
        if held.state != QuarantineState::Open {
            return Err(QuarantineError::Settled);
        }
        let now = tx.now();
        tx.update(&held, |held| {
            held.state = QuarantineState::Dismissed;
            held.settled_at = Some(now);
        })
        .await?;
        tx.record(&Dismissed { quarantined: held.id });
        Ok(())
    }
}

/// What waits can be settled; what was left out can be taken up again.
pub(crate) fn may_be_settled(state: QuarantineState) -> bool {
    match state {
        QuarantineState::Open | QuarantineState::Replaying | QuarantineState::Dismissed => true,
        QuarantineState::Replayed | QuarantineState::Resolved => false,
    }
}
